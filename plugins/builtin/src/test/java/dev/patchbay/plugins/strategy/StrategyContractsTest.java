package dev.patchbay.plugins.strategy;

import dev.patchbay.spi.strategy.StrategyProvider;
import dev.patchbay.testkit.StrategyContract;
import org.junit.jupiter.api.Nested;

/** What is asked of any strategy is asked of ours. */
class StrategyContractsTest {

  @Nested
  class AcdcTest extends StrategyContract {

    @Override
    protected StrategyProvider provider() {
      return new Acdc();
    }
  }

  @Nested
  class EapTest extends StrategyContract {

    @Override
    protected StrategyProvider provider() {
      return new Eap();
    }
  }

  @Nested
  class EapAcdcTest extends StrategyContract {

    @Override
    protected StrategyProvider provider() {
      return new EapAcdc();
    }
  }

  @Nested
  class EapIgInputsTest extends StrategyContract {

    @Override
    protected StrategyProvider provider() {
      return new EapIgInputs();
    }
  }

  @Nested
  class EapIgActivationsTest extends StrategyContract {

    @Override
    protected StrategyProvider provider() {
      return new EapIgActivations();
    }
  }

  @Nested
  class CleanCorruptedTest extends StrategyContract {

    @Override
    protected StrategyProvider provider() {
      return new CleanCorrupted();
    }
  }

  @Nested
  class AttentionAttributionTest extends StrategyContract {

    @Override
    protected StrategyProvider provider() {
      return new AttentionAttribution();
    }

    // By default it looks at the clean prompts alone.
    @Override
    protected boolean scoresZeroForIdenticalTwins() {
      return false;
    }
  }

  @Nested
  class ExactTest extends StrategyContract {

    @Override
    protected StrategyProvider provider() {
      return new Exact();
    }
  }

  @Nested
  class RandomEdgesTest extends StrategyContract {

    @Override
    protected StrategyProvider provider() {
      return new RandomEdges();
    }

    // It looks at no prompt.
    @Override
    protected boolean scoresZeroForIdenticalTwins() {
      return false;
    }
  }
}
