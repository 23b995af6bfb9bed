package dev.patchbay.core.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.GraphShape;
import dev.patchbay.spi.model.ModelInfo;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.PromptSet;
import dev.patchbay.spi.task.Task;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A graph of one layer and one head. */
class TaskWithTruthTest {

  private static final ComputationGraph GRAPH = ComputationGraph.of(GraphShape.attentionOnly(1, 1));

  private static final ModelInfo MODEL =
      new ModelInfo(
          "toy",
          "",
          ModelSpec.builder("toy")
              .nLayers(1)
              .nHeads(1)
              .dModel(4)
              .dHead(4)
              .dVocab(5)
              .nCtx(8)
              .norm(ModelSpec.Norm.NONE, 0)
              .build());

  private static Optional<Circuit> truth(Function<ComputationGraph, Circuit> known) {
    Task task =
        new Task() {
          @Override
          public PromptSet prompts(ModelInfo model) {
            return new PromptSet(
                "copy", List.of(PromptPair.of(List.of(1), List.of(), List.of(2), List.of())));
          }

          @Override
          public String metric() {
            return "nll";
          }

          @Override
          public Optional<Circuit> truth(ModelInfo model, ComputationGraph graph) {
            return Optional.of(known.apply(graph));
          }
        };
    return new TaskWithTruth("copy", task, List.of()).truth(MODEL, GRAPH);
  }

  @Test
  void truth_edgesOfTheGraph_isThatCircuit() {
    assertThat(truth(graph -> Circuit.ofNames(graph, List.of("a0.h0->logits"))))
        .contains(Circuit.ofNames(GRAPH, List.of("a0.h0->logits")));
  }

  @Test
  void truth_nodesThatTheModelLacks_isRefused() {
    assertThatThrownBy(() -> truth(graph -> Circuit.ofNames(graph, List.of("a9.h9->logits"))))
        .isInstanceOf(PatchbayException.class)
        .hasMessage(
            "The circuit that is known for the task 'copy' is not in the graph of 'toy': The"
                + " graph has no edge 'a9.h9->logits'.\n"
                + "The circuit is another model's, or the task's plug-in is wrong: give the same"
                + " prompts with --prompts to run without it.");
  }

  @Test
  void truth_ofAnotherGraph_isRefused() {
    ComputationGraph larger = ComputationGraph.of(GraphShape.attentionOnly(2, 1));

    assertThatThrownBy(() -> truth(graph -> Circuit.full(larger)))
        .isInstanceOf(PatchbayException.class)
        .hasMessageStartingWith(
            "The circuit that is known for the task 'copy' is not in the graph of 'toy': it is"
                + " of a graph of the shape ");
  }
}
