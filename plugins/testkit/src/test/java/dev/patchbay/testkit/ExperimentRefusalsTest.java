package dev.patchbay.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.engine.EngineExperiment;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.GraphShape;
import dev.patchbay.spi.run.BatchScope;
import dev.patchbay.spi.run.CircuitSearch;
import dev.patchbay.spi.run.PromptBatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What an experiment does not answer, because it was asked about something else. */
class ExperimentRefusalsTest {

  private static final TinyExperiment TINY =
      TinyExperiment.of(TinyModels.gpt(7), TinyPrompts.random(7), 4);

  private static final EngineExperiment EXPERIMENT = TINY.experiment();

  @AfterAll
  static void close() {
    TINY.close();
  }

  @Test
  void open_batchWithTheNumberOfOneOfTheRuns_isRefused() {
    PromptBatch first = EXPERIMENT.batches().get(0);
    PromptBatch shorter = new PromptBatch(0, first.pairs().subList(0, 1));

    assertThatThrownBy(() -> EXPERIMENT.open(shorter))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Batch 0, of 1 prompts, is not one of this experiment's 2: the answers there are not its own.\n"
                + "Open what Experiment.batches() gives, as it is.");
  }

  @Test
  void open_batchEqualToOneOfTheRuns_isOpened() {
    PromptBatch last = EXPERIMENT.batches().get(1);

    try (BatchScope scope = EXPERIMENT.open(new PromptBatch(1, last.pairs()))) {
      assertThat(scope.effectGradients()).isNotNull();
    }
  }

  @Test
  void open_onSomeOfThePrompts_takesItsOwnBatchesAlone() {
    PromptBatch last = EXPERIMENT.batches().get(1);
    try (EngineExperiment some = EXPERIMENT.on(last.pairs());
        BatchScope own = some.open(some.batches().get(0))) {
      assertThat(own.batch().pairs()).isEqualTo(last.pairs());
      assertThatThrownBy(() -> some.open(EXPERIMENT.batches().get(0)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> EXPERIMENT.open(some.batches().get(0)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static void assertOtherGraphIsRefused(Consumer<Circuit> question) {
    Circuit other = Circuit.full(ComputationGraph.of(GraphShape.attentionOnly(1, 1)));
    assertThatThrownBy(() -> question.accept(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The circuit is over another graph than the experiment's: %s and %s.\n"
                    .formatted(other.graph(), EXPERIMENT.graph())
                + "Build it over Experiment.graph().");
  }

  @Test
  void search_circuitOfAnotherGraph_isRefused() {
    assertOtherGraphIsRefused(EXPERIMENT::search);
    assertOtherGraphIsRefused(EXPERIMENT::mirroredSearch);
  }

  @Test
  void measure_circuitOfAnotherGraph_isRefused() {
    assertOtherGraphIsRefused(EXPERIMENT::measure);
  }

  @Test
  void lossWithout_edgesThatTheGraphDoesNotHave_areRefused() {
    int beyond = EXPERIMENT.graph().edgeCount();
    try (CircuitSearch search = EXPERIMENT.search(Circuit.full(EXPERIMENT.graph()))) {
      assertThat(search.lossWithout()).isEqualTo(search.loss());
      assertThatThrownBy(() -> search.lossWithout(0, beyond))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> search.remove(-1)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThat(search.circuit()).isEqualTo(Circuit.full(EXPERIMENT.graph()));
    }
  }

  @Test
  void effectGradients_senderThatTheGraphDoesNotHave_isRefused() {
    try (BatchScope scope = EXPERIMENT.open(EXPERIMENT.batches().get(0))) {
      assertThatThrownBy(() -> scope.effectGradients(.5, EXPERIMENT.graph().senderCount()))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }
}
