package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DisplayTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private final AtomicLong nanos = new AtomicLong();

  private String shown() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void line_runOfLessThanTwoSeconds_saysNothing() {
    try (LineDisplay display = new LineDisplay(err, nanos::get, () -> false)) {
      display.start("acdc", 100);
      pass(Duration.ofMillis(1999));
      display.step("");
    }

    assertThat(shown()).isEmpty();
  }

  @Test
  void line_longRun_saysHowFarEveryTenSeconds() {
    try (LineDisplay display = new LineDisplay(err, nanos::get, () -> false)) {
      display.start("acdc", 40);
      for (int step = 0; step < 40; step++) {
        pass(Duration.ofSeconds(1));
        display.step("812 kept");
      }
    }

    assertThat(shown())
        .isEqualTo(
            """
            acdc: 2 of 40 (5 %), 812 kept; 1.0/s, 38 s left
            acdc: 12 of 40 (30 %), 812 kept; 1.0/s, 28 s left
            acdc: 22 of 40 (55 %), 812 kept; 1.0/s, 18 s left
            acdc: 32 of 40 (80 %), 812 kept; 1.0/s, 8 s left
            """);
  }

  @Test
  void line_manySteps_tellsTheTimeLeftInHours() {
    try (LineDisplay display = new LineDisplay(err, nanos::get, () -> false)) {
      display.start("acdc", 32491);
      pass(Duration.ofSeconds(4));
      display.step("");
    }

    assertThat(shown()).isEqualTo("acdc: 1 of 32491 (0 %); 0.3/s, 36 h left\n");
  }

  @Test
  void bar_aTerminal_showsPhaseAndStatus() {
    Console console = new Console(err, err, true, true, false, 120);
    try (Display display = Display.on(console, () -> false)) {
      display.start("acdc", 2);
      display.step("1 kept");
      display.step("2 kept");
    }

    assertThat(display(console)).isInstanceOf(BarDisplay.class);
    assertThat(shown()).contains("acdc: 2 of 2 (100 %), 2 kept").doesNotContain("?");
  }

  @Test
  void pace_aStepIn30Seconds_isToldByTheMinute() {
    assertThat(new Pace("compare", 1, 4, 30, "").words())
        .isEqualTo("compare: 1 of 4 (25 %); 2.0/min, 90 s left");
  }

  @Test
  void note_onATerminalAndElsewhere_isALine() {
    for (boolean terminal : new boolean[] {true, false}) {
      bytes.reset();
      try (Display display =
          Display.on(new Console(err, err, terminal, false, false, 80), () -> false)) {
        display.note("prompts: 3 names");

        assertThat(shown()).isEqualTo("prompts: 3 names\n");
      }
    }
  }

  @Test
  void on_noTerminal_writesLines() {
    assertThat(display(new Console(err, err, false, false, true, 80)))
        .isInstanceOf(LineDisplay.class);
  }

  @Test
  void stopRequested_afterInterruption_isTrue() {
    Interruption interruption = new Interruption();
    try (Display display =
        Display.on(new Console(err, err, false, false, true, 80), interruption::requested)) {
      assertThat(display.stopRequested()).isFalse();

      interruption.request();

      assertThat(display.stopRequested()).isTrue();
    }
  }

  @Test
  void console_noColor_hasNoPaint() {
    assertThat(console(Map.of("NO_COLOR", "1")).paint().on()).isFalse();
    assertThat(console(Map.of("TERM", "dumb")).paint().on()).isFalse();
    assertThat(console(Map.of("TERM", "xterm")).paint().on()).isTrue();
  }

  @Test
  void console_oddWidth_isTheUsualOne() {
    assertThat(Console.of(err, err, Map.of(), name -> "0").columns()).isEqualTo(100);
    assertThat(Console.of(err, err, Map.of(), name -> "72").columns()).isEqualTo(72);
  }

  private Console console(Map<String, String> environment) {
    return Console.of(err, err, environment, name -> "out,err");
  }

  private static Display display(Console console) {
    Display display = Display.on(console, () -> false);
    display.close();
    return display;
  }
}
