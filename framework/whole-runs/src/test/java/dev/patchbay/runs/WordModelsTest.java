package dev.patchbay.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.patchbay.spi.report.CircuitReport;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The compiled models of ioi, greater-than and docstring: what they do, and by which edges. */
class WordModelsTest {

  /**
   * What an idle edge does without a norm and without noise: nothing at all, except for rounding.
   */
  private static final double NOTHING = 1e-9;

  /** With noise on every weight, the least true effect is so many times the largest other. */
  private static final double APART = 5;

  /** Rounding of weights to float32 when the stream is rotated. */
  private static final double ROUNDING = 1e-3;

  /**
   * Every true edge costs or gains more, every other less than NOTHING. Half a logit for ioi and
   * docstring, a twentieth of a probability for greater-than.
   */
  @ParameterizedTest
  @CsvSource({
    "ioi, 'ioi:prompts=6', logit-difference, .3",
    "docstring, 'docstring:prompts=4', logit-difference:wrong=max, .5",
    "greater-than, 'greater-than:prompts=8', probability-difference, .05"
  })
  void exact_everyEdge_provesTheTruth(String model, String task, String metric, double matters) {
    CompiledRun run = new CompiledRun(model, task);
    List<String> truth = run.truth();

    Map<String, Double> scores = run.scores("exact", metric);

    assertThat(scores)
        .allSatisfy(
            (edge, score) -> {
              if (truth.contains(edge)) {
                assertThat(Math.abs(score)).as(edge).isGreaterThan(matters);
              } else {
                assertThat(Math.abs(score)).as(edge).isLessThan(NOTHING);
              }
            });
  }

  @ParameterizedTest
  @CsvSource({
    "ioi, 'ioi:prompts=40,template=all', 1",
    "docstring, 'docstring:prompts=16', 1",
    "greater-than, 'greater-than:prompts=40', 1",
    "'ioi:rotate=1,distractors=2,layer-norm=true,noise=.01', 'ioi:prompts=40,template=all', 1",
    "'docstring:rotate=1,distractors=2,layer-norm=true,noise=.01', 'docstring:prompts=16', 1",
    "'greater-than:rotate=1,distractors=2,layer-norm=true,noise=.01', 'greater-than:prompts=40', 1"
  })
  void accuracy_ofTheWholeModel_isAsStated(String model, String task, double least) {
    CircuitReport report = new CompiledRun(model, task).discover("random", "accuracy");

    assertThat(report.evaluation().full()).isGreaterThanOrEqualTo(least);
  }

  @ParameterizedTest
  @CsvSource({
    "docstring, 'docstring:prompts=4', logit-difference:wrong=max, .01",
    "docstring, 'docstring:prompts=4', logit-difference:wrong=max, 1",
    "greater-than, 'greater-than:prompts=8', probability-difference, .0001",
    "greater-than, 'greater-than:prompts=8', probability-difference, .02"
  })
  void acdc_overAWideRange_keepsExactlyTheTruth(
      String model, String task, String metric, double threshold) {
    CompiledRun run = new CompiledRun(model, task);

    assertThat(run.discover("acdc:threshold=" + threshold, metric).circuit().edgeNames())
        .containsExactlyInAnyOrderElementsOf(run.truth());
  }

  @Test
  void exact_negativeNameMover_worksAgainstTheAnswer() {
    Map<String, Double> scores =
        new CompiledRun("ioi", "ioi:prompts=6").scores("exact", "logit-difference");

    assertThat(scores.getOrDefault("a3.h0->logits", 0.)).isNegative();
    assertThat(scores.getOrDefault("a2.h0->a3.h1<q>", 0.)).isNegative();
    assertThat(scores.getOrDefault("a3.h1->logits", 0.)).isPositive();
  }

  @ParameterizedTest
  @CsvSource({
    "ioi, 'ioi:prompts=6', logit-difference",
    "docstring, 'docstring:prompts=4', logit-difference:wrong=max",
    "greater-than, 'greater-than:prompts=8', probability-difference"
  })
  void rotation_ofTheStream_leavesTheMetric(String model, String task, String metric) {
    double plain = full(model, task, metric);

    assertThat(full(model + ":rotate=7", task, metric)).isCloseTo(plain, within(ROUNDING));
  }

  @ParameterizedTest
  @CsvSource({
    "ioi, 'ioi:prompts=4', logit-difference",
    "docstring, 'docstring:prompts=4', logit-difference:wrong=max",
    "greater-than, 'greater-than:prompts=8', probability-difference"
  })
  void exact_hardenedModel_holdsTheTruthApart(String model, String task, String metric) {
    CompiledRun run =
        new CompiledRun(model + ":rotate=1,distractors=2,layer-norm=true,noise=.01", task);
    List<String> truth = run.truth();
    Map<String, Double> scores = run.scores("exact", metric);

    double largestOther =
        scores.entrySet().stream()
            .filter(entry -> !truth.contains(entry.getKey()))
            .mapToDouble(entry -> Math.abs(entry.getValue()))
            .max()
            .orElseThrow();
    assertThat(truth)
        .allSatisfy(
            edge ->
                assertThat(Math.abs(scores.getOrDefault(edge, 0.)))
                    .as(edge)
                    .isGreaterThan(APART * largestOther));
  }

  private static double full(String model, String task, String metric) {
    return new CompiledRun(model, task).discover("random", metric).evaluation().full();
  }
}
