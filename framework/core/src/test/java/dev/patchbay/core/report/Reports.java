package dev.patchbay.core.report;

import dev.patchbay.core.run.RunOutcome;
import dev.patchbay.engine.passes.Cost;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.metric.MetricTraits.Direction;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.report.AttendedPrompt;
import dev.patchbay.spi.report.CircuitReport;
import dev.patchbay.spi.report.CurvePoint;
import dev.patchbay.spi.report.Evaluation;
import dev.patchbay.spi.report.Evidence;
import dev.patchbay.spi.report.PluginUse;
import dev.patchbay.spi.report.PromptSample;
import dev.patchbay.spi.report.Provenance;
import dev.patchbay.spi.report.Rounding;
import dev.patchbay.spi.report.TruthComparison;
import dev.patchbay.spi.strategy.AttentionTable;
import dev.patchbay.spi.strategy.Decision;
import dev.patchbay.spi.strategy.DiscoveryResult;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A report of a model of one layer with one head and an MLP: 8 edges, one not scored. */
final class Reports {

  static final ModelSpec SPEC =
      ModelSpec.builder("gpt2")
          .nLayers(1)
          .nHeads(1)
          .dModel(8)
          .dHead(8)
          .mlps(32, ModelSpec.Activation.GELU_TANH)
          .dVocab(50)
          .nCtx(16)
          .norm(ModelSpec.Norm.LAYER_NORM, 1e-5)
          .build();

  static final ComputationGraph GRAPH = ComputationGraph.of(SPEC.graphShape());

  private Reports() {}

  /** Scores with every awkward double: -0, the smallest, a third, and none at edge 3. */
  static CircuitReport report(Optional<TruthComparison> truth, Evaluation evaluation) {
    BitSet unscored = new BitSet();
    unscored.set(3);
    BitSet kept = new BitSet();
    kept.set(1);
    kept.set(3);
    Map<String, String> options = new LinkedHashMap<>();
    options.put("threshold", ".01");
    options.put("order", "repo \"quoted\" é");
    return CircuitReport.builder()
        .model("tiny", SPEC)
        .prompts("pairs", 3)
        .strategy(new PluginUse("acdc", options))
        .metric(new PluginUse("logit-difference", Map.of()))
        .ablation(new PluginUse("patching", Map.of()))
        .selection("decided by acdc")
        .scores(
            EdgeScores.of(
                GRAPH,
                new double[] {-0.0, 1 / 3.0, Double.MIN_VALUE, 0, -1e300, 0.1, 2, 100},
                unscored))
        .circuit(Circuit.of(GRAPH, kept))
        .removedDirect(List.of("a0.h0<v>"))
        .evaluation(evaluation)
        .truth(truth)
        .provenance(
            new Provenance(
                "0.1.0",
                "PyTorch 2.7.1",
                "17",
                "Linux amd64",
                "ab",
                "cd",
                "cpu",
                "float32",
                "raw",
                32,
                2,
                Long.MIN_VALUE))
        .build();
  }

  static CircuitReport report() {
    return report(
        Optional.of(new TruthComparison(3, 1, 2)),
        new Evaluation("logit-difference", Direction.HIGHER, 3.5, 3, 0.5, Rounding.FLOAT32));
  }

  /** A report with everything that a reader may ask for. */
  static CircuitReport withEvidence() {
    AttentionTable causal =
        new AttentionTable("pattern", new double[][][][] {{{{1, 0}, {.3333, .6667}}}});
    AttentionTable both = new AttentionTable("pattern", new double[][][][] {{{{0, 0}, {0, 1}}}});
    PromptSample sample =
        new PromptSample(
            new AttendedPrompt(List.of("</script>", "\u2028\"é"), causal),
            Optional.of(new AttendedPrompt(List.of(" a", "\u0000"), both)));
    return report().toBuilder()
        .evidence(
            new Evidence(
                List.of("discover", "--model", "it's"),
                List.of(new CurvePoint(1, -0.1), new CurvePoint(8, 1 / 3.0)),
                List.of(
                    new Decision("input->m0", 0.1, Double.MIN_VALUE, false),
                    new Decision("a0.h0<v> direct", -1e300, 2, true)),
                List.of(sample, new PromptSample(sample.clean(), Optional.empty())),
                List.of("the tensor 'v_head.weight' in the file", "\"é\u0000")))
        .build();
  }

  static RunOutcome outcome(List<Decision> decisions, List<AttentionTable> tables) {
    CircuitReport report = report();
    return new RunOutcome(
        report,
        new DiscoveryResult(
            report.scores(), Optional.of(report.circuit()), decisions, List.of(), tables),
        Map.of("discover", new Cost(2.5, 1, 7, 3)),
        Map.of("load", .25),
        List.of());
  }
}
