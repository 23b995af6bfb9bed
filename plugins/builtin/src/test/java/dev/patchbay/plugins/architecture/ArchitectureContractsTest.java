package dev.patchbay.plugins.architecture;

import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.testkit.ArchitectureContract;
import org.junit.jupiter.api.Nested;

/** What is asked of any architecture is asked of ours. */
class ArchitectureContractsTest {

  @Nested
  class Gpt2Test extends ArchitectureContract {

    @Override
    protected Architecture provider() {
      return new Gpt2Architecture();
    }

    @Override
    protected Checkpoint checkpoint() {
      return GoldenModel.checkpoint("gpt2-tiny");
    }

    @Override
    protected ReferenceLogits reference() {
      return GoldenModel.reference("gpt2-tiny");
    }
  }

  @Nested
  class TransformerLensTest extends ArchitectureContract {

    @Override
    protected Architecture provider() {
      return new TransformerLensArchitecture();
    }

    @Override
    protected Checkpoint checkpoint() {
      return GoldenModel.checkpoint("induction-attn-only");
    }

    @Override
    protected ReferenceLogits reference() {
      return GoldenModel.reference("induction-attn-only");
    }
  }
}
