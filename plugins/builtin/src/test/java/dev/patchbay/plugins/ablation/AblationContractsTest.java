package dev.patchbay.plugins.ablation;

import dev.patchbay.spi.ablation.AblationProvider;
import dev.patchbay.testkit.AblationContract;
import org.junit.jupiter.api.Nested;

/** What is asked of any ablation is asked of ours. */
class AblationContractsTest {

  @Nested
  class PatchingTest extends AblationContract {

    @Override
    protected AblationProvider provider() {
      return new Patching();
    }
  }

  @Nested
  class ZeroTest extends AblationContract {

    @Override
    protected AblationProvider provider() {
      return new Zero();
    }
  }

  @Nested
  class MeanTest extends AblationContract {

    @Override
    protected AblationProvider provider() {
      return new Mean();
    }
  }

  @Nested
  class MeanPositionalTest extends AblationContract {

    @Override
    protected AblationProvider provider() {
      return new MeanPositional();
    }
  }
}
