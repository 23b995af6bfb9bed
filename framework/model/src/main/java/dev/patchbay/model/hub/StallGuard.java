package dev.patchbay.model.hub;

import dev.patchbay.spi.run.Progress;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads a body that may come too slowly: when it brings less than it must in a stretch of time, or
 * when the user wants to stop, it is closed under the reader, who then gets an {@link IOException}.
 * The JDK's client has a limit for the headers only.
 */
final class StallGuard extends FilterInputStream {

  /** How long a body may take to bring {@link #LEAST}. */
  static final Duration STRETCH = Duration.ofMinutes(1);

  /** A kibibyte a second: slower than a modem, and a model would take weeks. */
  static final long LEAST = 60L << 10;

  private static final long LOOK_MILLIS = 200;

  private final Duration stretch;
  private final long least;
  private final Progress progress;
  private final Thread watch;
  private final AtomicLong read = new AtomicLong();
  private volatile boolean tooSlow;

  StallGuard(InputStream body, Duration stretch, long least, Progress progress) {
    super(body);
    this.stretch = stretch;
    this.least = least;
    this.progress = progress;
    this.watch = new Thread(this::watch, "patchbay-download-watch");
    watch.setDaemon(true);
    watch.start();
  }

  @Override
  public int read(byte[] buffer, int from, int length) throws IOException {
    int count = in.read(buffer, from, length);
    read.addAndGet(Math.max(count, 0));
    return count;
  }

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
      in.close();
    } catch (InterruptedException | IOException e) {
      Thread.currentThread().interrupt(); // Read to the end, or closed already: nothing to guard.
    }
  }

  @Override
  public void close() {
    watch.interrupt();
  }
}
