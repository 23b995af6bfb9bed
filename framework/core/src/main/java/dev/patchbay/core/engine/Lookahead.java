package dev.patchbay.core.engine;

import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Node;
import java.util.BitSet;

/**
 * How many of the edges that come next are worth asking about at once, under the guess that each
 * goes? Asked about together they share the calls of the tensor engine and the reading of weights;
 * those behind the first that stays are asked in vain. The answer depends on the circuit and on
 * earlier decisions alone, never on the clock.
 */
final class Lookahead {

  private static final int WIDEST = 32;

  /** Rows below which a product takes as long as with so many: the weights have to be read. */
  private static final int FEW_ROWS = 64;

  /** What the calls for a node take, in multiplications that could be done meanwhile. */
  private static final double CALLS = 8e6;

  private final LiveReaders readers;
  private final Extents extents;
  private final PromptSlice slice;
  private final ComputationGraph graph;

  /**
   * @param slice of prompts, on which a trial runs
   */
  Lookahead(LiveReaders readers, Extents extents, PromptSlice slice) {
    this.readers = readers;
    this.extents = extents;
    this.slice = slice;
    this.graph = readers.graph();
  }

  /**
   * The width that takes least time for each answer that counts.
   *
   * @param receiver whose edges are asked about
   * @param rate how often an edge went so far, from 0 to below 1
   */
  int width(int receiver, double rate) {
    if (graph.shape().jointHeads()) {
      return 1; // a layer's heads are stacked along the axis that candidates would take
    }
    BitSet downstream = downstream(receiver);
    int best = 1;
    double least = Double.POSITIVE_INFINITY;
    for (int width = 1; width <= WIDEST; width *= 2) {
      double answers = (1 - Math.pow(rate, width)) / (1 - rate);
      double cost = cost(downstream, width) / answers;
      if (cost < least) {
        least = cost;
        best = width;
      }
    }
    return best;
  }

  private BitSet downstream(int receiver) {
    BitSet nodes = new BitSet();
    graph.sendersBehind(receiver).filter(readers::isLive).forEach(nodes::set);
    for (int sender = nodes.nextSetBit(0); sender >= 0; sender = nodes.nextSetBit(sender + 1)) {
      readers.readersOf(sender).stream()
          .flatMap(graph::sendersBehind)
          .filter(readers::isLive)
          .forEach(nodes::set);
    }
    return nodes;
  }

  private double cost(BitSet downstream, int width) {
    double cost = products(slice.readout().weights(), Extent.ANSWERS, width);
    for (int sender : downstream.stream().toArray()) {
      Node node = graph.senderNode(sender);
      long weights = PassMeter.weights(node, slice.model().spec());
      cost += products(weights, extents.ofSender(sender), width);
    }
    return cost;
  }

  private double products(long weights, Extent extent, int width) {
    double rows = (double) width * slice.readout().batchSize() * slice.places().count(extent);
    return CALLS + (double) weights * Math.max(rows, FEW_ROWS);
  }
}
