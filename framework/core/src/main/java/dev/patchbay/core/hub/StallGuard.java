package dev.patchbay.core.hub;

import dev.patchbay.spi.run.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * Reads a body that may stop coming: after a minute of silence, or when the user wants to stop, it
 * is closed under the reader, who then gets an {@link IOException}. The JDK's client has a limit
 * for the headers only.
 */
final class StallGuard implements AutoCloseable {

  static final Duration SILENCE = Duration.ofMinutes(1);

  private static final long LOOK_MILLIS = 200;

  private final InputStream body;
  private final Thread watch;
  private volatile long lastNews = System.nanoTime();

  StallGuard(InputStream body, Duration silence, Progress progress) {
    this.body = body;
    this.watch = new Thread(() -> watch(silence, progress), "patchbay-download-watch");
    watch.setDaemon(true);
    watch.start();
  }

  /** As {@link InputStream#read(byte[])}. */
  int read(byte[] buffer) throws IOException {
    int count = body.read(buffer);
    lastNews = System.nanoTime();
    return count;
  }

  private void watch(Duration silence, Progress progress) {
    try {
      while (!progress.stopRequested() && System.nanoTime() - lastNews < silence.toNanos()) {
        Thread.sleep(LOOK_MILLIS);
      }
      body.close();
    } catch (InterruptedException | IOException e) {
      Thread.currentThread().interrupt(); // Read to the end, or closed already: nothing to guard.
    }
  }

  @Override
  public void close() {
    watch.interrupt();
  }
}
