package dev.patchbay.cli;

import java.io.PrintStream;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Progress for logs: nothing in the first two seconds of a run, then a line every ten seconds at
 * most.
 */
final class LineDisplay implements Display {

  private static final long SILENT_NANOS = 2_000_000_000L;
  private static final long NANOS_BETWEEN_LINES = 10_000_000_000L;

  private final PrintStream err;
  private final LongSupplier nanos;
  private final BooleanSupplier stop;
  private long nextLine;
  private String phase = "";
  private long steps;
  private long done;

  LineDisplay(PrintStream err, LongSupplier nanos, BooleanSupplier stop) {
    this.err = err;
    this.nanos = nanos;
    this.stop = stop;
    this.nextLine = nanos.getAsLong() + SILENT_NANOS;
  }

  @Override
  public void start(String phase, long steps) {
    this.phase = phase;
    this.steps = steps;
    this.done = 0;
  }

  @Override
  public void step(String status) {
    done++;
    long now = nanos.getAsLong();
    if (now - nextLine >= 0) {
      nextLine = now + NANOS_BETWEEN_LINES;
      err.println(line(status));
    }
  }

  private String line(String status) {
    String share = steps > 0 ? " of " + steps + " (" + 100 * done / steps + " %)" : "";
    return phase + ": " + done + share + (status.isEmpty() ? "" : ", " + status);
  }

  @Override
  public void note(String words) {
    err.println(words);
  }

  @Override
  public boolean stopRequested() {
    return stop.getAsBoolean();
  }

  @Override
  public void close() {
    phase = "";
  }
}
