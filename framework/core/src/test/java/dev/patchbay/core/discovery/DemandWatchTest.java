package dev.patchbay.core.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.run.At;
import dev.patchbay.spi.run.BatchScope;
import dev.patchbay.spi.run.Experiment;
import dev.patchbay.spi.run.PromptBatch;
import dev.patchbay.spi.strategy.Demand;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DemandWatchTest {

  private static final PromptBatch BATCH = new PromptBatch(0, List.of());

  private final Experiment experiment = mock(Experiment.class);
  private final BatchScope scope = mock(BatchScope.class);
  private final List<Demand> asked = new ArrayList<>();

  /** A new method takes memory or not: that is decided here when it is added. */
  @Test
  void demand_everyMethodOfAnExperimentAndOfABatch_isDecided() {
    assertThat(
            Stream.of(Experiment.class, BatchScope.class)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> !method.isSynthetic())
                .map(DemandWatchTest::described))
        .containsExactlyInAnyOrder(
            "model/0",
            "graph/0",
            "metric/0",
            "metricName/0",
            "ablationReadsCorrupted/0",
            "batches/0",
            "promptCount/0",
            "open/1",
            "search/1 SEARCH",
            "mirroredSearch/1 SEARCH",
            "measure/1",
            "withMetric/1",
            "batch/0",
            "clean/0",
            "corrupted/0",
            "ablated/0",
            "lossGradients/1 GRADIENTS",
            "effectGradients/0 EFFECT_GRADIENTS",
            "effectGradients/2 GRADIENTS_BETWEEN",
            "gradientSum/0",
            "pattern/2",
            "patternGradient/2 GRADIENTS",
            "close/0");
  }

  private static String described(Method method) {
    String demand = DemandWatch.demand(method).map(of -> " " + of).orElse("");
    return method.getName() + "/" + method.getParameterCount() + demand;
  }

  @Test
  void on_batchesAndOtherMetrics_areWatchedToo() {
    when(experiment.open(BATCH)).thenReturn(scope);
    when(experiment.withMetric("other")).thenReturn(experiment);
    Experiment watched = DemandWatch.on(experiment, asked::add);

    watched.graph();
    try (BatchScope open = watched.withMetric("other").open(BATCH)) {
      open.clean();
      open.effectGradients();
      open.effectGradients(0, 0);
    }

    assertThat(asked).containsExactly(Demand.EFFECT_GRADIENTS, Demand.GRADIENTS_BETWEEN);
  }

  @Test
  void on_whatTheExperimentThrows_isThrownAsItIs() {
    PatchbayException refusal = PatchbayException.failed("No.", "Never.");
    when(experiment.open(BATCH)).thenReturn(scope);
    when(scope.lossGradients(any())).thenThrow(refusal);

    assertThatThrownBy(
            () -> DemandWatch.on(experiment, asked::add).open(BATCH).lossGradients(At.CLEAN))
        .isSameAs(refusal);
  }
}
