package dev.patchbay.bench;

import dev.patchbay.engine.memory.PeakMemory;
import dev.patchbay.plugins.strategy.Eap;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.run.CircuitSearch;
import dev.patchbay.spi.run.Experiment;
import dev.patchbay.spi.run.Progress;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a pass, a score, a circuit and a test of a search cost on a model of some size, beside the
 * arithmetic that each needs. With L layers, H heads, d wide, n tokens, B prompts and E edges,
 * which grow with (L · H)²:
 *
 * <ul>
 *   <li>{@code forward}: B · L · (24 n d² + 4 n² d): linear in layers; linear in tokens but for
 *       attention, which is quadratic.
 *   <li>{@code eap}: two forward passes; one back, whose attention is B · L · 8 n² d; every head's
 *       output and what goes back to its q, k and v, B · L · 10 n d²; the contraction, 2 B · n · d
 *       · E.
 *   <li>{@code evaluate-1000}: the products of the nodes in a circuit of 1,000 edges, so of at most
 *       so many nodes whatever the model.
 *   <li>{@code acdc-test}: what twenty tests, evenly spread over the full circuit's edges, must
 *       compute anew ({@link NecessaryProducts}), mean.
 * </ul>
 *
 * @param layers of the model
 * @param tokens of each prompt
 * @param peakBytes the most memory that the process had resident; 0 where the system does not say
 * @param figures the four
 */
public record SizeCost(int layers, int tokens, long peakBytes, List<Figure> figures) {

  /**
   * One of the four.
   *
   * @param name what is timed
   * @param seconds the median
   * @param flops floating-point operations of the products that it needs
   */
  public record Figure(String name, double seconds, double flops) {}

  private static final int EDGES = 1000;
  private static final int TESTS = 20;
  private static final long SEED = 1;

  public SizeCost {
    figures = List.copyOf(figures);
  }

  /**
   * Measures one model. Progress hears of one phase.
   *
   * @throws dev.patchbay.spi.plugin.PatchbayException of the kind {@code INTERRUPTED} if progress
   *     says stop
   */
  public static SizeCost measure(BenchSize size, Progress progress) {
    try (Workbench bench = Workbench.open(size)) {
      Experiment experiment = bench.experiment();
      ComputationGraph graph = experiment.graph();
      Circuit full = Circuit.full(graph);
      Circuit some = new DrawnCircuit(graph, edge -> true, SEED).grow(EDGES).circuit();
      int[] sample =
          IntStream.range(0, TESTS)
              .map(i -> (2 * i + 1) * graph.edgeCount() / (2 * TESTS))
              .toArray();
      double[] seconds;
      try (CircuitSearch search = experiment.search(full)) {
        seconds =
            Rounds.medians(
                "%s layers, %s tokens".formatted(size.layers(), size.length()),
                size.rounds(),
                progress,
                List.of(
                    bench::forward,
                    () -> bench.discover(new Eap().create(Options.none("eap"))),
                    () -> bench.given().measure(some),
                    () -> IntStream.of(sample).forEach(search::lossWithout)));
      }
      double tests =
          IntStream.of(sample)
              .mapToDouble(edge -> NecessaryProducts.ofTest(full, edge, experiment))
              .sum();
      return new SizeCost(
          size.layers(),
          size.length(),
          PeakMemory.bytes().orElse(0),
          List.of(
              new Figure("forward", seconds[0], forward(size)),
              new Figure("eap", seconds[1], eap(size, graph.edgeCount())),
              new Figure(
                  "evaluate-1000", seconds[2], NecessaryProducts.ofCircuit(some, experiment)),
              new Figure("acdc-test", seconds[3] / TESTS, tests / TESTS)));
    }
  }

  private static double forward(BenchSize size) {
    return products(size, 24, 4);
  }

  private static double eap(BenchSize size, int edges) {
    double contraction = 2.0 * BenchSize.PROMPTS * size.length() * size.width() * edges;
    return 2 * forward(size) + products(size, 24, 8) + products(size, 10, 0) + contraction;
  }

  /** B · L · (linear · n d² + square · n² d). */
  private static double products(BenchSize size, int linear, int square) {
    double rows = (double) BenchSize.PROMPTS * size.layers() * size.length() * size.width();
    return rows * (linear * size.width() + square * size.length());
  }
}
