package dev.patchbay.core.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.patchbay.core.run.Verify;
import dev.patchbay.engine.passes.Cost;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.report.Rounding;
import dev.patchbay.spi.run.Progress;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerificationTest {

  private static final Circuit FULL = Circuit.full(AdditiveExperiment.GRAPH);

  /** 46 edges of worth 1: the full circuit has 46, the empty one 0. */
  private final AdditiveExperiment experiment = new AdditiveExperiment(edge -> 1);

  private Verification verification(Verify level, double clean, double corrupted, double gap) {
    return new Verification(
        level,
        new Invariant(Rounding.FLOAT64),
        new CircuitMetric(experiment, "worth", "sums", Rounding.FLOAT64),
        experiment,
        new EngineNumbers(
            () -> clean,
            () -> corrupted,
            () -> gap,
            () -> new Cost(0, 0, 0, 0),
            notes -> experiment,
            () -> () -> {}));
  }

  @Test
  void before_off_runsNothing() {
    assertThat(verification(Verify.OFF, 0, 0, 0).before(true)).isEmpty();
    assertThat(experiment.asked).isEmpty();
  }

  @Test
  void before_baseline_bothEndsProved() {
    List<String> proved = verification(Verify.BASELINE, 46, 0, 9).before(true);

    assertThat(proved).hasSize(2);
    assertThat(proved.get(0)).startsWith("full circuit = clean run: 46.0 and 46.0");
    assertThat(proved.get(1)).startsWith("empty circuit = corrupted run: 0.0 and 0.0");
  }

  @Test
  void before_otherAblation_corruptedRunNotCompared() {
    assertThat(verification(Verify.BASELINE, 46, 7, 0).before(false)).hasSize(1);
  }

  @Test
  void before_cleanDiffers_fails() {
    assertThatThrownBy(() -> verification(Verify.BASELINE, 46.1, 0, 0).before(true))
        .hasMessageStartingWith("The check 'full circuit = clean run' failed: 46.0 and 46.1");
  }

  @Test
  void before_corruptedDiffers_fails() {
    assertThatThrownBy(() -> verification(Verify.BASELINE, 46, .1, 0).before(true))
        .hasMessageStartingWith("The check 'empty circuit = corrupted run' failed: 0.0 and 0.1");
  }

  @Test
  void before_cleanInfinite_namesTheRun() {
    assertThatThrownBy(
            () -> verification(Verify.BASELINE, Double.POSITIVE_INFINITY, 0, 0).before(true))
        .hasMessageStartingWith("The metric 'worth' of the clean run on the prompts 'sums'");
  }

  @Test
  void before_fullWithResidualGap_fails() {
    assertThatThrownBy(() -> verification(Verify.FULL, 46, 0, 1e-3).before(true))
        .hasMessageContaining("senders + biases = residual stream");
  }

  @Test
  void after_baseline_runsNothing() {
    assertThat(verification(Verify.BASELINE, 46, 0, 0).after(FULL, 0, Progress.SILENT)).isEmpty();
    assertThat(experiment.asked).isEmpty();
  }

  @Test
  void after_full_twentyDifferentEdges() {
    assertThat(verification(Verify.FULL, 46, 0, 0).after(FULL, 0, Progress.SILENT))
        .containsExactly("search = fresh run, without each of 20 edges");
    assertThat(experiment.asked).doesNotHaveDuplicates().hasSize(20);
  }

  @Test
  void after_equalSeeds_equalEdges() {
    verification(Verify.FULL, 46, 0, 0).after(FULL, 3, Progress.SILENT);
    List<Circuit> first = List.copyOf(experiment.asked);
    experiment.asked.clear();
    verification(Verify.FULL, 46, 0, 0).after(FULL, 3, Progress.SILENT);

    assertThat(experiment.asked).isEqualTo(first);
  }

  @Test
  void after_searchParts_namesTheEdge() {
    experiment.searchError = .5;

    assertThatThrownBy(() -> verification(Verify.FULL, 46, 0, 0).after(FULL, 0, Progress.SILENT))
        .hasMessageContaining("search = fresh run, without ")
        .hasMessageContaining("->");
  }

  @Test
  void after_userStops_stops() {
    Progress progress = mock(Progress.class, CALLS_REAL_METHODS);
    when(progress.stopRequested()).thenReturn(true);

    assertThatThrownBy(() -> verification(Verify.FULL, 46, 0, 0).after(FULL, 0, progress))
        .isInstanceOfSatisfying(
            PatchbayException.class,
            e -> assertThat(e.kind()).isEqualTo(PatchbayException.Kind.INTERRUPTED));
  }
}
