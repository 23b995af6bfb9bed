package dev.patchbay.testkit;

import dev.patchbay.spi.ablation.Ablation;
import dev.patchbay.spi.ablation.AblationScope;
import dev.patchbay.spi.run.Activations;
import dev.patchbay.spi.run.At;

/** The corrupted twin's activations: patching. */
final class TwinAblation implements Ablation {

  @Override
  public boolean readsCorrupted() {
    return true;
  }

  @Override
  public Activations values(AblationScope scope) {
    return scope.activations(At.CORRUPTED);
  }
}
