package dev.patchbay.plugins.metric;

import dev.patchbay.spi.metric.MetricProvider;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.testkit.MetricContract;
import java.util.Map;
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

  @Nested
  class LogitDifferenceMaxTest extends MetricContract {

    @Override
    protected MetricProvider provider() {
      return new LogitDifference();
    }

    @Override
    protected Options options() {
      return new Options("logit-difference", Map.of("wrong", "max"));
    }
  }

  @Nested
  class NegativeLogLikelihoodTest extends MetricContract {

    @Override
    protected MetricProvider provider() {
      return new NegativeLogLikelihood();
    }
  }

  @Nested
  class AccuracyTest extends MetricContract {

    @Override
    protected MetricProvider provider() {
      return new Accuracy();
    }
  }

  @Nested
  class AccuracyAmongAnswersTest extends MetricContract {

    @Override
    protected MetricProvider provider() {
      return new Accuracy();
    }

    @Override
    protected Options options() {
      return new Options("accuracy", Map.of("among", "answers"));
    }
  }

  @Nested
  class SquaredDistanceTest extends MetricContract {

    @Override
    protected MetricProvider provider() {
      return new SquaredDistance();
    }
  }

  @Nested
  class SquaredDistanceOfSomeOutputsTest extends MetricContract {

    @Override
    protected MetricProvider provider() {
      return new SquaredDistance();
    }

    @Override
    protected Options options() {
      return new Options("l2", Map.of("outputs", "0+2"));
    }
  }
}
