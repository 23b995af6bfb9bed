package dev.patchbay.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.patchbay.spi.metric.Metric;
import dev.patchbay.spi.metric.MetricProvider;
import dev.patchbay.spi.metric.MetricTraits.Reads;
import dev.patchbay.spi.metric.Readout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every metric keeps: extend it and name the provider. Logits are random, in float64. */
public abstract class MetricContract extends OptionsContract<MetricProvider> {

  private static final int PROMPTS = 4;
  private static final int TOKENS = 7;
  private static final long SEED = 12;

  /** A few float64 operations on numbers of size 1. */
  private static final double ROUNDING = 1e-12;

  /** The step of a finite difference, and how far its slope may be from the gradient. */
  private static final double STEP = 1e-5;

  private static final double SLOPE = 1e-6;

  protected MetricContract() {
    super(MetricProvider.class, MetricProvider::create);
  }

  @Test
  void values_aBatch_areOneFiniteNumberForEachPrompt() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray values = metric().values(readout(manager, logits(SEED), logits(SEED + 1)));

      assertThat(values.getShape()).isEqualTo(new Shape(PROMPTS));
      assertThat(Arrays.stream(values.toDoubleArray()).allMatch(Double::isFinite)).isTrue();
    }
  }

  @Test
  void values_aPromptAlone_areThoseItHasInABatch() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Readout all = readout(manager, logits(SEED), logits(SEED + 1));
      double[] together = metric().values(all).toDoubleArray();

      for (int prompt = 0; prompt < PROMPTS; prompt++) {
        double[] alone = metric().values(row(all, prompt)).toDoubleArray();
        assertThat(alone[0]).as("prompt %s", prompt).isCloseTo(together[prompt], within(ROUNDING));
      }
    }
  }

  @Test
  void values_tokensThatAreNotRead_makeNoDifference() {
    try (NDManager manager = NDManager.newBaseManager()) {
      double[] logits = logits(SEED);
      double[] before = metric().values(readout(manager, logits, logits(SEED + 1))).toDoubleArray();
      // The last token is nobody's answer.
      for (int prompt = 0; prompt < PROMPTS; prompt++) {
        logits[prompt * TOKENS + TOKENS - 1] += 1;
      }
      double[] after = metric().values(readout(manager, logits, logits(SEED + 1))).toDoubleArray();

      boolean moved = !Arrays.equals(before, after);
      assertThat(moved && metric().traits().reads() == Reads.ANSWERS)
          .as("reads a token that it does not declare")
          .isFalse();
    }
  }

  @Test
  void values_anotherFullModel_makesADifferenceWhereDeclared() {
    try (NDManager manager = NDManager.newBaseManager()) {
      double[] logits = logits(SEED);
      NDArray one = metric().values(readout(manager, logits, logits(SEED + 1)));
      NDArray other = metric().values(readout(manager, logits, logits(SEED + 2)));

      assertThat(!one.equals(other))
          .as("the full model's logits make a difference")
          .isEqualTo(metric().traits().comparesWithFullModel());
    }
  }

  @Test
  void gradient_onTheCleanRun_vanishesAsDeclared() {
    try (NDManager manager = NDManager.newBaseManager()) {
      double[] clean = logits(SEED);
      Readout readout = readout(manager, clean, clean);
      readout.logits().setRequiresGradient(true);
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        collector.backward(metric().values(readout).sum());
      }
      double largest = readout.logits().getGradient().abs().max().getDouble();

      assertThat(largest < ROUNDING)
          .as("the gradient vanishes (its largest entry is %s)", largest)
          .isEqualTo(metric().traits().gradientVanishesAtClean());
    }
  }

  /**
   * The gradient is the slope, also when memory was collected between the passes: a metric that
   * multiplies with {@code mul(Number)} leaves the backward pass standing on freed memory.
   */
  @Test
  void gradient_memoryCollectedBeforeTheBackwardPass_isTheSlope() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Readout readout = readout(manager, logits(SEED), logits(SEED + 1));
      readout.logits().setRequiresGradient(true);
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        NDArray sum = metric().values(readout).sum();
        reuseFreedMemory();
        collector.backward(sum);
      }
      double[] gradient = readout.logits().getGradient().toDoubleArray();

      for (int entry = 0; entry < PROMPTS * TOKENS; entry++) {
        double slope = (sumWithStep(entry, STEP) - sumWithStep(entry, -STEP)) / (2 * STEP);
        assertThat(gradient[entry]).as("entry %s", entry).isCloseTo(slope, within(SLOPE));
      }
    }
  }

  private double sumWithStep(int entry, double step) {
    try (NDManager manager = NDManager.newBaseManager()) {
      double[] logits = logits(SEED);
      logits[entry] += step;
      return metric().values(readout(manager, logits, logits(SEED + 1))).sum().getDouble();
    }
  }

  /** Lets the collector free what nobody holds, and writes other numbers over it. */
  private static void reuseFreedMemory() {
    List<ByteBuffer> junk = new ArrayList<>();
    for (int round = 0; round < 5; round++) {
      System.gc();
      for (int i = 0; i < 2000; i++) {
        junk.add(ByteBuffer.allocateDirect(Double.BYTES).putDouble(0, 1e9));
      }
    }
    assertThat(junk).isNotEmpty();
  }

  @Test
  void values_noWrongAnswers_areFiniteUnlessNeeded() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Readout all = readout(manager, logits(SEED), logits(SEED + 1));
      Readout without =
          new Readout(all.logits(), all.reference(), all.answers(), all.wrongAnswers().zerosLike());

      boolean finite =
          Arrays.stream(metric().values(without).toDoubleArray()).allMatch(Double::isFinite);
      assertThat(finite || metric().traits().needsWrongAnswers())
          .as("wrong answers are declared as needed, or not needed")
          .isTrue();
    }
  }

  private Metric metric() {
    return provider().create(options());
  }

  private static double[] logits(long seed) {
    return new Random(seed).doubles(PROMPTS * TOKENS, -2, 2).toArray();
  }

  /** Prompt i's answer is token i, its wrong answer the next. */
  private static Readout readout(NDManager manager, double[] logits, double[] reference) {
    double[] answers = new double[PROMPTS * TOKENS];
    double[] wrongAnswers = new double[PROMPTS * TOKENS];
    for (int prompt = 0; prompt < PROMPTS; prompt++) {
      answers[prompt * TOKENS + prompt] = 1;
      wrongAnswers[prompt * TOKENS + prompt + 1] = 1;
    }
    Shape shape = new Shape(PROMPTS, TOKENS);
    return new Readout(
        manager.create(logits, shape),
        manager.create(reference, shape),
        manager.create(answers, shape),
        manager.create(wrongAnswers, shape));
  }

  private static Readout row(Readout all, int prompt) {
    String row = prompt + ":" + (prompt + 1);
    return new Readout(
        all.logits().get(row),
        all.reference().get(row),
        all.answers().get(row),
        all.wrongAnswers().get(row));
  }
}
