package dev.patchbay.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the literature warns of, on models where it is known to happen. */
class GateModelsTest {

  private static final String DIFFERENCE = "logit-difference";

  /** The gates move one logit by 6 or nearly so. */
  private static final double WHOLE = 5;

  /** Rounding, in float64. */
  private static final double NOTHING = 1e-9;

  /** A gradient through a weight of 1 − 10⁻⁹, of logits up to 6: next to nothing. */
  private static final double VANISHED = 1e-5;

  private final CompiledRun or = new CompiledRun("or-gate", "gate");
  private final CompiledRun and = new CompiledRun("and-gate", "gate");
  private final CompiledRun saturated = new CompiledRun("saturated", "induction");

  @Test
  void exact_noisingTheOrGate_seesTheLastEdgeAlone() {
    assertThat(above(NOTHING, or.scores("exact", DIFFERENCE))).containsExactly("m0->logits");
  }

  @Test
  void exact_denoisingTheOrGate_seesTheWholeTruth() {
    Map<String, Double> scores = or.scores("exact:direction=denoising", DIFFERENCE);

    assertThat(above(WHOLE, scores)).containsExactlyInAnyOrderElementsOf(or.truth());
    assertThat(above(NOTHING, scores)).containsExactlyInAnyOrderElementsOf(or.truth());
  }

  @Test
  void acdc_orGate_keepsOneOfTheTwoHeads() {
    List<String> kept = or.discover("acdc:threshold=.05", DIFFERENCE).circuit().edgeNames();

    assertThat(kept).containsExactlyInAnyOrder("input->a0.h0<v>", "a0.h0->m0", "m0->logits");
  }

  @Test
  void eap_orGate_seesTheLastEdgeAlone() {
    assertThat(above(NOTHING, or.scores("eap", DIFFERENCE))).containsExactly("m0->logits");
  }

  @Test
  void eapIgInputs_orGate_seesTheWholeTruth() {
    assertThat(above(1, or.scores("eap-ig-inputs", DIFFERENCE)))
        .containsExactlyInAnyOrderElementsOf(or.truth());
  }

  @Test
  void exact_noisingTheAndGate_seesTheWholeTruth() {
    Map<String, Double> scores = and.scores("exact", DIFFERENCE);

    assertThat(above(WHOLE, scores)).containsExactlyInAnyOrderElementsOf(and.truth());
    assertThat(above(NOTHING, scores)).containsExactlyInAnyOrderElementsOf(and.truth());
  }

  @Test
  void exact_denoisingTheAndGate_seesTheLastEdgeAlone() {
    assertThat(above(NOTHING, and.scores("exact:direction=denoising", DIFFERENCE)))
        .containsExactly("m0->logits");
  }

  @Test
  void acdc_andGate_keepsTheTruth() {
    assertThat(and.discover("acdc:threshold=.05", DIFFERENCE).circuit().edgeNames())
        .containsExactlyInAnyOrderElementsOf(and.truth());
  }

  @Test
  void exact_saturated_seesTheWholeTruth() {
    assertThat(above(WHOLE, saturated.scores("exact", DIFFERENCE)))
        .containsExactlyInAnyOrderElementsOf(saturated.truth());
  }

  @Test
  void eap_saturated_givesNothingToEdgesThroughTheSoftmax() {
    Map<String, Double> scores = saturated.scores("eap", DIFFERENCE);

    for (String edge : List.of("input->a0.h0<v>", "a0.h0->a1.h0<k>", "input->a1.h0<q>")) {
      assertThat(Math.abs(scores.getOrDefault(edge, 1.))).as(edge).isLessThan(VANISHED);
    }
  }

  @Test
  void eap_saturated_ranksDistractorsAboveTheTruth() {
    assertThat(largest(5, saturated.scores("eap", DIFFERENCE)))
        .contains("a1.h3->logits", "input->a1.h3<v>")
        .doesNotContain("a0.h0->a1.h0<k>", "input->a1.h0<q>");
  }

  @Test
  void eapIgInputs_saturated_ranksTheTruthFirst() {
    assertThat(largest(5, saturated.scores("eap-ig-inputs", DIFFERENCE)))
        .containsExactlyInAnyOrderElementsOf(saturated.truth());
  }

  private static List<String> above(double bound, Map<String, Double> scores) {
    return scores.keySet().stream()
        .filter(edge -> Math.abs(scores.getOrDefault(edge, 0.)) > bound)
        .toList();
  }

  private static List<String> largest(int count, Map<String, Double> scores) {
    List<String> edges = new ArrayList<>(scores.keySet());
    edges.sort(Comparator.comparingDouble(edge -> -Math.abs(scores.getOrDefault(edge, 0.))));
    return edges.subList(0, count);
  }
}
