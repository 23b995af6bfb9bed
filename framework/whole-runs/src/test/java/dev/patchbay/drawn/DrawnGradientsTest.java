package dev.patchbay.drawn;

import static dev.patchbay.drawn.DrawnModel.pick;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import dev.patchbay.engine.EngineExperiment;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.golden.Golden;
import dev.patchbay.spi.ablation.Ablation;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.ModelSpec.Norm;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.run.Activations;
import dev.patchbay.spi.run.At;
import dev.patchbay.spi.run.BatchScope;
import dev.patchbay.spi.run.GradientSum;
import dev.patchbay.spi.run.Gradients;
import dev.patchbay.spi.task.Answer;
import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.PromptSet;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/**
 * Passes and gradients of prompts whose twins begin alike, with that beginning computed once,
 * beside the same with every pass over whole prompts: model, prompts, metric and runs are drawn.
 */
class DrawnGradientsTest {

  private static final int CASES = 60;

  /** Rounding of float64, as a share of the largest number, or of 1. */
  private static final double ROUNDING = 1e-9;

  /** Patching that does not say that it reads the twins: then nothing is computed for both. */
  private static final Ablation WHOLE_PASSES =
      Ablation.of(false, scope -> scope.activations(At.CORRUPTED));

  @RepeatedTest(CASES)
  void scope_drawnTwins_givesWhatPassesOverWholePromptsGive(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    DrawnModel drawn = DrawnModel.of(random);
    PromptSet prompts = read(random, drawn.spec());
    String metric = pick(random, "logit_diff", "kl", "prob_diff", "answer_probability");
    try (LoadedModel model = drawn.load();
        EngineExperiment parts = experiment(model, prompts, metric, Golden.ablation("patching"));
        EngineExperiment whole = experiment(model, prompts, metric, WHOLE_PASSES)) {
      for (int batch = 0; batch < parts.batches().size(); batch++) {
        try (BatchScope own = parts.open(parts.batches().get(batch));
            BatchScope expected = whole.open(whole.batches().get(batch))) {
          if (random.nextBoolean()) { // before the plain passes, or after them
            checkGradients(own, expected, model.graph(), random);
          }
          checkPasses(own, expected, model.graph());
          checkGradients(own, expected, model.graph(), random);
        }
      }
    }
  }

  /** Prompts with no answer at token 0, where there may be nothing to take a gradient on. */
  private static PromptSet read(Random random, ModelSpec spec) {
    PromptSet prompts = DrawnPrompts.of(random, spec);
    boolean read =
        prompts.pairs().stream()
            .noneMatch(
                pair ->
                    pair.answers().stream()
                        .map(Answer::position)
                        .anyMatch(at -> pair.clean().get(at) * pair.corrupted().get(at) == 0));
    return read ? prompts : read(random, spec);
  }

  private static EngineExperiment experiment(
      LoadedModel model, PromptSet prompts, String metric, Ablation ablation) {
    return new EngineExperiment(model, prompts, Golden.metric(metric), ablation, 3, Golden::metric);
  }

  private static void checkPasses(BatchScope own, BatchScope expected, ComputationGraph graph) {
    for (At run : At.values()) {
      for (int sender = 0; sender < graph.senderCount(); sender++) {
        check(
            run(own, run).sender(sender),
            run(expected, run).sender(sender),
            run + " " + graph.senderNode(sender));
      }
      for (int layer = 0; layer < graph.shape().nLayers(); layer++) {
        check(own.pattern(run, layer), expected.pattern(run, layer), run + " pattern");
      }
    }
  }

  private static Activations run(BatchScope scope, At run) {
    return run == At.CLEAN ? scope.clean() : scope.corrupted();
  }

  private static void checkGradients(
      BatchScope own, BatchScope expected, ComputationGraph graph, Random random) {
    int[] moved =
        IntStream.range(0, graph.senderCount()).filter(sender -> random.nextInt(3) == 0).toArray();
    double alpha = random.nextDouble();
    int agree = agree(own.batch().pairs());
    try (GradientSum sum = own.gradientSum();
        GradientSum wholeSum = expected.gradientSum();
        Gradients clean = own.effectGradients()) {
      for (int receiver = 0; receiver < graph.receiverCount(); receiver++) {
        NDArray gradient = clean.receiver(receiver);
        NDArray whole = expected.lossGradients(At.CLEAN).receiver(receiver);
        String name = "gradient at " + graph.receiverName(receiver);
        check(from(agree, gradient), from(agree, whole), name);
      }
      sum.add(.7, own.effectGradients(alpha, moved));
      sum.add(-.2, own.effectGradients());
      wholeSum.add(.7, expected.effectGradients(alpha, moved));
      wholeSum.add(-.2, expected.lossGradients(At.CLEAN));
      assertThat(change(own).dot(sum))
          .usingComparatorWithPrecision(ROUNDING * largest(change(expected).dot(wholeSum)))
          .containsExactly(change(expected).dot(wholeSum));
    }
  }

