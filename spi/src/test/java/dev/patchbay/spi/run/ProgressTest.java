package dev.patchbay.spi.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.spi.plugin.PatchbayException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {

  /** Writes down what it is told, and asks to stop after some steps. */
  private static final class Recorded implements Progress {

    private final List<String> events = new ArrayList<>();
    private final int stepsUntilStop;
    private int steps;

    Recorded(int stepsUntilStop) {
      this.stepsUntilStop = stepsUntilStop;
    }

    @Override
    public void start(String phase, long total) {
      events.add(phase + " of " + total);
    }

    @Override
    public void step(String status) {
      events.add("step");
      steps++;
    }

    @Override
    public boolean stopRequested() {
      return steps >= stepsUntilStop;
    }
  }

  @Test
  void over_elements_stepsOnceBehindEach() {
    Recorded progress = new Recorded(Integer.MAX_VALUE);
    for (String element : progress.over("edges", List.of("a", "b"))) {
      progress.events.add(element);
    }
    assertThat(progress.events).containsExactly("edges of 2", "a", "step", "b", "step");
  }

  @Test
  void over_stopRequested_endsBeforeTheNextElement() {
    Recorded progress = new Recorded(1);
    List<String> seen = new ArrayList<>();
    assertThatThrownBy(() -> progress.over("edges", List.of("a", "b", "c")).forEach(seen::add))
        .isInstanceOf(PatchbayException.class)
        .extracting(error -> ((PatchbayException) error).kind())
        .isEqualTo(PatchbayException.Kind.INTERRUPTED);
    assertThat(seen).containsExactly("a");
  }

  @Test
  void throwIfStopped_silentProgress_neverThrows() {
    Progress.SILENT.throwIfStopped();
    assertThat(Progress.SILENT.stopRequested()).isFalse();
  }
}
