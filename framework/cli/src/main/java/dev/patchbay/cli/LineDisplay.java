package dev.patchbay.cli;

import java.io.PrintStream;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Progress for logs: nothing in the first two seconds of a run, then a line every ten seconds at
 * most, with the rate so far and the time left at this rate.
 */
final class LineDisplay implements Display {

  private static final long SILENT_NANOS = 2_000_000_000L;
  private static final long NANOS_BETWEEN_LINES = 10_000_000_000L;

  private static final double NANOS = 1e9;

  private final PrintStream err;
  private final LongSupplier nanos;
  private final BooleanSupplier stop;
  private long nextLine;
  private String phase = "";
  private long steps;
  private long done;
  private long begun;

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
    this.begun = nanos.getAsLong();
  }

  @Override
  public void step(String status) {
    done++;
    long now = nanos.getAsLong();
    if (now - nextLine >= 0) {
      nextLine = now + NANOS_BETWEEN_LINES;
      err.println(new Pace(phase, done, steps, (now - begun) / NANOS, status).words());
    }
  }

  @Override
  public void note(String words) {
    err.println(words);
  }

  @Override
  public boolean stopRequested() {
    return stop.getAsBoolean();
  }
}
