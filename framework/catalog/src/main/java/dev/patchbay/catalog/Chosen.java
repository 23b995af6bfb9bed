package dev.patchbay.catalog;

import dev.patchbay.spi.plugin.Option;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.Plugin;
import dev.patchbay.spi.report.PluginUse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A plug-in that was asked for and found, with options that it knows and can read. */
public record Chosen<P extends Plugin>(P provider, Options options) {

  public String name() {
    return provider.descriptor().name();
  }

  /**
   * The same with the run's seed, if the plug-in declares an option as its seed and was given none:
   * one {@code --seed} serves whatever draws.
   */
  public Chosen<P> seeded(long seed) {
    Optional<String> option = Options.named(provider.options(), Option.Role.SEED);
    if (option.isEmpty() || options.words().containsKey(option.get())) {
      return this;
    }
    Map<String, String> words = new LinkedHashMap<>(options.words());
    words.put(option.get(), Long.toString(seed));
    return new Chosen<>(provider, new Options(options.plugin(), words));
  }

  /** What results record: the name and every option, defaults included. */
  public PluginUse use() {
    return new PluginUse(name(), options.resolved(provider.options()));
  }
}
