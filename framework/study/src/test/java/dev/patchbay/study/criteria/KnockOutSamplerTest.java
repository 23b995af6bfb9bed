package dev.patchbay.study.criteria;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.study.criteria.Completeness.KnockOut;
import dev.patchbay.study.criteria.Completeness.Sampling;
import dev.patchbay.study.criteria.KnockOutSampler.Bounds;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KnockOutSamplerTest {

  /** Sums of some dozens of numbers of about 1, in another order. */
  private static final double ROUNDING = 1e-12;

  private final Additive additive = Additive.drawn(3, 1);
  private final Circuit circuit = Additive.every(3);

  @Test
  void completeness_additiveMetric_gapIsWhatLiesOutside() {
    Completeness completeness = completeness(additive, circuit, 7);

    double outside =
        Math.abs(
            Circuit.full(Additive.GRAPH)
                .minus(circuit)
                .ordinals()
                .mapToDouble(additive::mean)
                .sum());
    double all = Circuit.full(Additive.GRAPH).ordinals().mapToDouble(additive::mean).sum();
    assertThat(completeness.knockOuts())
        .hasSize(13)
        .allSatisfy(point -> assertThat(point.gap()).isCloseTo(outside, within(ROUNDING)));
    assertThat(completeness.meanGap(Sampling.RANDOM)).hasValueCloseTo(outside, within(ROUNDING));
    assertThat(completeness.meanGap(Sampling.GREEDY)).hasValueCloseTo(outside, within(ROUNDING));
    assertThat(completeness.largestGap()).hasValueCloseTo(outside, within(ROUNDING));
    assertThat(completeness.share(outside))
        .hasValueCloseTo(outside / Math.abs(all), within(ROUNDING));
  }

  @Test
  void completeness_everyPoint_isTheDefinition() {
    PromptMetric curved =
        any -> {
          double[] metrics = additive.ofEachPrompt(any);
          for (int i = 0; i < metrics.length; i++) {
            metrics[i] = Math.tanh(metrics[i]);
          }
          return metrics;
        };

    for (KnockOut point : completeness(curved, circuit, 7).knockOuts()) {
      assertThat(point.removed().minus(circuit).size()).isZero();
      double ofCircuit = curved.mean(circuit.minus(point.removed()));
      double ofModel = curved.mean(Circuit.full(Additive.GRAPH).minus(point.removed()));
      assertThat(point.gap()).isEqualTo(Math.abs(ofCircuit - ofModel));
    }
  }

  @Test
  void completeness_randomSubsets_holdHalfOfTheEdges() {
    Bounds many = new Bounds(400, 0, 1, 1);
    double mean =
        new KnockOutSampler(additive, many)
            .completeness(circuit, 3, Progress.SILENT).knockOuts().stream()
                .mapToInt(point -> point.removed().size())
                .average()
                .orElseThrow();

    // Five standard deviations of the mean of 400 draws, for each of the circuit's edges.
    double tolerance = 5 * Math.sqrt(circuit.size() * .25 / 400);
    assertThat(mean).isCloseTo(circuit.size() / 2.0, within(tolerance));
  }

  @Test
  void completeness_equalSeeds_drawEqualSubsets() {
    assertThat(completeness(additive, circuit, 7)).isEqualTo(completeness(additive, circuit, 7));
    assertThat(completeness(additive, circuit, 8).knockOuts())
        .isNotEqualTo(completeness(additive, circuit, 7).knockOuts());
  }

  @Test
  void completeness_backupOutsideTheCircuit_isFoundGreedily() {
    int main = circuit.ordinals().skip(4).findFirst().orElseThrow();
    int backup = main + 1;
    PromptMetric eitherWillDo =
        any -> new double[] {any.contains(main) || any.contains(backup) ? 1 : 0};
    Bounds allCandidates = new Bounds(0, 1, 1, circuit.size());

    Completeness completeness =
        new KnockOutSampler(eitherWillDo, allCandidates).completeness(circuit, 0, Progress.SILENT);

    KnockOut point = completeness.knockOuts().get(0);
    assertThat(point.removed().ordinals()).containsExactly(main);
    assertThat(point.gap()).isEqualTo(1);
    assertThat(completeness.share(point.gap())).hasValue(1);
  }

  @Test
  void completeness_greedyRun_givesTheWidestGapOnItsWay() {
    PromptMetric onlyAtOneGone =
        any -> {
          boolean whole = any.size() > circuit.size();
          boolean oneGone = any.size() == circuit.size() - 1;
          return new double[] {!whole && oneGone ? 5 : 0};
        };
    Bounds threeSteps = new Bounds(0, 1, 3, 2);

    Completeness completeness =
        new KnockOutSampler(onlyAtOneGone, threeSteps).completeness(circuit, 0, Progress.SILENT);

    assertThat(completeness.knockOuts().get(0).removed().size()).isOne();
    assertThat(completeness.largestGap()).hasValue(5);
    assertThat(completeness.share(5)).as("share of a range of 0").isEmpty();
  }

  @Test
  void completeness_usualBounds_costWhatTheySay() {
    AtomicInteger runs = new AtomicInteger();
    PromptMetric counted =
        any -> {
          runs.incrementAndGet();
          return additive.ofEachPrompt(any);
        };

    completeness(counted, circuit, 0);

    assertThat(runs).hasValue(2 + 2 * 10 + 2 * 3 * 5 * 8);
  }

  @Test
  void completeness_emptyCircuit_hasItselfAlone() {
    Completeness completeness = completeness(additive, Circuit.empty(Additive.GRAPH), 0);

    assertThat(completeness.knockOuts())
        .hasSize(10)
        .allSatisfy(point -> assertThat(point.removed().size()).isZero());
  }

  @Test
  void completeness_stopped_ends() {
    Progress stopped = Progress.silent(() -> true);

    assertThatThrownBy(
            () -> new KnockOutSampler(additive, Bounds.USUAL).completeness(circuit, 0, stopped))
        .isInstanceOf(PatchbayException.class)
        .hasMessageStartingWith("Stopped.");
  }

  private static Completeness completeness(PromptMetric metric, Circuit circuit, long seed) {
    return new KnockOutSampler(metric, Bounds.USUAL).completeness(circuit, seed, Progress.SILENT);
  }
}
