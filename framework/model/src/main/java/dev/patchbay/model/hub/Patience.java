package dev.patchbay.model.hub;

import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.run.Progress;
import java.io.IOException;
import java.time.Duration;

/**
 * How often something is tried on the network, and how long one waits in between: five times in a
 * row without any gain, twice as long each time.
 *
 * @param sleeper what waits
 * @param stretch how long a body may take for what it has to bring: {@link StallGuard}
 */
record Patience(Sleeper sleeper, Duration stretch) {

  static final int TRIES = 5;

  /** No server is waited for longer than this, whatever it asks. */
  static final Duration LONGEST = Duration.ofMinutes(1);

  private static final Duration FIRST = Duration.ofMillis(500);

  /** So that a user who wants to stop is heard while we wait. */
  private static final Duration NAP = Duration.ofMillis(200);

  interface Sleeper {
    void sleep(Duration duration) throws InterruptedException;
  }

  /** Something that may fail for now: by an {@link IOException} it asks to be tried again. */
  interface Attempt<T> {
    T run() throws IOException, InterruptedException;
  }

  static Patience ofClock() {
    return new Patience(duration -> Thread.sleep(duration.toMillis()), StallGuard.STRETCH);
  }

  /**
   * The outcome of the first attempt that has one.
   *
   * @param what is being done, for messages
   * @throws PatchbayException that of an attempt, or that none had an outcome
   */
  <T> T persist(String what, Progress progress, Attempt<T> attempt) {
    int fruitless = 0;
    while (true) {
      progress.throwIfStopped();
      try {
        return attempt.run();
      } catch (IOException e) {
        fruitless = e instanceof TryAgain again && again.gained() ? 1 : fruitless + 1;
        if (fruitless == TRIES) {
          throw PatchbayException.failed(
              "%s: %s, %s times in a row.".formatted(what, reason(e), TRIES),
              "Check the connection and try again; what has been fetched is kept.",
              e);
        }
        pause(delay(what, e, fruitless), progress);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw PatchbayException.interrupted();
      }
    }
  }

  void pause(Duration duration, Progress progress) {
    Duration left = duration;
    while (left.compareTo(Duration.ZERO) > 0) {
      progress.throwIfStopped();
      Duration nap = left.compareTo(NAP) < 0 ? left : NAP;
      try {
        sleeper.sleep(nap);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw PatchbayException.interrupted();
      }
      left = left.minus(nap);
    }
  }

  private static Duration delay(String what, IOException e, int fruitless) {
    Duration asked = e instanceof TryAgain again ? again.after() : Duration.ZERO;
    if (asked.compareTo(LONGEST) > 0) {
      throw PatchbayException.failed(
          "%s: %s and asks to wait for %s s.".formatted(what, reason(e), asked.toSeconds()),
          "Try again then; what has been fetched is kept.",
          e);
    }
    Duration own = FIRST.multipliedBy(1L << (fruitless - 1));
    return asked.compareTo(own) > 0 ? asked : own;
  }

  private static String reason(IOException e) {
    // The JDK's connection errors often have no message, only a name that says it.
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
