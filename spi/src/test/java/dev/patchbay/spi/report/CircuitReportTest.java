package dev.patchbay.spi.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.graph.GraphShape;
import dev.patchbay.spi.metric.MetricTraits.Direction;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.ModelSpec.Norm;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CircuitReportTest {

  private static final ModelSpec SPEC =
      ModelSpec.builder("toy")
          .nLayers(1)
          .nHeads(1)
          .dModel(4)
          .dHead(4)
          .dVocab(5)
          .nCtx(8)
          .norm(Norm.NONE, 0)
          .build();

  private static final ComputationGraph GRAPH = ComputationGraph.of(SPEC.graphShape());

  private static CircuitReport.Builder withoutCircuit() {
    return CircuitReport.builder()
        .model("toy", SPEC)
        .prompts("copying", 3)
        .strategy(new PluginUse("eap", Map.of()))
        .metric(new PluginUse("margin", Map.of()))
        .ablation(new PluginUse("patching", Map.of()))
        .selection("all")
        .scores(EdgeScores.of(GRAPH, new double[GRAPH.edgeCount()]))
        .evaluation(new Evaluation("margin", Direction.HIGHER, 2, 1, 0, Rounding.FLOAT32))
        .provenance(
            new Provenance("0", "none", "17", "any", "0", "0", "cpu", "float32", "raw", 1, 1, 0));
  }

  @Test
  void build_withWhatIsRequired_hasNoDirectEdgesTruthOrEvidence() {
    CircuitReport report = withoutCircuit().circuit(Circuit.full(GRAPH)).build();

    assertThat(report.removedDirect()).isEmpty();
    assertThat(report.truth()).isEmpty();
    assertThat(report.evidence()).isEqualTo(Evidence.NONE);
  }

  @Test
  void build_ofACopy_isThatReport() {
    CircuitReport report =
        withoutCircuit()
            .circuit(Circuit.full(GRAPH))
            .removedDirect(List.of("a0.h0<v>"))
            .truth(Optional.of(new TruthComparison(3, 1, 2)))
            .evidence(new Evidence(List.of("discover"), List.of(), List.of(), List.of(), List.of()))
            .build();

    assertThat(report.toBuilder().build()).isEqualTo(report);
    assertThat(report.toBuilder().selection("some").build()).isNotEqualTo(report);
  }

  @Test
  void build_withoutARequiredComponent_namesIt() {
    assertThatThrownBy(() -> withoutCircuit().build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The report lacks its circuit.\nCall circuit(…) before build().");
  }

  @Test
  void build_ofScoresAndCircuitOfDifferentGraphs_isRefused() {
    Circuit other = Circuit.full(ComputationGraph.of(GraphShape.attentionOnly(2, 1)));

    assertThatThrownBy(() -> withoutCircuit().circuit(other).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Scores and circuit belong to different graphs: ");
  }
}