  @Test
  void dot_numbersThatOverflow_areNotBlamedOnWhoAsks() {
    Random random = new Random(1);
    DrawnModel drawn = DrawnModel.of(random);
    PromptSet prompts = DrawnPrompts.of(random, drawn.spec());
    drawn.weights().entrySet().stream()
        .filter(weight -> weight.getKey().matches(".*attn\\.W_[VO]"))
        .forEach(weight -> enlarge(weight.getValue()));
    try (LoadedModel model = drawn.load(DataType.FLOAT32);
        EngineExperiment experiment = Golden.experiment(model, prompts, "logit_diff", "zero");
        BatchScope scope = experiment.open(experiment.batches().get(0))) {
      assertThatThrownBy(() -> change(scope).dot(scope.lossGradients(At.CLEAN)))
          .isInstanceOf(PatchbayException.class)
          .hasMessage(
              "The effect of input->a0.h0<q>, a change times a gradient, is NaN: the model's numbers are too large for float32, or not numbers.\n"
                  + "Try --dtype float64, another metric or other prompts; look for NaN in the weights.");
      assertThatThrownBy(() -> scope.patternGradient(At.CLEAN, 0))
          .isInstanceOf(PatchbayException.class)
          .hasMessage(
              "The effect of an attention pattern, a change times a gradient, is NaN: the model's numbers are too large for float32, or not numbers.\n"
                  + "Try --dtype float64, another metric or other prompts; look for NaN in the weights.");
    }
  }

  /** By so much that a product of two is no float any more. */
  private static void enlarge(float[] numbers) {
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] *= 1e37f;
    }
  }

  @Test
  void gradients_promptOfPaddingAlone_areRefused() {
    DrawnModel drawn = padded(new Random(1));
    PromptSet prompts =
        new PromptSet(
            "padding",
            List.of(
                new PromptPair(
                    List.of(0, 0), List.of(1, 0), List.of(new Answer(1, List.of(1), List.of(2))))));
    try (LoadedModel model = drawn.load();
        EngineExperiment experiment = Golden.experiment(model, prompts, "logit_diff", "patching");
        BatchScope scope = experiment.open(experiment.batches().get(0))) {
      assertThatThrownBy(scope::effectGradients)
          .isInstanceOf(PatchbayException.class)
          .hasMessage(
              "A gradient is asked for on a run in which nothing reaches the logits: every norm on the way back multiplies it by 1/√ε = 31.622776.\n"
                  + "The embedding of each token that a prompt's answer depends on is zero, as padding's is: omit such prompts, or read their answers at other tokens.");
    }
  }

  /** One with norms and without anything to read at token 0. */
  private static DrawnModel padded(Random random) {
    DrawnModel drawn = DrawnModel.of(random);
    if (drawn.spec().norm() != Norm.RMS_NORM) {
      return padded(random);
    }
    drawn.weights().entrySet().stream()
        .filter(weight -> weight.getKey().contains(".b") || weight.getKey().contains("embed"))
        .forEach(weight -> Arrays.fill(weight.getValue(), 0));
    return drawn;
  }

  private static Activations change(BatchScope scope) {
    return scope.ablated().minus(scope.clean());
  }

  private static double largest(double[] numbers) {
    return Math.max(1, Arrays.stream(numbers).map(Math::abs).max().orElseThrow());
  }

  /** At how many positions in front no prompt differs from its twin. */
  private static int agree(List<PromptPair> pairs) {
    int position = 0;
    while (position < pairs.get(0).length() && agreeAt(pairs, position)) {
      position++;
    }
    return position;
  }

  private static boolean agreeAt(List<PromptPair> pairs, int position) {
    return pairs.stream()
        .allMatch(pair -> pair.clean().get(position).equals(pair.corrupted().get(position)));
  }

  private static NDArray from(int position, NDArray tensor) {
    return tensor.get(
        new NDIndex()
            .addAllDim()
            .addSliceDim(
                Math.min(position, tensor.getShape().get(1) - 1), tensor.getShape().get(1)));
  }

  private static void check(NDArray own, NDArray expected, String what) {
    assertThat(own.getShape()).as(what).isEqualTo(expected.getShape());
    double largest = expected.abs().max().getDouble();
    assertThat(own.sub(expected).abs().max().getDouble())
        .as(what)
        .isLessThanOrEqualTo(ROUNDING * Math.max(1, largest));
  }
}
