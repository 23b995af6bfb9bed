package dev.patchbay.spi.ablation;

import dev.patchbay.spi.run.Activations;
import dev.patchbay.spi.run.At;
import java.util.function.Function;

/** What stands in for a sender's output where an edge is absent: c_u. */
public interface Ablation {

  /** The ablation that answers like this. */
  static Ablation of(boolean readsCorrupted, Function<AblationScope, Activations> values) {
    return new Ablation() {
      @Override
      public boolean readsCorrupted() {
        return readsCorrupted;
      }

      @Override
      public Activations values(AblationScope scope) {
        return values.apply(scope);
      }
    };
  }

  /** What every sender writes on the corrupted twin, and nothing else: patching. */
  static Ablation corruptedRun() {
    return new Ablation() {
      @Override
      public boolean readsCorrupted() {
        return true;
      }

      @Override
      public boolean isCorruptedRun() {
        return true;
      }

      @Override
      public Activations values(AblationScope scope) {
        return scope.activations(At.CORRUPTED);
      }
    };
  }

  /** Whether the answer depends on the corrupted twins, so that every prompt must have one. */
  boolean readsCorrupted();

  /**
   * Whether the answer is the corrupted run as it stands. A circuit without edges is then that run,
   * which {@code --verify} proves, and nothing changes before the first token that differs from its
   * twin's, which the plan of a run relies on.
   */
  default boolean isCorruptedRun() {
    return false;
  }

  /** c_u of every sender for one batch; axes of length 1 stand for every prompt or position. */
  Activations values(AblationScope scope);
}
