package dev.patchbay.study;

import dev.patchbay.core.discovery.EdgeFractions;
import dev.patchbay.core.discovery.TieAtCut;
import dev.patchbay.spi.graph.Circuit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * What depends on the prompts that circuits are judged on: faithfulness, the metric, divergence
 * from the whole model. The circuits are fixed; intervals are over those prompts.
 *
 * @param prompts how many there are
 * @param size how many edges a circuit made of scores has, before it is pruned
 * @param prune how a circuit is pruned before it is measured and counted
 */
record CircuitFigures(
    MeasuredCircuits metric,
    MeasuredCircuits divergence,
    Bootstrap bootstrap,
    int prompts,
    int size,
    UnaryOperator<Circuit> prune) {

  private static final String NO_SHARES =
      "no faithfulness: the whole model and the empty circuit differ by no more than rounding, as"
          + " where twins do not differ at the positions that are read";

  private static final String SOME_UNDEFINED =
      "on some resamples of the prompts the whole model does as the empty circuit, up to rounding";

  /**
   * Measures.
   *
   * @param circuits those that the answer stands for
   * @param main the one that single figures are of
   */
  void sketch(
      Case of, ContenderResult answer, List<Circuit> circuits, Circuit main, CellSketch sketch) {
    sketch.put("circuit_edges", Figure.of(main.size()));
    if (!answer.isSearch()) {
      TieAtCut.of(answer.scores(), of.rule().ranking(), answer.circuit(of.rule(), size))
          .ifPresent(tie -> sketch.note("its circuit was cut within a tie: " + tie.words()));
    }
    if (sameThroughout()) {
      sketch.note(NO_SHARES);
    }
    share("faithfulness", chosen -> metric.faithfulness(main, chosen), sketch);
    sketch.put("metric", figure(chosen -> metric.mean(main, chosen)));
    sketch.put("kl", figure(chosen -> divergence.mean(main, chosen)));
    List<Circuit> sized = new ArrayList<>(circuits);
    if (answer.ranks()) {
      FaithfulnessCurve curve = curve(of.rule(), answer);
      share("cpr", curve::cpr, sketch);
      share("cmd", curve::cmd, sketch);
      share("cpr_log", curve::cprLog, sketch);
      share("cmd_log", curve::cmdLog, sketch);
      if (!sameThroughout()) {
        sketch.curve("faithfulness", curve.points(all()));
      }
      if (!answer.isSearch()) {
        sized.addAll(curve.circuits());
      }
    }
    sized.sort(Comparator.comparingInt(Circuit::size));
    sketch.curve("metric", against(metric, sized));
    sketch.curve("kl", against(divergence, sized));
  }

  /** Puts a share of what the model does; undefined on prompts on which that is nothing. */
  private void share(String name, ToDoubleFunction<int[]> statistic, CellSketch sketch) {
    Figure figure = figure(statistic);
    sketch.put(name, figure);
    if (Double.isFinite(figure.value()) && figure.replicates().stream().anyMatch(r -> r.isNaN())) {
      sketch.without(name, SOME_UNDEFINED);
    }
  }

  /** Whether the whole model does as the empty circuit on all prompts together. */
  private boolean sameThroughout() {
    return metric.span(all()) == 0;
  }

  private FaithfulnessCurve curve(CircuitRule rule, ContenderResult answer) {
    List<Circuit> circuits =
        EdgeFractions.sizes(answer.scores().graph().edgeCount(), answer.unscored()).stream()
            .map(size -> prune.apply(rule.circuit(answer.scores(), size)))
            .toList();
    return new FaithfulnessCurve(circuits, metric);
  }

  private int[] all() {
    return IntStream.range(0, prompts).toArray();
  }

  private Figure figure(ToDoubleFunction<int[]> statistic) {
    return new Figure(statistic.applyAsDouble(all()), bootstrap.replicates(statistic));
  }

  private List<double[]> against(MeasuredCircuits measured, List<Circuit> circuits) {
    return circuits.stream()
        .distinct()
        .map(circuit -> new double[] {circuit.size(), measured.mean(circuit, all())})
        .toList();
  }
}
