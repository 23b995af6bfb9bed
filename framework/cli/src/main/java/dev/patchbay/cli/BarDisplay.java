package dev.patchbay.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar for each phase: steps, rate, time left. */
final class BarDisplay implements Display {

  private static final int MILLIS_BETWEEN_REDRAWS = 100;

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
    bar =
        new ProgressBarBuilder()
            .setTaskName(phase)
            .setInitialMax(steps)
            .setUpdateIntervalMillis(MILLIS_BETWEEN_REDRAWS)
            .setStyle(
                console.colour() ? ProgressBarStyle.COLORFUL_UNICODE_BLOCK : ProgressBarStyle.ASCII)
            .setConsumer(
                new ConsoleProgressBarConsumer(unwatched(console.err()), console.columns() - 1))
            .clearDisplayOnFinish()
            .showSpeed()
            .build();
  }

  /** A bar moves the cursor: its bytes pass the console's stream as they are. */
  private static PrintStream unwatched(PrintStream err) {
    return new PrintStream(err, true, StandardCharsets.UTF_8);
  }

  @Override
  public void step(String status) {
    if (bar != null) {
      bar.step();
      bar.setExtraMessage(status.isEmpty() ? "" : " " + status);
    }
  }

  @Override
  public void note(String words) {
    close();
    console.err().println(words);
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
