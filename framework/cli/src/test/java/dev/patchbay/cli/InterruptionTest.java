package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class InterruptionTest {

  private static final Duration AT_ONCE = Duration.ofMillis(1);

  @Test
  @Timeout(60)
  void listen_workThatLooksAway_endsTheProcess() throws Exception {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    CompletableFuture<Integer> ended = new CompletableFuture<>();
    Interruption interruption = new Interruption(AT_ONCE, ended::complete);
    interruption.listen(new PrintStream(said, true, StandardCharsets.UTF_8));

    pressCtrlC();

    assertThat(ended.get(30, TimeUnit.SECONDS)).isEqualTo(130);
    assertThat(interruption.requested()).isTrue();
    assertThat(said.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """

            Stopping... (Ctrl-C again ends at once)
            Stopped in the middle of a step.
            Files that are there are complete; --resume goes on where a search or a comparison has got to.
            """);
  }

  /** By name: the compiler warns of sun.misc. */
  private static void pressCtrlC() throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Object interrupt = signal.getConstructor(String.class).newInstance("INT");
    signal.getMethod("raise", signal).invoke(null, interrupt);
  }
}
