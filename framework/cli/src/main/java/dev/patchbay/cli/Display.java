package dev.patchbay.cli;

import dev.patchbay.spi.run.Progress;
import java.util.function.BooleanSupplier;

/** Progress that somebody sees. */
interface Display extends Progress, AutoCloseable {

  /** A bar where a person looks on, else a line now and then. */
  static Display on(Console console, BooleanSupplier stop) {
    return console.errIsTerminal()
        ? new BarDisplay(console, stop)
        : new LineDisplay(console.err(), System::nanoTime, stop);
  }

  /** This, saying with each phase the how manieth of several things it belongs to. */
  default Progress counted(int number, int all) {
    return new Progress() {
      @Override
      public void start(String phase, long steps) {
        Display.this.start("%s/%s %s".formatted(number, all, phase), steps);
      }

      @Override
      public void step(String status) {
        Display.this.step(status);
      }

      @Override
      public void note(String words) {
        Display.this.note(words);
      }

      @Override
      public boolean stopRequested() {
        return Display.this.stopRequested();
      }
    };
  }

  /** What goes on inside a step of this: it shows nothing, but can be stopped. */
  default Progress within() {
    return Progress.silent(this::stopRequested);
  }

  /** Ends the last phase. */
  @Override
  default void close() {}
}
