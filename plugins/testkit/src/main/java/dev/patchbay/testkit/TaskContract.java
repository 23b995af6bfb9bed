package dev.patchbay.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.model.ModelInfo;
import dev.patchbay.spi.model.Tokenizer;
import dev.patchbay.spi.task.Answer;
import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.PromptSet;
import dev.patchbay.spi.task.Task;
import dev.patchbay.spi.task.TaskProvider;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every task keeps: extend it, name the provider and a model that the task suits. */
public abstract class TaskContract extends OptionsContract<TaskProvider> {

  /** A model that can do the task. */
  protected abstract ModelInfo model();

  /** The model's tokenizer, for a task that is written as text. */
  protected Optional<Tokenizer> tokenizer() {
    return Optional.empty();
  }

  protected TaskContract() {
    super(TaskProvider.class, TaskProvider::create);
  }

  @Test
  void prompts_twice_areEqual() {
    PromptSet first = task().prompts(model(), tokenizer());

    assertThat(task().prompts(model(), tokenizer())).isEqualTo(first);
  }

  @Test
  void prompts_everyPrompt_fitsTheModel() {
    for (PromptPair pair : task().prompts(model(), tokenizer()).pairs()) {
      assertThat(pair.length()).isLessThanOrEqualTo(model().spec().nCtx());
      assertThat(Stream.concat(pair.clean().stream(), pair.corrupted().stream()))
          .as("tokens that are read")
          .allMatch(token -> token >= 0 && token < model().spec().dVocab());
      for (Answer answer : pair.answers()) {
        assertThat(Stream.concat(answer.right().stream(), answer.wrong().stream()))
            .as("tokens that are predicted")
            .allMatch(token -> token >= 0 && token < model().spec().dVocabOut());
      }
    }
  }

  @Test
  void prompts_answers_areNotWrongAnswersToo() {
    assertThat(
            task().prompts(model(), tokenizer()).pairs().stream()
                .flatMap(pair -> pair.answers().stream()))
        .allSatisfy(
            answer ->
                assertThat(answer.right())
                    .isNotEmpty()
                    .doesNotContainAnyElementsOf(
                        answer.wrong().isEmpty() ? List.of(-1) : answer.wrong()));
  }

  @Test
  void prompts_twins_differ() {
    assertThat(task().prompts(model(), tokenizer()).pairs())
        .allSatisfy(pair -> assertThat(pair.corrupted()).isNotEqualTo(pair.clean()));
  }

  @Test
  void metric_isNamed() {
    assertThat(task().metric()).matches("[a-z][a-z0-9-]*(:.+)?");
  }

  @Test
  void ablation_isNamed() {
    assertThat(task().ablation()).matches("[a-z][a-z0-9-]*(:.+)?");
  }

  @Test
  void truth_ifKnown_liesOnPathsOfTheModelsGraph() {
    ComputationGraph graph = ComputationGraph.of(model().spec().graphShape());

    assertThat(task().truth(model(), graph).stream())
        .allSatisfy(
            truth -> {
              assertThat(truth.graph()).isEqualTo(graph);
              assertThat(truth.pruned()).isEqualTo(truth);
            });
  }

  private Task task() {
    return provider().create(options());
  }
}
