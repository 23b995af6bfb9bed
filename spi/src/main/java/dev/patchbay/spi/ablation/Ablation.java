package dev.patchbay.spi.ablation;

import dev.patchbay.spi.run.Activations;
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

  /** Whether the answer depends on the corrupted twins, so that every prompt must have one. */
  boolean readsCorrupted();

  /** c_u of every sender for one batch; axes of length 1 stand for every prompt or position. */
  Activations values(AblationScope scope);
}
