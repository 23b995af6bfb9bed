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

  /** Ends the last phase. */
  @Override
  void close();
}
