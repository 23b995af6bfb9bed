package dev.patchbay.plugins.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.spi.metric.MetricProvider;
import dev.patchbay.spi.metric.Readout;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PatchbayException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the metrics say of logits whose value by hand is easy. */
class MetricValuesTest {

  /** A few float64 operations on numbers of size 10. */
  private static final double ROUNDING = 1e-12;

  private static final double[] LOGITS = {1, 4, -2, 3, 5};
  private static final double[] FULL_MODEL = {1, 1, 0, 3, 5};

  @Test
  void logitDifference_max_comparesWithTheLargestWrongAnswer() {
    assertThat(value(new LogitDifference(), Map.of("wrong", "max"), List.of(3), List.of(0, 1, 2)))
        .isEqualTo(-1);
  }

  @Test
  void logitDifference_mean_comparesWithTheMeanOfWrongAnswers() {
    assertThat(value(new LogitDifference(), Map.of(), List.of(3), List.of(0, 1, 2))).isEqualTo(2);
  }

  @Test
  void nll_severalAnswers_isMinusTheLogOfTheirProbabilitiesSum() {
    double all = 0;
    for (double logit : LOGITS) {
      all += Math.exp(logit);
    }
    double expected = -Math.log((Math.exp(4) + Math.exp(3)) / all);

    assertThat(value(new NegativeLogLikelihood(), Map.of(), List.of(1, 3), List.of()))
        .isCloseTo(expected, within(ROUNDING));
  }

  @Test
  void nll_anImprobableAnswerInFloat32_isFinite() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Shape shape = new Shape(1, 2);
      NDArray logits = manager.create(new float[] {-300, 0}, shape);
      NDArray answers = manager.create(new float[] {1, 0}, shape);
      Readout readout = new Readout(logits, logits, answers, answers.zerosLike());

      assertThat(
              new NegativeLogLikelihood()
                  .create(Options.none("nll"))
                  .values(readout)
                  .toFloatArray())
          .containsExactly(300f);
    }
  }

  @Test
  void accuracy_amongAll_countsEveryTokenAsARival() {
    assertThat(value(new Accuracy(), Map.of(), List.of(1), List.of(0))).isZero();
    assertThat(value(new Accuracy(), Map.of(), List.of(1, 4), List.of(0))).isEqualTo(1);
  }

  @Test
  void accuracy_amongAnswers_countsWrongAnswersAlone() {
    Map<String, String> among = Map.of("among", "answers");
    assertThat(value(new Accuracy(), among, List.of(1), List.of(0, 3))).isEqualTo(1);
    assertThat(value(new Accuracy(), among, List.of(1), List.of(0, 4))).isZero();
  }

  @Test
  void l2_allOutputs_isTheMeanSquaredDifference() {
    assertThat(value(new SquaredDistance(), Map.of(), List.of(), List.of()))
        .isCloseTo((9 + 4) / 5., within(ROUNDING));
  }

  @Test
  void l2_someOutputs_isTheMeanOverThem() {
    assertThat(value(new SquaredDistance(), Map.of("outputs", "0+2"), List.of(), List.of()))
        .isEqualTo(2);
  }

  @Test
  void l2_anOutputThatTheModelLacks_isRefused() {
    assertThatThrownBy(
            () -> value(new SquaredDistance(), Map.of("outputs", "5"), List.of(), List.of()))
        .isInstanceOf(PatchbayException.class)
        .hasMessage(
            "'l2' is to compare output 5, but the model has 5 outputs.\n"
                + "They are counted from 0: give outputs up to 4.");
  }

  @Test
  void l2_outputsThatAreNoIds_areRefused() {
    assertThatThrownBy(
            () -> new SquaredDistance().create(new Options("l2", Map.of("outputs", "first"))))
        .isInstanceOf(PatchbayException.class)
        .hasMessageStartingWith("'l2' cannot read outputs=first.\n");
  }

  private static double value(
      MetricProvider metric,
      Map<String, String> options,
      List<Integer> right,
      List<Integer> wrong) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Shape shape = new Shape(1, LOGITS.length);
      Readout readout =
          new Readout(
              manager.create(LOGITS, shape),
              manager.create(FULL_MODEL, shape),
              manager.create(marked(right), shape),
              manager.create(marked(wrong), shape));
      return metric
          .create(new Options(metric.descriptor().name(), options))
          .values(readout)
          .toDoubleArray()[0];
    }
  }

  private static double[] marked(List<Integer> tokens) {
    double[] marks = new double[LOGITS.length];
    tokens.forEach(token -> marks[token] = 1);
    return marks;
  }
}
