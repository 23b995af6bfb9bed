package dev.patchbay.core.study;

import dev.patchbay.core.judgement.EdgeFractions;
import dev.patchbay.spi.graph.Circuit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * What depends on the prompts that circuits are judged on: faithfulness, the metric, divergence
 * from the whole model. The circuits stand; intervals are over those prompts.
 *
 * @param prune how a circuit is pruned before it is measured and counted
 */
record CircuitFigures(
    MeasuredCircuits metric,
    MeasuredCircuits divergence,
    Bootstrap bootstrap,
    int prompts,
    UnaryOperator<Circuit> prune) {

  /**
   * Measures.
   *
   * @param circuits those that the answer stands for
   * @param main the one that single figures are of
   */
  void sketch(Case of, Answer answer, List<Circuit> circuits, Circuit main, CellSketch sketch) {
    sketch.put("circuit_edges", Figure.of(main.size()));
    sketch.put("faithfulness", figure(chosen -> metric.faithfulness(main, chosen)));
    sketch.put("metric", figure(chosen -> metric.mean(main, chosen)));
    sketch.put("kl", figure(chosen -> divergence.mean(main, chosen)));
    List<Circuit> sized = new ArrayList<>(circuits);
    if (answer.ranks()) {
      FaithfulnessCurve curve = curve(of.rule(), answer);
      sketch.put("cpr", figure(curve::cpr));
      sketch.put("cmd", figure(curve::cmd));
      sketch.put("cpr_log", figure(curve::cprLog));
      sketch.put("cmd_log", figure(curve::cmdLog));
      sketch.curve("faithfulness", curve.points(all()));
      if (!answer.isSearch()) {
        sized.addAll(curve.circuits());
      }
    }
    sized.sort(Comparator.comparingInt(Circuit::size));
    sketch.curve("metric", against(metric, sized));
    sketch.curve("kl", against(divergence, sized));
  }

  private FaithfulnessCurve curve(CircuitRule rule, Answer answer) {
    List<Circuit> circuits =
        EdgeFractions.sizes(answer.scores().graph().edgeCount(), answer.unscored()).stream()
            .map(size -> prune.apply(rule.circuit(answer.scores(), size)))
            .toList();
    return new FaithfulnessCurve(circuits, metric);
  }

  private int[] all() {
    return IntStream.range(0, prompts).toArray();
  }

  private Figure figure(Bootstrap.Statistic statistic) {
    return new Figure(statistic.of(all()), bootstrap.replicates(statistic));
  }

  private List<double[]> against(MeasuredCircuits measured, List<Circuit> circuits) {
    return circuits.stream()
        .distinct()
        .map(circuit -> new double[] {circuit.size(), measured.mean(circuit, all())})
        .toList();
  }
}
