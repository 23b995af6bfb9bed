package dev.patchbay.testkit;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.graph.EdgeScores.Ranking;
import dev.patchbay.spi.graph.GraphShape;
import dev.patchbay.spi.metric.MetricTraits.Direction;
import dev.patchbay.spi.model.AttentionSpec;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.ModelSpec.Activation;
import dev.patchbay.spi.model.ModelSpec.Norm;
import dev.patchbay.spi.report.CircuitReport;
import dev.patchbay.spi.report.Evaluation;
import dev.patchbay.spi.report.PluginUse;
import dev.patchbay.spi.report.Provenance;
import dev.patchbay.spi.report.Rounding;
import dev.patchbay.spi.report.TruthComparison;
import java.util.BitSet;
import java.util.LinkedHashMap;
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
      return report(checkpoint.name(), spec, spec.graphShape(), KEPT, seed);
    }
  }

  /** A report over a graph of every kind, and of circuits without an edge and with all. */
  public static Map<String, CircuitReport> ofEveryKind(long seed) {
    AttentionSpec rotary = new AttentionSpec(2, List.of(1.0, 0.1), List.of(), false);
    ModelSpec grouped = spec(2, 4).nKvHeads(2).mlps(16, Activation.SILU).attention(rotary).build();
    ModelSpec attentionOnly = spec(2, 2).build();
    ModelSpec parallel =
        spec(2, 2).mlps(16, Activation.SILU).parallel(true).attention(rotary).build();
    ModelSpec positions =
        spec(2, 2)
            .mlps(16, Activation.SILU)
            .attention(AttentionSpec.plain(2).withPositions(AttentionSpec.Positions.SENDER))
            .build();
    ModelSpec smallest = spec(1, 1).build();
    Map<String, CircuitReport> reports = new LinkedHashMap<>();
    reports.put("plain", random(seed));
    reports.put("grouped heads", report("grouped", grouped, grouped.graphShape(), KEPT, seed));
    reports.put(
        "inputs of groups", report("groups", grouped, grouped.groupedGraphShape(), KEPT, seed));
    reports.put("attention alone", of(attentionOnly, seed));
    reports.put("parallel blocks", of(parallel, seed));
    reports.put("positions apart", of(positions, seed));
    reports.put("norms after heads", of(grouped.toBuilder().postNorms(true).build(), seed));
    reports.put("one head", of(smallest, seed));
    reports.put("no edge", report("none", parallel, parallel.graphShape(), 0, seed));
    reports.put(
        "every edge",
        report(
            "all",
            parallel,
            parallel.graphShape(),
            ComputationGraph.of(parallel.graphShape()).edgeCount(),
            seed));
    return reports;
  }

  private static ModelSpec.Builder spec(int layers, int heads) {
    return ModelSpec.builder("tiny")
        .nLayers(layers)
        .nHeads(heads)
        .dModel(8)
        .dHead(4)
        .dVocab(TinyModels.VOCABULARY)
        .nCtx(8)
        .norm(Norm.RMS_NORM, 1e-5);
  }

  private static CircuitReport of(ModelSpec spec, long seed) {
    GraphShape shape = spec.graphShape();
    return report(
        "tiny", spec, shape, Math.min(KEPT, ComputationGraph.of(shape).edgeCount() / 2), seed);
  }

  private static CircuitReport report(
      String name, ModelSpec spec, GraphShape shape, int kept, long seed) {
    ComputationGraph graph = ComputationGraph.of(shape);
    double[] scores = new Random(seed).doubles(graph.edgeCount(), -1, 1).toArray();
    BitSet unscored = new BitSet();
    unscored.set(graph.edgeCount() - 1);
    EdgeScores edges = EdgeScores.of(graph, scores, unscored);
    Circuit circuit = top(edges, kept, Ranking.ABSOLUTE);
    return CircuitReport.builder()
        .model(name, spec)
        .prompts("random tokens", 6)
        .strategy(new PluginUse("random", Map.of("seed", String.valueOf(seed))))
        .metric(new PluginUse("logit-difference", Map.of()))
        .ablation(new PluginUse("patching", Map.of()))
        .selection(kept + " edges by |score|")
        .scores(edges)
        .circuit(circuit)
        .removedDirect(
            kept == KEPT && shape.kvReceivers() == shape.nHeads() ? List.of("a1.h0<v>") : List.of())
        .evaluation(
            new Evaluation("logit-difference", Direction.HIGHER, 2.5, 2.25, -1.5, Rounding.FLOAT32))
        .truth(Optional.of(TruthComparison.of(top(edges, kept / 2, Ranking.SIGNED), circuit)))
        .provenance(
            new Provenance(
                "0", "none", "17", "any", "00", "00", "cpu", "float64", "raw", 4, 1, seed))
        .build();
  }

  private static Circuit top(EdgeScores edges, int kept, Ranking ranking) {
    // An edge that is not scored stays, so there is always one.
    return kept == 0 ? Circuit.empty(edges.graph()) : edges.top(kept, ranking);
  }
}
