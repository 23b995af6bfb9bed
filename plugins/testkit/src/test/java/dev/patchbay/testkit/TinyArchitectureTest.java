package dev.patchbay.testkit;

import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.model.Checkpoint;
import java.util.List;

class TinyArchitectureTest extends ArchitectureContract {

  @Override
  protected Architecture provider() {
    return new TinyArchitecture();
  }

  @Override
  protected Checkpoint checkpoint() {
    return TinyModels.attentionOnly(0);
  }

  @Override
  protected ReferenceLogits reference() {
    return new ReferenceLogits(List.of(3, 1, 4, 1, 5), TinyReference.logits(3, 1, 4, 1, 5));
  }
}
