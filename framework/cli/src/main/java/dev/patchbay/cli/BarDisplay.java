package dev.patchbay.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressState;
import org.jspecify.annotations.Nullable;

/** A bar for each phase, with the steps done, their rate and the time left. */
final class BarDisplay implements Display {

  private static final int MILLIS_BETWEEN_REDRAWS = 100;
  private static final double MILLIS = 1000;
  private static final int WIDEST_BAR = 24;
  private static final int NARROWEST_BAR = 8;

  private final Console console;
  private final BooleanSupplier stop;
  private @Nullable ProgressBar bar;

  BarDisplay(Console console, BooleanSupplier stop) {
    this.console = console;
    this.stop = stop;
  }

  @Override
  public void start(String phase, long steps) {
    close();
    // A bar moves the cursor: its bytes pass the console's stream as they are.
    PrintStream unwatched = new PrintStream(console.err(), true, StandardCharsets.UTF_8);
    bar =
        new ProgressBarBuilder()
            .setTaskName(phase)
            .setInitialMax(steps)
            .setUpdateIntervalMillis(MILLIS_BETWEEN_REDRAWS)
            .setRenderer(this::drawn)
            .setConsumer(new ConsoleProgressBarConsumer(unwatched, console.columns() - 1))
            .clearDisplayOnFinish()
            .build();
  }

  @Override
  public void step(String status) {
    if (bar != null) {
      bar.step();
      bar.setExtraMessage(status);
    }
  }

  @Override
  public void note(String words) {
    close();
    console.tell(words);
  }

  /** The words, and a bar in front of them where there is room for one. */
  private String drawn(ProgressState state, int columns) {
    double seconds = state.getElapsedAfterStart().toMillis() / MILLIS;
    long done = state.getCurrent();
    String status = state.getExtraMessage();
    String words = new Pace(state.getTaskName(), done, state.getMax(), seconds, status).words();
    int room = Math.min(WIDEST_BAR, columns - words.length() - 1);
    if (room < NARROWEST_BAR || state.getMax() <= 0) {
      return words.length() <= columns ? words : words.substring(0, columns - 1) + "…";
    }
    int full = (int) (room * Math.min(1, state.getNormalizedProgress()));
    String bar = "━".repeat(full) + " ".repeat(room - full);
    return (console.colour() ? "\u001B[32m" + bar + "\u001B[0m" : bar) + " " + words;
  }

  @Override
  public boolean stopRequested() {
    return stop.getAsBoolean();
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
