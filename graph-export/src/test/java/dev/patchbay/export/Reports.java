package dev.patchbay.export;

import dev.patchbay.spi.export.ExporterProvider;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.graph.EdgeScores.Ranking;
import dev.patchbay.spi.graph.GraphShape;
import dev.patchbay.spi.metric.MetricTraits.Direction;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.report.CircuitReport;
import dev.patchbay.spi.report.Evaluation;
import dev.patchbay.spi.report.PluginUse;
import dev.patchbay.spi.report.Provenance;
import dev.patchbay.spi.report.Rounding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.BitSet;
import java.util.Map;
import java.util.Random;

/** Reports made by hand. */
public final class Reports {

  /** GPT-2 small's: 32,491 edges. */
  public static final GraphShape GPT2_SMALL = GraphShape.sequential(12, 12);

  private Reports() {}

  /** Scores of all sizes drawn from a seed; the circuit is what a random choice leaves pruned. */
  public static CircuitReport random(GraphShape shape, int edges) {
    ComputationGraph graph = ComputationGraph.of(shape);
    Random random = new Random(3);
    double[] scores = new double[graph.edgeCount()];
    double[] luck = new double[graph.edgeCount()];
    for (int ordinal = 0; ordinal < scores.length; ordinal++) {
      scores[ordinal] = random.nextGaussian() * Math.exp(random.nextGaussian()) + .3;
      boolean fromInput = graph.senderOf(ordinal) == 0;
      luck[ordinal] = random.nextDouble() - (fromInput ? 0 : .004);
    }
    EdgeScores chance = EdgeScores.of(graph, luck);
    int asked = edges;
    while (chance.greedy(asked, Ranking.SIGNED).pruned().size() < edges) {
      asked++;
    }
    return of(EdgeScores.of(graph, scores), chance.greedy(asked, Ranking.SIGNED).pruned());
  }

  /** Every edge scored but every seventh, every third edge kept. */
  public static CircuitReport partlyScored(GraphShape shape) {
    ComputationGraph graph = ComputationGraph.of(shape);
    double[] scores = new Random(5).doubles(graph.edgeCount(), -1, 1).toArray();
    BitSet unscored = new BitSet();
    BitSet kept = new BitSet();
    for (int ordinal = 0; ordinal < scores.length; ordinal++) {
      unscored.set(ordinal, ordinal % 7 == 0);
      kept.set(ordinal, ordinal % 3 == 0);
    }
    return of(EdgeScores.of(graph, scores, unscored), Circuit.of(graph, kept));
  }

  /** Two layers of four heads: the previous-token head feeds the induction head's keys. */
  public static CircuitReport induction() {
    ComputationGraph graph = ComputationGraph.of(GraphShape.attentionOnly(2, 4));
    Map<String, Double> known =
        Map.of(
            "input->a0.h3<v>", 2.1,
            "input->a0.h3<k>", -.25,
            "input->a0.h3<q>", .4,
            "a0.h3->a1.h1<k>", 4.0,
            "a0.h1->a1.h1<q>", -.3,
            "input->a0.h1<v>", -.3,
            "input->a1.h1<q>", 1.7,
            "input->a1.h1<v>", 3.2,
            "a1.h1->logits", 4.1,
            "input->logits", -.9);
    double[] scores = new double[graph.edgeCount()];
    for (int ordinal = 0; ordinal < scores.length; ordinal++) {
      scores[ordinal] = known.getOrDefault(graph.edge(ordinal).name(), 0.0);
    }
    return of(EdgeScores.of(graph, scores), Circuit.ofNames(graph, known.keySet()));
  }

  public static CircuitReport of(EdgeScores scores, Circuit circuit) {
    return named("gpt2-tiny", "induction", scores, circuit);
  }

  public static CircuitReport named(String model, String task, EdgeScores scores, Circuit circuit) {
    GraphShape shape = circuit.graph().shape();
    ModelSpec spec =
        ModelSpec.builder("gpt2")
            .nLayers(shape.nLayers())
            .nHeads(shape.nHeads())
            .dModel(768)
            .dHead(64)
            .mlps(shape.mlps() ? 3072 : 0, ModelSpec.Activation.GELU_TANH)
            .dVocab(50257)
            .nCtx(1024)
            .norm(ModelSpec.Norm.LAYER_NORM, 1e-5)
            .build();
    return CircuitReport.builder()
        .model(model, spec)
        .prompts(task, 25)
        .strategy(new PluginUse("eap", Map.of()))
        .metric(new PluginUse("logit-difference", Map.of("wrong", "mean")))
        .ablation(new PluginUse("patching", Map.of()))
        .selection("the 40 edges with the largest |score|")
        .scores(scores)
        .circuit(circuit)
        .evaluation(
            new Evaluation(
                "logit-difference", Direction.HIGHER, 5.98, 5.41, -4.97, Rounding.FLOAT32))
        .provenance(
            new Provenance(
                "0.1.0", "PyTorch", "17", "Linux", "ab", "cd", "cpu", "float32", "raw", 8, 2, 42))
        .build();
  }

  /** What the format makes of the report. */
  public static byte[] bytes(
      ExporterProvider format, CircuitReport report, Map<String, String> options) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      format.create(new Options(format.descriptor().name(), options)).write(report, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** What the format makes of the report by default. */
  public static byte[] bytes(ExporterProvider format, CircuitReport report) {
    return bytes(format, report, Map.of());
  }
}
