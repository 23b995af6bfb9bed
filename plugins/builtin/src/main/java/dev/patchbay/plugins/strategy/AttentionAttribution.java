package dev.patchbay.plugins.strategy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import com.google.auto.service.AutoService;
import dev.patchbay.plugins.BuiltIn;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Edge;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.plugin.Option;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.run.At;
import dev.patchbay.spi.run.BatchScope;
import dev.patchbay.spi.run.Experiment;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.spi.run.PromptBatch;
import dev.patchbay.spi.strategy.AttentionTable;
import dev.patchbay.spi.strategy.AttentionTable.Accumulator;
import dev.patchbay.spi.strategy.Demand;
import dev.patchbay.spi.strategy.DiscoveryResult;
import dev.patchbay.spi.strategy.DiscoveryStrategy;
import dev.patchbay.spi.strategy.StrategyProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Which attention does the behaviour depend on? Each entry of each pattern, times the gradient of
 * the metric there (of −metric where lower is better, so that positive supports the behaviour).
 *
 * <p>From entries to heads: a head's value is the sum over its entries, or the largest |entry|.
 * From heads to edges: an edge's score is the smaller value of its ends that are heads; an edge
 * between no heads is not scored and stays. So the circuit is the one that the kept heads induce,
 * with input, MLPs and logits.
 *
 * <p>Cost: one forward and one backward pass; {@code noising} and {@code denoising} one forward
 * pass more.
 *
 * <p>Nanda (2023), <i>Attribution Patching: Activation Patching At Industrial Scale</i>, section on
 * attention attribution.
 */
@AutoService(StrategyProvider.class)
public final class AttentionAttribution
    extends BuiltIn<AttentionAttribution.Config, DiscoveryStrategy> implements StrategyProvider {

  /** What the gradient is multiplied with. */
  public enum Difference {
    /** The clean pattern, gradient on the clean run: a linearised zero ablation. */
    NONE,
    /** Clean minus corrupted pattern, gradient on the clean run. */
    NOISING,
    /** Clean minus corrupted pattern, gradient on the corrupted run. */
    DENOISING
  }

  /** How a head's entries become its value. */
  public enum Rank {
    /** Their sum. */
    SUM,
    /** The largest of their sizes. */
    MAX_ABS
  }

  /** The options. */
  public record Config(
      @Option(
              value =
                  "none (clean pattern, gradient at clean), noising (clean − corrupted, gradient at"
                      + " clean) or denoising (the same, gradient at corrupted)",
              fallback = "none")
          Difference difference,
      @Option(value = "a head's value: sum of its entries, or max-abs", fallback = "sum")
          Rank rank) {

    private At gradientAt() {
      return difference == Difference.DENOISING ? At.CORRUPTED : At.CLEAN;
    }
  }

  public AttentionAttribution() {
    super(
        "attention-attribution",
        "Attention patterns times their gradient, summed to heads and given to the heads' edges.",
        "Nanda 2023, Attribution Patching: Activation Patching At Industrial Scale",
        "1 forward pass and 1 backward pass; 2 and 1 with a difference",
        Config.class,
        config -> (experiment, progress) -> discover(experiment, progress, config));
  }

  @Override
  public Set<Demand> demands() {
    return Set.of(Demand.GRADIENTS, Demand.ATTENTION_TABLES);
  }

  private static DiscoveryResult discover(Experiment experiment, Progress progress, Config config) {
    if (config.gradientAt() == At.CLEAN) {
      Eap.requireGradient(experiment);
    }
    long lengths = experiment.batches().stream().map(PromptBatch::length).distinct().count();
    if (lengths > 1 && config.rank() == Rank.MAX_ABS) {
      throw PatchbayException.usage(
          "attention-attribution cannot rank by max-abs over prompts of %s lengths."
              .formatted(lengths),
          "Entries of patterns of different sizes have no mean: use rank=sum, or prompts of one"
              + " length.");
    }
    ComputationGraph graph = experiment.graph();
    double[][] heads = new double[graph.shape().nLayers()][graph.shape().nHeads()];
    SortedMap<Integer, Accumulator> tables = new TreeMap<>();
    for (PromptBatch batch : progress.over("attention-attribution", experiment.batches())) {
      Accumulator table =
          tables.computeIfAbsent(
              batch.length(), p -> new Accumulator(heads.length, graph.shape().nHeads(), p));
      long alike = promptsOfLength(experiment, batch.length());
      try (BatchScope scope = experiment.open(batch)) {
        for (int layer = 0; layer < heads.length; layer++) {
          double[] sums = entries(scope, layer, config);
          addSums(heads[layer], sums, experiment.promptCount());
          table.add(layer, sums, alike);
        }
      }
    }
    String name = "attention-attribution-" + Options.word(config.difference());
    List<AttentionTable> made = new ArrayList<>();
    tables.forEach(
        (length, table) ->
            made.add(table.take(tables.size() == 1 ? name : name + "-length-" + length)));
    if (config.rank() == Rank.MAX_ABS) {
      for (int layer = 0; layer < heads.length; layer++) {
        heads[layer] =
            Arrays.stream(made.get(0).layer(layer)).mapToDouble(h -> largest(h)).toArray();
      }
    }
    return DiscoveryResult.of(edgeScores(graph, heads), made);
  }

  private static long promptsOfLength(Experiment experiment, int length) {
    return experiment.batches().stream()
        .filter(batch -> batch.length() == length)
        .mapToLong(PromptBatch::size)
        .sum();
  }

  /** A layer's attributions, summed over the batch's prompts, [head][destination][source]. */
  private static double[] entries(BatchScope scope, int layer, Config config) {
    // The gradient first: its forward pass then serves as the run's plain pass too.
    NDArray lossGradient = scope.patternGradient(config.gradientAt(), layer);
    NDArray pattern = scope.pattern(At.CLEAN, layer); // [batch, head, destination, source]
    if (config.difference() != Difference.NONE) {
      pattern = pattern.sub(scope.pattern(At.CORRUPTED, layer));
    }
    NDArray product = pattern.mul(lossGradient).neg().sum(new int[] {0});
    return product.toType(DataType.FLOAT64, false).toDoubleArray();
  }

  private static void addSums(double[] heads, double[] sums, int prompts) {
    int entries = sums.length / heads.length;
    for (int head = 0; head < heads.length; head++) {
      heads[head] += Arrays.stream(sums, head * entries, (head + 1) * entries).sum() / prompts;
    }
  }

  private static double largest(double[][] entries) {
    return Arrays.stream(entries).flatMapToDouble(DoubleStream::of).map(Math::abs).max().orElse(0);
  }

  private static EdgeScores edgeScores(ComputationGraph graph, double[][] heads) {
    double[] scores = new double[graph.edgeCount()];
    BitSet unscored = new BitSet();
    for (int ordinal = 0; ordinal < scores.length; ordinal++) {
      Edge edge = graph.edge(ordinal);
      double[] ends =
          Stream.of(edge.source(), edge.target())
              .filter(node -> node.kind() == Node.Kind.HEAD)
              .mapToDouble(node -> heads[node.layer()][node.index()])
              .toArray();
      if (ends.length == 0) {
        unscored.set(ordinal);
      } else {
        scores[ordinal] = Arrays.stream(ends).min().orElseThrow();
      }
    }
    return EdgeScores.of(graph, scores, unscored);
  }
}
