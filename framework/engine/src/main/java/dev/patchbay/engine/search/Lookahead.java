package dev.patchbay.engine.search;

import dev.patchbay.engine.circuit.Extents;
import dev.patchbay.engine.circuit.LiveReaders;
import dev.patchbay.engine.circuit.PromptSlice;
import dev.patchbay.engine.passes.PassMeter;
import dev.patchbay.spi.graph.ComputationGraph;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * How many of the edges that come next are worth asking about at once, under the guess that each
 * goes? Asked about together they share the calls of the tensor engine and the reading of weights;
 * those after the first that stays are asked in vain. The answer depends on the circuit and on
 * earlier decisions alone, never on the clock.
 */
final class Lookahead {

  private static final int WIDEST = 32;

  /** Before a product multiplies it packs its weights, which takes as long as so many rows do. */
  private static final int PACKING_ROWS = 12;

  /** What the calls for a node take, in multiplications that could be done meanwhile. */
  private static final double CALLS = 6e6;

  /** What is multiplied with downstream, and rows of one candidate: of the logits first. */
  private final List<Product> products = new ArrayList<>();

  /** Whether several candidates can be asked about at once. */
  private final boolean possible;

  private record Product(double weights, double rows) {}

  /**
   * @param receiver whose edges are asked about; what is downstream of it does not change with them
   * @param slice of prompts, on which a trial runs
   */
  Lookahead(int receiver, LiveReaders readers, Extents extents, PromptSlice slice) {
    ComputationGraph graph = readers.graph();
    // Joint heads are stacked along the axis that candidates would take; sums made anew have none.
    this.possible = !graph.shape().jointHeads() && !slice.isWhole();
    double prompts = slice.readout().batchSize();
    products.add(new Product(slice.readout().weights(), prompts));
    for (int sender : downstream(receiver, readers).stream().toArray()) {
      long weights = PassMeter.weights(graph.senderNode(sender), slice.model().spec());
      double rows = prompts * slice.places().count(extents.ofSender(sender));
      products.add(new Product(weights, rows));
    }
  }

  private static BitSet downstream(int receiver, LiveReaders readers) {
    ComputationGraph graph = readers.graph();
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

  /**
   * The width that takes least time for each answer that counts.
   *
   * @param rate how often an edge went so far, from 0 to below 1
   */
  int width(double rate) {
    int best = 1;
    double least = Double.POSITIVE_INFINITY;
    for (int width = 1; width <= (possible ? WIDEST : 1); width *= 2) {
      double answers = (1 - Math.pow(rate, width)) / (1 - rate);
      double cost = cost(width) / answers;
      if (cost < least) {
        least = cost;
        best = width;
      }
    }
    return best;
  }

  private double cost(int width) {
    double cost = 0;
    for (Product product : products) {
      cost += CALLS + product.weights() * (width * product.rows() + PACKING_ROWS);
    }
    return cost;
  }
}
