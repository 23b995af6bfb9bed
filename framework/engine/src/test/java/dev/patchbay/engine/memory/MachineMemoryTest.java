package dev.patchbay.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MachineMemoryTest {

  @Test
  void available_linesOfMeminfo_inBytes() {
    assertThat(
            MachineMemory.available(
                List.of("MemTotal:       24683524 kB", "MemAvailable:     22170624 kB")))
        .hasValue(22_170_624L * 1024);
  }

  @Test
  void available_olderKernel_unknown() {
    assertThat(MachineMemory.available(List.of("MemTotal: 24683524 kB", "MemFree: 1 kB")))
        .isEmpty();
  }

  @Test
  void now_anyMachine_noMoreAvailableThanThereIs() {
    MachineMemory memory = MachineMemory.now();

    assertThat(memory.heap()).isPositive();
    assertThat(memory.available().orElse(0)).isLessThanOrEqualTo(memory.total().orElse(0));
  }
}
