package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the literature warns of, on models where it is known to happen. */
class GateModelsTest {

  private static final String DIFFERENCE = "logit-difference";

  /** The gate moves one logit by 6, nearly all of it; noise of the letters is far below. */
  private static final double WHOLE = 5;

  /** Rounding, in float64. */
  private static final double NOTHING = 1e-9;

  private final CompiledRun or = new CompiledRun("or-gate", "gate");
  private final CompiledRun and = new CompiledRun("and-gate", "gate");
  private final CompiledRun saturated = new CompiledRun("saturated", "induction");

  @Test
  void exact_noisingTheOrGate_seesTheLastEdgeAlone() {
    Map<String, Double> scores = or.scores("exact", DIFFERENCE);

    assertThat(scores.remove("m0->logits")).isGreaterThan(WHOLE);
    assertThat(scores.values()).allSatisfy(s -> assertThat(Math.abs(s)).isLessThan(NOTHING));
  }
  @Test
  void show() {
    for (CompiledRun r : List.of(or, and, saturated))
    for (String st : List.of("exact","exact:direction=denoising", "eap", "eap-ig-inputs", "acdc:threshold=.05")) {
      Map<String, Double> scores = r.scores(st, DIFFERENCE);
      scores.values().removeIf(v -> v == 0);
      System.err.println(r + st + scores + r.discover(st, DIFFERENCE).circuit().edgeNames() + r.truth());
    }
  }
}
