package dev.patchbay.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PeakMemoryTest {

  @Test
  void ofStatus_linesOfTheKernel_bytes() {
    assertThat(PeakMemory.ofStatus(List.of("Name:\tjava", "VmHWM:\t    2048 kB")))
        .hasValue(2_097_152);
    assertThat(PeakMemory.ofStatus(List.of("Name:\tjava"))).isEmpty();
  }
}
