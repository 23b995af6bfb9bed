package dev.patchbay.testkit;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.graph.EdgeScores.Ranking;
import dev.patchbay.spi.metric.MetricTraits.Direction;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.report.CircuitReport;
import dev.patchbay.spi.report.Evaluation;
import dev.patchbay.spi.report.PluginUse;
import dev.patchbay.spi.report.Provenance;
import dev.patchbay.spi.report.Rounding;
import dev.patchbay.spi.report.TruthComparison;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** A report of made-up numbers over a tiny graph: for whatever reads reports. */
public final class TinyReports {

  private static final int KEPT = 8;

  private TinyReports() {}

  /**
   * Scores drawn at random, one edge unscored, the top edges kept. Equal seeds give equal reports.
   */
  public static CircuitReport random(long seed) {
    try (Checkpoint checkpoint = TinyModels.gpt(seed)) {
      ModelSpec spec = new TinyArchitecture().spec(checkpoint.config());
      ComputationGraph graph = ComputationGraph.of(spec.graphShape());
      double[] scores = new Random(seed).doubles(graph.edgeCount(), -1, 1).toArray();
      BitSet unscored = new BitSet();
      unscored.set(graph.edgeCount() - 1);
      EdgeScores edges = EdgeScores.of(graph, scores, unscored);
      Circuit circuit = edges.top(KEPT, Ranking.ABSOLUTE);
      return new CircuitReport(
          checkpoint.name(),
          spec,
          "random tokens",
          6,
          new PluginUse("random", Map.of("seed", String.valueOf(seed))),
          new PluginUse("logit-difference", Map.of()),
          new PluginUse("patching", Map.of()),
          KEPT + " edges by |score|",
          edges,
          circuit,
          List.of("a1.h0<v>"),
          new Evaluation("logit-difference", Direction.HIGHER, 2.5, 2.25, -1.5, Rounding.FLOAT32),
          Optional.of(TruthComparison.of(edges.top(KEPT / 2, Ranking.SIGNED), circuit)),
          new Provenance(
              "0", "none", "17", "any", "00", "00", "cpu", "float64", "raw", 4, 1, seed));
    }
  }
}
