package dev.patchbay.bench;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.graph.Port;
import dev.patchbay.spi.metric.MetricTraits.Reads;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.run.Experiment;
import java.util.BitSet;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * How many floating-point operations of matrix products does a test need, if each is done once?
 *
 * <p>Without the edge u→v, v and what reads it, and so on along edges whose target reaches the
 * logits, are computed anew; nothing else is. Of a head: W_Q, W_K, W_V where that input changed;
 * scores where q or k did; the mix of values, and W_O. Of an MLP: W_in and W_out. Rows are
 * positions from the first one where the twins differ; and of a node that is read at the answer's
 * position alone (by the logits, or by a query or MLP that is itself read there alone) that one.
 * Keys and values are always needed at every such position. Where the metric reads the whole
 * vocabulary, W_U follows. Norms, sums and activations are not counted, nor is what weights
 * composed beforehand might save.
 */
final class NecessaryProducts {

  private final Experiment experiment;
  private final ComputationGraph graph;
  private final ModelSpec spec;
  private final BitSet present;
  private final int logits;

  /** What computes with what a receiver reads; nothing does with the logits. */
  private final int[] readers;

  /** Senders that reach the logits, and those of them that are read beyond the last position. */
  private final BitSet live = new BitSet();

  private final BitSet everywhere = new BitSet();

  private NecessaryProducts(Experiment experiment, BitSet present) {
    this.experiment = experiment;
    this.graph = experiment.graph();
    this.spec = experiment.model().spec();
    this.present = present;
    this.logits = graph.receiverCount() - 1;
    this.readers =
        IntStream.range(0, logits)
            .map(receiver -> graph.sendersBehind(receiver).findFirst().orElseThrow())
            .toArray();
  }

  /** Of all tests of a schedule together. */
  static double flops(Schedule schedule, Experiment experiment) {
    BitSet present = schedule.start(experiment.graph()).toBitSet();
    NecessaryProducts products = new NecessaryProducts(experiment, present);
    double flops = 0;
    for (Schedule.Test test : schedule.tests()) {
      flops += products.ofTest(test.ordinal());
      if (test.removed()) {
        present.clear(test.ordinal());
      }
    }
    return flops;
  }

  /** Of asking for the loss without one edge of a circuit. */
  static double ofTest(Circuit circuit, int edge, Experiment experiment) {
    return new NecessaryProducts(experiment, circuit.toBitSet()).ofTest(edge);
  }

  /** Of computing a circuit, the ablated values given. */
  static double ofCircuit(Circuit circuit, Experiment experiment) {
    BitSet all = new BitSet();
    all.set(0, circuit.graph().receiverCount());
    return new NecessaryProducts(experiment, circuit.toBitSet()).ofChange(all);
  }

  private double ofTest(int edge) {
    BitSet changed = new BitSet();
    changed.set(graph.receiverOf(edge));
    return ofChange(changed);
  }

  /**
   * Of what receivers' changes lead to.
   *
   * @param changed what reads something else than before; more are added
   */
  private double ofChange(BitSet changed) {
    live.clear();
    everywhere.clear();
    for (int sender = graph.senderCount() - 1; sender >= 0; sender--) {
      lookAtReaders(sender);
    }
    double flops = 0;
    for (int sender = 0; sender < graph.senderCount(); sender++) {
      double own = live.get(sender) ? ofNode(sender, changed) : 0;
      if (own > 0) {
        flops += own;
        forEachReader(sender, changed::set);
      }
    }
    return flops + (changed.get(logits) ? ofVocabulary() : 0);
  }

  /** The logits of a metric that reads them all; those of a few answers are not counted. */
  private double ofVocabulary() {
    boolean all = experiment.metric().traits().reads() == Reads.VOCABULARY;
    return all ? 2.0 * experiment.promptCount() * spec.dModel() * spec.dVocabOut() : 0;
  }

  private void lookAtReaders(int sender) {
    forEachReader(
        sender,
        receiver -> {
          if (receiver == logits) {
            live.set(sender);
            return;
          }
          int reader = readers[receiver];
          if (live.get(reader)) {
            live.set(sender);
            Port port = graph.receiverPort(receiver);
            if (port == Port.K || port == Port.V || everywhere.get(reader)) {
              everywhere.set(sender);
            }
          }
        });
  }

  private void forEachReader(int sender, IntConsumer action) {
    for (int receiver = 0; receiver <= logits; receiver++) {
      if (sender < graph.fanIn(receiver) && present.get(graph.ordinal(sender, receiver))) {
        action.accept(receiver);
      }
    }
  }

  /** Nothing where none of its inputs changed. */
  private double ofNode(int sender, BitSet changed) {
    Node node = graph.senderNode(sender);
    int length = experiment.batches().get(0).length();
    double answers = experiment.promptCount();
    double sources = answers * (length - BenchSize.FIRST_CHANGED);
    double rows = everywhere.get(sender) ? sources : answers;
    double width = spec.dModel();
    return switch (node.kind()) {
      case MLP ->
          changed.get(graph.receiver(node, Port.INPUT)) ? 4 * rows * width * spec.dMlp() : 0;
      case HEAD -> {
        boolean q = changed.get(graph.receiver(node, Port.Q));
        boolean k = changed.get(graph.receiver(node, Port.K));
        boolean v = changed.get(graph.receiver(node, Port.V));
        double products = (q ? rows : 0) + (k ? sources : 0) + (v ? sources : 0);
        double attended = rows * length * ((q || k ? 1 : 0) + 1);
        yield q || k || v ? 2 * spec.dHead() * (products * width + attended + rows * width) : 0;
      }
      case INPUT, POSITIONS, KV_GROUP, LOGITS -> 0;
    };
  }
}
