package dev.patchbay.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.spi.plugin.Option;
import dev.patchbay.spi.plugin.Option.Role;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PluginDescriptor;
import dev.patchbay.spi.strategy.DiscoveryStrategy;
import dev.patchbay.spi.strategy.StrategyProvider;
import dev.patchbay.testing.FakePlugins.FakeStrategy;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThresholdSweepTest {

  /** Has an option {@code threshold}, but another one is its threshold. */
  private static final class Sieve implements StrategyProvider {

    record Config(
        @Option(value = "how wide", fallback = "2") double threshold,
        @Option(value = "what is kept", fallback = "0.1", role = Role.THRESHOLD)
            double leastLoss) {}

    @Override
    public PluginDescriptor descriptor() {
      return new PluginDescriptor("sieve", "A fake.", "none", "none");
    }

    @Override
    public Class<Config> options() {
      return Config.class;
    }

    @Override
    public boolean decidesCircuit() {
      return true;
    }

    @Override
    public DiscoveryStrategy create(Options options) {
      throw new AssertionError("Nothing runs here.");
    }
  }

  private static final PluginCatalog CATALOG =
      PluginCatalog.of(new Sieve(), new FakeStrategy("eap", false));

  private static ThresholdSweep sweep(String words, Double... asked) {
    return ThresholdSweep.of(words, List.of(asked), CATALOG);
  }

  @Test
  void of_searchWithoutAThreshold_runsAtEachOfTheUsual() {
    assertThat(sweep("sieve").thresholds()).isEqualTo(ThresholdSweep.USUAL);
    assertThat(sweep("sieve").runs())
        .startsWith("sieve:least-loss=1.0E-4", "sieve:least-loss=0.001")
        .hasSameSizeAs(ThresholdSweep.USUAL);
  }

  @Test
  void of_otherOptionGiven_sweepsAllTheSame() {
    assertThat(sweep("sieve:threshold=3", .1, .2).runs())
        .containsExactly("sieve:threshold=3,least-loss=0.1", "sieve:threshold=3,least-loss=0.2");
  }

  @Test
  void of_ownThreshold_runsOnce() {
    assertThat(sweep("sieve:least-loss=3").runs()).containsExactly("sieve:least-loss=3");
  }

  @Test
  void of_scores_runOnce() {
    assertThat(sweep("eap").runs()).containsExactly("eap");
  }

  @Test
  void of_thresholdsAskedForWhereThereAreNoneOrOne_refused() {
    assertThatThrownBy(() -> sweep("eap", .1))
        .hasMessage("Thresholds are given for the strategy 'eap', which has none.\nOmit them.");
    assertThatThrownBy(() -> sweep("sieve:least-loss=3", .1))
        .hasMessage(
            "Thresholds are given for the strategy 'sieve:least-loss=3', which has one of its own.\n"
                + "Omit one of the two.");
  }
}
