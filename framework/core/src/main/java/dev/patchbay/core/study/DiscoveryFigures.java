package dev.patchbay.core.study;

import dev.patchbay.spi.graph.Circuit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What depends on which prompts a contender saw: how near it comes to a circuit that is known, and
 * how much of its circuit it finds again on other prompts. Intervals are over the discovery
 * prompts.
 *
 * @param truth the circuit that is known, where one is
 * @param size how many edges a circuit should have
 */
record DiscoveryFigures(
    Contest contest, Bootstrap bootstrap, int rediscover, Optional<Circuit> truth, int size) {

  private static final String STABILITY = "stability_jaccard";

  void sketch(Case of, Answer answer, CellSketch sketch) {
    List<Map<String, Double>> replicates =
        contest
            .again(of.sweep(), answer, bootstrap, rediscover)
            .map(again -> figures(of.rule(), again, answer))
            .toList();
    figures(of.rule(), answer, answer)
        .forEach(
            (name, value) -> {
              double[] each =
                  replicates.stream().mapToDouble(r -> r.getOrDefault(name, Double.NaN)).toArray();
              sketch.put(name, new Figure(value, each));
              if (each.length == 0) {
                sketch.without(name, whyNone(answer));
              }
            });
    stability(replicates, sketch);
    truth.ifPresent(
        t -> {
          TruthFigures figures = new TruthFigures(t, of.rule().ranking());
          (answer.isSearch() ? figures.curves(answer.kept()) : figures.curves(answer.scores()))
              .forEach(sketch::curve);
        });
  }

  /**
   * The figures of an answer; of one on other prompts also how much of the whole it finds again.
   */
  private Map<String, Double> figures(CircuitRule rule, Answer again, Answer whole) {
    Map<String, Double> figures = new LinkedHashMap<>();
    truth.ifPresent(
        t -> {
          TruthFigures of = new TruthFigures(t, rule.ranking());
          figures.putAll(again.isSearch() ? of.of(again.kept()) : of.of(again.scores()));
        });
    if (again != whole) {
      figures.put(STABILITY, again.circuit(rule, size).jaccard(whole.circuit(rule, size)));
    }
    return figures;
  }

  /** Not the overlap of the whole with itself: the mean over what was found again. */
  private static void stability(List<Map<String, Double>> replicates, CellSketch sketch) {
    double[] overlaps =
        replicates.stream().mapToDouble(r -> r.getOrDefault(STABILITY, Double.NaN)).toArray();
    if (overlaps.length > 0) {
      double sum = 0;
      for (double overlap : overlaps) {
        sum += overlap;
      }
      sketch.put(STABILITY, new Figure(sum / overlaps.length, overlaps));
    }
  }

  private String whyNone(Answer answer) {
    if (bootstrap.draws().isEmpty()) {
      return "nothing was resampled";
    }
    return answer.isSearch()
        ? "a search that was not run again on other prompts"
        : "its scores are no mean over prompts";
  }
}
