package dev.patchbay.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.patchbay.spi.plugin.Option;
import dev.patchbay.spi.plugin.Option.Role;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PluginDescriptor;
import dev.patchbay.spi.strategy.DiscoveryStrategy;
import dev.patchbay.spi.strategy.StrategyProvider;
import dev.patchbay.testing.FakePlugins.FakeStrategy;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChosenTest {

  record Draws(
      @Option(value = "not what --seed gives", fallback = "5") long seed,
      @Option(value = "where the draw starts", fallback = "0", role = Role.SEED) long drawFrom) {}

  /** A strategy with a seed, which is never run. */
  private static final class Drawing implements StrategyProvider {
    @Override
    public PluginDescriptor descriptor() {
      return new PluginDescriptor("random", "Draws.", "none", "none");
    }

    @Override
    public Class<Draws> options() {
      return Draws.class;
    }

    @Override
    public DiscoveryStrategy create(Options options) {
      throw new AssertionError("It is only asked for its options.");
    }
  }

  private static final StrategyProvider DRAWING = new Drawing();

  @Test
  void seeded_pluginThatDrawsWithoutSeed_takesTheRuns() {
    Chosen<StrategyProvider> chosen = new Chosen<>(DRAWING, Options.none("random"));

    assertThat(chosen.seeded(7).use().options())
        .containsOnly(entry("seed", "5"), entry("draw-from", "7"));
  }

  @Test
  void seeded_seedGiven_keepsIt() {
    Options given = new Options("random", Map.of("draw-from", "3"));

    assertThat(new Chosen<>(DRAWING, given).seeded(7).options()).isEqualTo(given);
  }

  @Test
  void seeded_pluginThatDrawsNothing_isLeftAlone() {
    Chosen<StrategyProvider> chosen =
        new Chosen<>(new FakeStrategy("eap", false), Options.none("eap"));

    assertThat(chosen.seeded(7)).isSameAs(chosen);
  }
}
