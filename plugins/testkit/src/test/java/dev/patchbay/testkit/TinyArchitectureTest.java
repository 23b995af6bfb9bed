package dev.patchbay.testkit;

import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.model.CheckpointConfig;
import java.util.Set;

class TinyArchitectureTest extends ArchitectureContract {

  @Override
  protected Architecture provider() {
    return new TinyArchitecture();
  }

  @Override
  protected CheckpointConfig config() {
    return TinyModels.gpt(0).config();
  }

  @Override
  protected Set<String> storedNames() {
    return TinyModels.gpt(0).tensorNames();
  }
}
