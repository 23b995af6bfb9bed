package dev.patchbay.study;

import dev.patchbay.catalog.Chosen;
import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.catalog.PluginKind;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.strategy.StrategyProvider;
import java.util.Arrays;
import java.util.List;

/**
 * A search runs at several thresholds, one after the other, unless it was given its own.
 *
 * @param words the strategy, as for {@code --strategy}
 * @param thresholds τ of each run; empty for a single run of the strategy as it is
 */
public record ThresholdSweep(String words, List<Double> thresholds) {

  /** τ from far below any effect of a behaviour that is worth a name to far above. */
  public static final List<Double> USUAL = List.of(1e-4, 1e-3, 3e-3, 1e-2, 3e-2, .1, .3, 1.0, 3.0);

  private static final String THRESHOLD = "threshold";

  public ThresholdSweep {
    thresholds = List.copyOf(thresholds);
  }

  /** The sweep of a strategy: over the usual thresholds if it searches and was given none. */
  public static ThresholdSweep of(String words, PluginCatalog catalog) {
    Chosen<StrategyProvider> chosen = catalog.choose(PluginKind.STRATEGY, words);
    boolean takes =
        Arrays.stream(chosen.provider().options().getRecordComponents())
            .anyMatch(component -> Options.name(component).equals(THRESHOLD));
    boolean sweeps =
        chosen.provider().searches() && takes && !chosen.options().words().containsKey(THRESHOLD);
    return new ThresholdSweep(words, sweeps ? USUAL : List.of());
  }

  /** The strategies to run, as for {@code --strategy}. */
  public List<String> runs() {
    return thresholds.isEmpty()
        ? List.of(words)
        : thresholds.stream()
            .map(tau -> words + (words.indexOf(':') < 0 ? ":" : ",") + THRESHOLD + "=" + tau)
            .toList();
  }
}
