package dev.patchbay.examples.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OneCycleTest {

  private final OneCycle cycle = new OneCycle(.5, 100);

  @Test
  void at_theTenthPart_isThePeak() {
    assertThat(cycle.at(10)).isEqualTo(.5);
  }

  @Test
  void at_stepsBeforeAndAfterThePeak_risesAndFallsAndStaysPositive() {
    assertThat(IntStream.range(1, 10)).allMatch(step -> cycle.at(step) < cycle.at(step + 1));
    assertThat(IntStream.range(10, 100)).allMatch(step -> cycle.at(step) > cycle.at(step + 1));
    assertThat(cycle.at(100)).isPositive();
  }
}
