package dev.patchbay.model.hub;

import java.io.IOException;
import java.time.Duration;

/** What failed for now and may go well later. */
final class TryAgain extends IOException {

  private static final long serialVersionUID = 1L;

  private final Duration after;
  private final boolean gained;

  /** The server has no time. */
  TryAgain(String message, Duration after) {
    super(message);
    this.after = after;
    this.gained = false;
  }

  /**
   * A body ended too early.
   *
   * @param gained whether some of it came
   */
  TryAgain(String message, boolean gained) {
    super(message);
    this.after = Duration.ZERO;
    this.gained = gained;
  }

  /** How long the server asks to be left alone. */
  Duration after() {
    return after;
  }

  /** Whether the attempt brought something that the next one builds on. */
  boolean gained() {
    return gained;
  }
}
