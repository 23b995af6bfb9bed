package dev.patchbay.plugins.strategy;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.graph.Port;
import dev.patchbay.spi.run.CircuitSearch;
import dev.patchbay.spi.run.Experiment;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.spi.strategy.Decision;
import dev.patchbay.spi.strategy.DiscoveryResult;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One sweep of ACDC over a circuit.
 *
 * <p>Receivers come from the logits down, a layer's MLP before its heads (the last first); senders
 * latest first, a layer's MLP before its heads, the input last. An edge goes if {@code
 * loss(without) − loss(current) < τ}; then the loss moves. A receiver whose node has no edge left
 * to go out by loses its inputs untested; where a layer's heads are joint, only if none of them has
 * one: what a silent head computes still moves the others. A node that lost all inputs keeps its
 * outgoing edges.
 */
final class AcdcSweep {

  private final CircuitSearch search;
  private final ComputationGraph graph;
  private final Acdc.Config config;
  private final Progress progress;
  private final List<Decision> decisions = new ArrayList<>();
  private final List<String> removedDirect = new ArrayList<>();
  private final double[] scores;
  private final BitSet tested = new BitSet();
  private int kept;

  private AcdcSweep(CircuitSearch search, Acdc.Config config, Progress progress) {
    this.search = search;
    this.graph = search.circuit().graph();
    this.config = config;
    this.progress = progress;
    this.scores = new double[graph.edgeCount()];
    this.kept = search.circuit().size();
  }

  static DiscoveryResult run(
      Experiment experiment, Circuit start, Acdc.Config config, Progress progress) {
    progress.start("acdc", start.size());
    try (CircuitSearch search = experiment.search(start)) {
      return new AcdcSweep(search, config, progress).sweep();
    }
  }

  private DiscoveryResult sweep() {
    int logits = graph.receiverCount() - 1;
    testInputs(logits);
    for (int layer = graph.shape().nLayers() - 1; layer >= 0; layer--) {
      if (graph.shape().mlps()) {
        testInputs(graph.receiver(Node.mlp(layer), Port.INPUT));
      }
      int[] receivers = headReceivers(layer);
      if (config.directEdges()) {
        for (int receiver : receivers) {
          testDirect(receiver);
        }
      }
      for (int receiver : receivers) {
        testInputs(receiver);
      }
    }
    BitSet untested = new BitSet();
    untested.set(0, graph.edgeCount());
    untested.andNot(tested);
    return DiscoveryResult.of(
        EdgeScores.of(graph, scores, untested), search.circuit(), decisions, removedDirect);
  }

  /** A layer's q, k and v inputs in the order in which they are tested. */
  private int[] headReceivers(int layer) {
    List<Port> ports = List.of(Port.V, Port.K, Port.Q);
    int nHeads = graph.shape().nHeads();
    int three = ports.size();
    boolean byHead = config.order() == Acdc.Order.HEAD_BY_HEAD;
    return IntStream.range(0, nHeads * three)
        .map(
            i -> {
              int head = nHeads - 1 - (byHead ? i / three : i % nHeads);
              Port port = ports.get(byHead ? i % three : i / nHeads);
              return graph.receiver(Node.head(layer, head), port);
            })
        .distinct() // heads of a group share their k and v
        .toArray();
  }

  /** The edges that are still there into a receiver, the latest sender's first, positions last. */
  private int[] presentInto(int receiver) {
    int fanIn = graph.fanIn(receiver);
    int embeddings = graph.shape().embeddings();
    IntStream inLayers = IntStream.range(0, fanIn - embeddings).map(i -> fanIn - 1 - i);
    return IntStream.concat(inLayers, IntStream.range(0, embeddings))
        .map(sender -> graph.ordinal(sender, receiver))
        .filter(search::has)
        .toArray();
  }

  private void testInputs(int receiver) {
    int[] edges = presentInto(receiver);
    if (isDead(receiver)) {
      removeUntested(edges);
      return;
    }
    search.expect(edges);
    for (int edge : edges) {
      progress.throwIfStopped();
      test(edge);
    }
  }

  private void test(int edge) {
    double before = search.loss();
    double without = search.lossWithout(edge);
    boolean removed = goes(without - before);
    decisions.add(new Decision(graph.edge(edge).name(), before, without, removed));
    scores[edge] = without - before;
    tested.set(edge);
    if (removed) {
      search.remove(edge);
      kept--;
    }
    progress.step(kept + " kept");
  }

  /**
   * Tests a whole input: without its direct edge a q, k or v reads what is ablated, and no more.
   */
  private void testDirect(int receiver) {
    int[] edges = presentInto(receiver);
    if (isDead(receiver)) {
      removedDirect.add(graph.receiverName(receiver));
      return;
    }
    progress.throwIfStopped();
    double before = search.loss();
    double without = search.lossWithout(edges);
    boolean removed = goes(without - before);
    decisions.add(new Decision(graph.receiverName(receiver) + " direct", before, without, removed));
    if (removed) {
      removedDirect.add(graph.receiverName(receiver));
      removeUntested(edges);
    }
  }

  private boolean goes(double change) {
    return (config.absolute() ? Math.abs(change) : change) < config.threshold();
  }

  private void removeUntested(int[] edges) {
    if (edges.length > 0) {
      search.remove(edges);
      for (int ignored : edges) {
        kept--;
        progress.step(kept + " kept");
      }
    }
  }

  /**
   * Whether the receiver's node (all heads of its group, or of joint heads) has no edge to go out
   * by.
   */
  private boolean isDead(int receiver) {
    return receiver != graph.receiverCount() - 1
        && graph.sendersBehind(receiver).allMatch(this::hasNoReader);
  }

  private boolean hasNoReader(int sender) {
    return IntStream.range(0, graph.receiverCount())
        .filter(receiver -> sender < graph.fanIn(receiver))
        .noneMatch(receiver -> search.has(graph.ordinal(sender, receiver)));
  }
}
