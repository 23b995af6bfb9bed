package dev.patchbay.core.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.patchbay.engine.passes.Cost;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PhaseLogTest {

  @Test
  void measure_phaseEnteredTwice_costsAdded() {
    PhaseLog log = new PhaseLog();
    AtomicInteger spent = new AtomicInteger();

    log.measure("verify", () -> new Cost(spent.get(), 0, 0, 0), () -> spent.addAndGet(2));
    log.measure("discover", () -> new Cost(spent.get(), 0, 0, 0), () -> spent.addAndGet(10));
    log.measure("verify", () -> new Cost(spent.get(), 0, 0, 0), () -> spent.addAndGet(3));

    assertThat(log.cost())
        .containsExactly(
            entry("verify", new Cost(5, 0, 0, 0)), entry("discover", new Cost(10, 0, 0, 0)));
    assertThat(log.seconds()).containsOnlyKeys("verify", "discover");
  }

  @Test
  void time_phaseWithoutModel_noCost() {
    PhaseLog log = new PhaseLog();

    assertThat(log.time("load", () -> "model")).isEqualTo("model");
    assertThat(log.seconds()).containsOnlyKeys("load");
    assertThat(log.cost()).isEmpty();
  }
}
