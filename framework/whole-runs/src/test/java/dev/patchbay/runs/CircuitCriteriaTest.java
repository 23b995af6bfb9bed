package dev.patchbay.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.study.agreement.EstimateAgreement;
import dev.patchbay.study.criteria.Completeness;
import dev.patchbay.study.criteria.KnockOutSampler;
import dev.patchbay.study.criteria.KnockOutSampler.Bounds;
import dev.patchbay.study.criteria.Minimality;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is asked of circuits, on models whose circuit is known to the edge. */
class CircuitCriteriaTest {

  private static final String DIFFERENCE = "logit-difference";

  /** Rounding, in float64, of logits up to some tens. */
  private static final double NOTHING = 1e-9;

  /** The gates move one logit by 6 or nearly so. */
  private static final double WHOLE = 5;

  private final CompiledRun or = new CompiledRun("or-gate", "gate");
  private final CompiledRun and = new CompiledRun("and-gate", "gate");
  private final CompiledRun saturated = new CompiledRun("saturated", "induction");

  @Test
  void completeness_trueCircuit_hasNoGap() {
    for (CompiledRun run : List.of(or, and)) {
      Completeness completeness = completeness(run, run.truth());

      assertThat(completeness.largestGap()).hasValueCloseTo(0.0, within(NOTHING));
    }
  }

  @Test
  void completeness_oneHeadOfAnOrGate_isFoundWanting() {
    // It is as faithful as the whole model; the other head is missed only when this one is gone.
    List<String> half = List.of("input->a0.h0<v>", "a0.h0->m0", "m0->logits");

    Completeness completeness = completeness(or, half);

    assertThat(completeness.largestGap().orElseThrow()).isGreaterThan(WHOLE);
    assertThat(completeness.share(completeness.largestGap().orElseThrow()).orElseThrow())
        .isCloseTo(1, within(NOTHING));
  }

  @Test
  void minimality_andGate_needsEveryEdge() {
    Minimality minimality = minimality(and, and.truth());

    assertThat(minimality.changes())
        .hasSize(and.truth().size())
        .allSatisfy(change -> assertThat(change).isGreaterThan(WHOLE));
    assertThat(minimality.shareAboveRandom()).hasValue(1);
  }

  @Test
  void minimality_edgeWithoutAPurpose_isTheOnlyOneBelowRandomEdges() {
    List<String> more = new ArrayList<>(and.truth());
    more.add("input->logits");

    Minimality minimality = minimality(and, more);

    assertThat(minimality.changes()).filteredOn(change -> change < WHOLE).hasSize(1);
    assertThat(minimality.shareAboveRandom())
        .hasValueCloseTo((more.size() - 1.0) / more.size(), within(NOTHING));
  }

  @Test
  void minimality_orGate_oneHeadStandsInForTheOther() {
    List<Double> changes = minimality(or, or.truth()).changes();
    Circuit circuit = Circuit.ofNames(or.graph(), or.truth());

    assertThat(circuit.edgeNames().stream())
        .filteredOn(edge -> changes.get(circuit.edgeNames().indexOf(edge)) > NOTHING)
        .containsExactly("m0->logits");
  }

  @Test
  void estimates_saturatedSoftmax_lieFarFromWhatIsMeasured() {
    EstimateAgreement agreement =
        EstimateAgreement.of(
            saturated.discover("eap", DIFFERENCE).scores(),
            saturated.discover("exact", DIFFERENCE).scores());

    // Of the five edges that matter equally, three lead through the softmax and are estimated as 0.
    assertThat(agreement.edges())
        .filteredOn(point -> point.exact() > WHOLE)
        .extracting(point -> point.estimate() > WHOLE)
        .containsExactlyInAnyOrder(true, true, false, false, false);
    // The line lies between those that are seen and those that are not: all five are off it.
    assertThat(agreement.fit().slope()).isBetween(.1, .9);
    assertThat(agreement.fit().rSquared().orElseThrow()).isLessThan(.9);
    assertThat(agreement.outliers(5))
        .extracting(EstimateAgreement.Point::name)
        .containsExactlyInAnyOrderElementsOf(saturated.truth());
  }

  private static Completeness completeness(CompiledRun run, List<String> circuit) {
    return run.experiment(
        DIFFERENCE,
        experiment ->
            new KnockOutSampler(
                    any -> new double[] {experiment.measure(any)}, new Bounds(5, 2, 2, 4))
                .completeness(Circuit.ofNames(experiment.graph(), circuit), 0, Progress.SILENT));
  }

  private static Minimality minimality(CompiledRun run, List<String> circuit) {
    return run.experiment(
        DIFFERENCE,
        experiment ->
            Minimality.of(
                any -> new double[] {experiment.measure(any)},
                Circuit.ofNames(experiment.graph(), circuit),
                0,
                Progress.SILENT));
  }
}
