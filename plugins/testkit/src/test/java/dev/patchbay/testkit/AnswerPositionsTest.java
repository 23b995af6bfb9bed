package dev.patchbay.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.run.At;
import dev.patchbay.spi.run.BatchScope;
import dev.patchbay.spi.run.CircuitSearch;
import dev.patchbay.spi.run.Experiment;
import dev.patchbay.spi.run.Gradients;
import dev.patchbay.spi.run.PromptBatch;
import dev.patchbay.spi.task.Answer;
import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.PromptSet;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/**
 * A prompt that is read at several positions is the mean of prompts that are read at one of them
 * each, and weighs as much as any other prompt.
 */
class AnswerPositionsTest {

  private static final long SEED = 5;

  /** Sums of a few float64 numbers of size 1, in another order. */
  private static final double ROUNDING = 1e-12;

  /** Read at one, two and three positions. */
  private static final List<PromptPair> PAIRS =
      List.of(
          pair(List.of(1, 2, 3, 4), List.of(1, 5, 3, 6), 3),
          pair(List.of(7, 8, 9, 0), List.of(7, 2, 9, 1), 1, 3),
          pair(List.of(4, 4, 5, 11), List.of(3, 4, 6, 11), 0, 1, 2));

  private static PromptPair pair(List<Integer> clean, List<Integer> corrupted, int... positions) {
    return new PromptPair(
        clean,
        corrupted,
        Arrays.stream(positions)
            .mapToObj(p -> new Answer(p, List.of(2 * p + 1), List.of(2 * p + 2, 2 * p + 3)))
            .toList());
  }

  @Test
  void metric_ofACircuit_isTheMeanOverPositionsThenPrompts() {
    assertMeans(e -> e.measure(Circuit.full(e.graph()).without(3)));
  }

  @Test
  void lossWithout_inASearch_isTheMeanOverPositionsThenPrompts() {
    assertMeans(
        experiment -> {
          try (CircuitSearch search = experiment.search(Circuit.full(experiment.graph()))) {
            search.remove(2);
            return search.lossWithout(experiment.graph().edgeCount() - 1);
          }
        });
  }

  @Test
  void lossGradients_atEveryReceiver_areMeansOverPositionsThenPrompts() {
    for (int edge : List.of(0, 7, 20, 45)) {
      assertMeans(experiment -> firstOrder(experiment)[edge] / experiment.promptCount());
    }
  }

  private static double[] firstOrder(Experiment experiment) {
    PromptBatch batch = experiment.batches().get(0);
    try (BatchScope scope = experiment.open(batch);
        Gradients gradients = scope.lossGradients(At.CLEAN)) {
      return scope.ablated().minus(scope.clean()).dot(gradients);
    }
  }

  private static void assertMeans(ToDoubleFunction<Experiment> number) {
    double sum = 0;
    for (PromptPair pair : PAIRS) {
      for (Answer answer : pair.answers()) {
        PromptPair one = new PromptPair(pair.clean(), pair.corrupted(), List.of(answer));
        sum += on(List.of(one), number) / pair.answers().size();
      }
    }
    assertThat(on(PAIRS, number)).isCloseTo(sum / PAIRS.size(), within(ROUNDING));
  }

  private static double on(List<PromptPair> pairs, ToDoubleFunction<Experiment> number) {
    try (TinyExperiment tiny =
        TinyExperiment.of(TinyModels.gpt(SEED), new PromptSet("positions", pairs), 4)) {
      return number.applyAsDouble(tiny.experiment());
    }
  }
}
