package dev.patchbay.spi.ablation;

import dev.patchbay.spi.run.Activations;

/** What stands in for a sender's output where an edge is absent: c_u. */
public interface Ablation {

  /** Whether the answer depends on the corrupted twins, so that every prompt must have one. */
  boolean readsCorrupted();

  /** c_u of every sender for one batch; axes of length 1 stand for every prompt or position. */
  Activations values(AblationScope scope);
}
