package dev.patchbay.model.hub;

import dev.patchbay.spi.run.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads a body that may come too slowly: when it brings less than it must in a stretch of time, or
 * when the user wants to stop, it is closed under the reader, who then gets an {@link IOException}.
 * The JDK's client has a limit for the headers only.
 */
final class StallGuard implements AutoCloseable {

  /** How long a body may take to bring {@link #LEAST}. */
  static final Duration STRETCH = Duration.ofMinutes(1);

  /** A kibibyte a second: slower than a modem, and a model would take weeks. */
  static final long LEAST = 60L << 10;

  private static final long LOOK_MILLIS = 200;

  private final InputStream body;
  private final Duration stretch;
  private final long least;
  private final Progress progress;
  private final Thread watch;
  private final AtomicLong read = new AtomicLong();
  private volatile boolean tooSlow;

  /**
   * @param least how many bytes must come in each stretch
   */
  StallGuard(InputStream body, Duration stretch, long least, Progress progress) {
    this.body = body;
    this.stretch = stretch;
    this.least = least;
    this.progress = progress;
    this.watch = new Thread(this::watch, "patchbay-download-watch");
    watch.setDaemon(true);
    watch.start();
  }

  /** As {@link InputStream#read(byte[])}. */
  int read(byte[] buffer) throws IOException {
    int count = body.read(buffer);
    read.addAndGet(Math.max(count, 0));
    return count;
  }

  /** Whether the body was given up. */
  boolean tooSlow() {
    return tooSlow;
  }

  private void watch() {
    try {
      while (!progress.stopRequested() && !tooSlow) {
        long before = read.get();
        long end = System.nanoTime() + stretch.toNanos();
        while (!progress.stopRequested() && System.nanoTime() - end < 0) {
          Thread.sleep(Math.min(LOOK_MILLIS, stretch.toMillis()));
        }
        tooSlow = !progress.stopRequested() && read.get() - before < least;
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
