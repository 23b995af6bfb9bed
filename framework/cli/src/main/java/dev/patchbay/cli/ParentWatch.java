package dev.patchbay.cli;

import java.io.IOException;
import java.io.InputStream;

/**
 * Ends this process with the one that started it, however that ends: its end of the pipe that is
 * this one's standard input is then closed by the system.
 */
final class ParentWatch {

  private ParentWatch() {}

  /** Begins to watch; the parent writes nothing and keeps the pipe open. */
  static void begin(InputStream fromParent) {
    Thread watch = new Thread(() -> wait(fromParent), "parent-watch");
    watch.setDaemon(true);
    watch.start();
  }

  private static void wait(InputStream fromParent) {
    try {
      while (fromParent.read() >= 0) {
        // not a word is expected
      }
    } catch (IOException e) {
      // as if it was closed
    }
    // At once: an orderly end might wait for as long as a pass takes.
    Runtime.getRuntime().halt(Failure.INTERRUPTED);
  }
}
