package dev.patchbay.study;

import dev.patchbay.catalog.Chosen;
import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.catalog.PluginKind;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.plugin.Option;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.strategy.StrategyProvider;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A search runs at several thresholds, one after the other, unless it was given its own.
 *
 * @param words the strategy, as for {@code --strategy}
 * @param option what the strategy calls its threshold; not looked at where there are none
 * @param thresholds τ of each run; empty for a single run of the strategy as it is
 */
public record ThresholdSweep(String words, String option, List<Double> thresholds) {

  /** τ from far below any effect of a behaviour that is worth a name to far above. */
  public static final List<Double> USUAL = List.of(1e-4, 1e-3, 3e-3, 1e-2, 3e-2, .1, .3, 1.0, 3.0);

  public ThresholdSweep {
    thresholds = List.copyOf(thresholds);
  }

  /** A single run. */
  public static ThresholdSweep none(String words) {
    return new ThresholdSweep(words, "", List.of());
  }

  /**
   * The sweep of a strategy over these thresholds.
   *
   * @param asked the thresholds; empty for the usual ones
   * @throws PatchbayException if thresholds are asked for and it has none, or was given its own
   */
  public static ThresholdSweep of(String words, List<Double> asked, PluginCatalog catalog) {
    Chosen<StrategyProvider> chosen = catalog.choose(PluginKind.STRATEGY, words);
    Optional<String> option =
        Optional.of(chosen.provider())
            .filter(StrategyProvider::decidesCircuit)
            .flatMap(search -> Options.named(search.options(), Option.Role.THRESHOLD));
    boolean given = option.filter(chosen.options().words()::containsKey).isPresent();
    if (!asked.isEmpty() && option.isEmpty()) {
      throw PatchbayException.usage(
          "Thresholds are given for the strategy '%s', which has none.".formatted(words),
          "Omit them.");
    }
    if (!asked.isEmpty() && given) {
      throw PatchbayException.usage(
          "Thresholds are given for the strategy '%s', which has one of its own.".formatted(words),
          "Omit one of the two.");
    }
    return option.isEmpty() || given
        ? none(words)
        : new ThresholdSweep(words, option.get(), asked.isEmpty() ? USUAL : asked);
  }

  /** The strategies to run, as for {@code --strategy}. */
  public List<String> runs() {
    return thresholds.isEmpty()
        ? List.of(words)
        : thresholds.stream()
            .map(tau -> words + (words.indexOf(':') < 0 ? ":" : ",") + option + "=" + tau)
            .toList();
  }

  /**
   * Its circuits as a score: an edge's is the smallest τ at which it fell. What stayed at every τ
   * comes first. Kept sets need not be nested in τ.
   *
   * @param kept what each run kept, not empty
   */
  EdgeScores scores(List<Circuit> kept) {
    ComputationGraph graph = kept.get(0).graph();
    double[] scores = new double[graph.edgeCount()];
    Arrays.fill(scores, Math.nextUp(Collections.max(thresholds)));
    IntStream.range(0, thresholds.size())
        .boxed()
        .sorted(Comparator.comparing((Integer i) -> thresholds.get(i)).reversed())
        .forEach(
            i -> {
              for (int ordinal = 0; ordinal < scores.length; ordinal++) {
                if (!kept.get(i).contains(ordinal)) {
                  scores[ordinal] = thresholds.get(i);
                }
              }
            });
    return EdgeScores.of(graph, scores);
  }
}
