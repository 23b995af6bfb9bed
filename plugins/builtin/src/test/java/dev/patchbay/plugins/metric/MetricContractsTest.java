package dev.patchbay.plugins.metric;

import dev.patchbay.spi.metric.MetricProvider;
import dev.patchbay.testkit.MetricContract;
import org.junit.jupiter.api.Nested;

/** What is asked of any metric is asked of ours. */
class MetricContractsTest {

  @Nested
  class KlDivergenceTest extends MetricContract {

    @Override
    protected MetricProvider provider() {
      return new KlDivergence();
    }
  }

  @Nested
  class LogitDifferenceTest extends MetricContract {

    @Override
    protected MetricProvider provider() {
      return new LogitDifference();
    }
  }

  @Nested
  class ProbabilityTest extends MetricContract {

    @Override
    protected MetricProvider provider() {
      return new Probability();
    }
  }

  @Nested
  class ProbabilityDifferenceTest extends MetricContract {

    @Override
    protected MetricProvider provider() {
      return new ProbabilityDifference();
    }
  }
}
