package dev.patchbay.study;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.study.agreement.RankCorrelation;
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
  private static final String ORDER = "stability_spearman";

  void sketch(Case of, ContenderResult answer, CellSketch sketch) {
    List<Map<String, Double>> replicates =
        contest
            .again(of.sweep(), answer, bootstrap, rediscover)
            .map(again -> replicate(of.rule(), again, answer))
            .toList();
    figures(of.rule(), answer)
        .forEach(
            (name, value) -> {
              sketch.put(name, new Figure(value, of(name, replicates)));
              if (replicates.isEmpty()) {
                sketch.without(name, whyNone(of.sweep(), answer));
              }
            });
    stability(STABILITY, replicates, sketch);
    stability(ORDER, replicates, sketch);
    truth.ifPresent(
        t -> {
          TruthFigures figures = new TruthFigures(t, of.rule().ranking());
          (answer.isSearch() ? figures.curves(answer.kept()) : figures.curves(answer.scores()))
              .forEach(sketch::curve);
        });
  }

  private Map<String, Double> figures(CircuitRule rule, ContenderResult answer) {
    Map<String, Double> figures = new LinkedHashMap<>();
    truth.ifPresent(
        t -> {
          TruthFigures of = new TruthFigures(t, rule.ranking());
          figures.putAll(answer.isSearch() ? of.of(answer.kept()) : of.of(answer.scores()));
        });
    return figures;
  }

  /** The figures of an answer on other prompts, and how much of the whole it finds again. */
  private Map<String, Double> replicate(
      CircuitRule rule, ContenderResult again, ContenderResult whole) {
    Map<String, Double> figures = figures(rule, again);
    figures.put(STABILITY, again.circuit(rule, size).jaccard(whole.circuit(rule, size)));
    if (whole.ranks()) {
      RankCorrelation.of(again.scores(), whole.scores(), rule.ranking())
          .ifPresent(rho -> figures.put(ORDER, rho));
    }
    return figures;
  }

  /** Not the overlap of the whole with itself: the mean over what was found again. */
  private static void stability(
      String name, List<Map<String, Double>> replicates, CellSketch sketch) {
    List<Double> overlaps = of(name, replicates);
    overlaps.stream()
        .mapToDouble(overlap -> overlap)
        .average()
        .ifPresent(mean -> sketch.put(name, new Figure(mean, overlaps)));
  }

  private static List<Double> of(String name, List<Map<String, Double>> replicates) {
    return replicates.stream().map(r -> r.getOrDefault(name, Double.NaN)).toList();
  }

  private String whyNone(ThresholdSweep sweep, ContenderResult answer) {
    if (bootstrap.draws().isEmpty()) {
      return "nothing was resampled";
    }
    if (answer.isSearch() && contest.isGiven(sweep)) {
      return "a circuit that was given and cannot be found again on other prompts";
    }
    return answer.isSearch()
        ? "a search that was not repeated on other prompts"
        : "its scores are not of single prompts, or not a mean over them";
  }
}
