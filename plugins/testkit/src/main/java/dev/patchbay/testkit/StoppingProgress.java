package dev.patchbay.testkit;

import dev.patchbay.spi.run.Progress;

/** A user who stops the work after some steps. */
final class StoppingProgress implements Progress {

  private int stepsLeft;

  private StoppingProgress(int stepsLeft) {
    this.stepsLeft = stepsLeft;
  }

  static StoppingProgress after(int steps) {
    return new StoppingProgress(steps);
  }

  @Override
  public void start(String phase, long steps) {}

  @Override
  public void step(String status) {
    stepsLeft--;
  }

  @Override
  public boolean stopRequested() {
    return stepsLeft <= 0;
  }
}
