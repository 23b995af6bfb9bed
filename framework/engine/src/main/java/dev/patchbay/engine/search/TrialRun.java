package dev.patchbay.engine.search;

import ai.djl.ndarray.NDArray;
import dev.patchbay.engine.circuit.CircuitRun;
import dev.patchbay.engine.circuit.Extent;
import dev.patchbay.engine.circuit.Extents;
import dev.patchbay.engine.circuit.LiveReaders;
import dev.patchbay.engine.circuit.NodeValues;
import dev.patchbay.engine.circuit.PromptSlice;
import dev.patchbay.engine.circuit.Trial;
import dev.patchbay.engine.tensor.Scratch;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.graph.Port;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks a circuit run what would change if some edges went: recomputes what is downstream of them,
 * along live edges, in the order in which the nodes write. The run stays as it is.
 *
 * <p>Several candidates that cut one receiver are asked about at once: downstream of it, every
 * tensor has an axis for them in front.
 */
final class TrialRun {

  private final CircuitRun run;
  private final PromptSlice slice;
  private final LiveReaders readers;
  private final Extents extents;
  private final ComputationGraph graph;
  private final int logits;
  private final List<Set<Integer>> candidates;
  private final NodeValues changed = NodeValues.nothing();
  private final TrialStreams streams;
  private final IdentityHashMap<NDArray, NDArray> scales = new IdentityHashMap<>();

  /** What is to change of a receiver that was not recomputed yet. */
  private final Map<Integer, Pending> pending = new HashMap<>();

  /** The senders that are to be recomputed. */
  private final BitSet waiting = new BitSet();

  private double passes;

  /**
   * A receiver's changes.
   *
   * @param cuts senders that it no longer reads
   * @param moved senders that write something else
   */
  private record Pending(Cuts cuts, BitSet moved) {}

  /**
   * @param candidates sets of edges, each a question of its own; where there are several, all lead
   *     to one receiver
   */
  TrialRun(CircuitRun run, List<Set<Integer>> candidates) {
    this.run = run;
    this.slice = run.slice();
    this.readers = run.readers();
    this.extents = run.extents();
    this.graph = readers.graph();
    this.logits = graph.receiverCount() - 1;
    this.candidates = candidates;
    this.streams = slice.isWhole() ? new SummedStreams(run) : new MovedStreams(run);
  }

  /** What would change without these edges; the caller's own. */
  Trial trial() {
    try (Scratch scratch = new Scratch()) {
      cut();
      for (int u = waiting.nextSetBit(0); u >= 0; u = waiting.nextSetBit(u + 1)) {
        for (int receiver : graph.inputsOf(u)) {
          refresh(receiver);
        }
        changed.writes().put(u, write(u));
        spread(u);
      }
      List<Double> lossSums = losses();
      Set<NDArray> own = changed.tensors();
      changed.heads().keySet().forEach(head -> own.remove(run.head(head).pattern()));
      own.forEach(Scratch::release);
      return new Trial(changed, own, lossSums, passes);
    }
  }

  /** Notes what is cut. Of several candidates, every one cuts the same receiver. */
  private void cut() {
    for (int i = 0; i < candidates.size(); i++) {
      for (int ordinal : candidates.get(i)) {
        if (run.needs(ordinal)) {
          pending(graph.receiverOf(ordinal)).cuts().add(i, graph.senderOf(ordinal));
        }
      }
    }
  }

  private Pending pending(int receiver) {
    graph.sendersBehind(receiver).filter(readers::isLive).forEach(waiting::set);
    return pending.computeIfAbsent(
        receiver, r -> new Pending(new Cuts(candidates.size()), new BitSet()));
  }

  /** Notes what reads a sender that changed. */
  private void spread(int sender) {
    BitSet reading = readers.readersOf(sender);
    for (int reader = reading.nextSetBit(0); reader >= 0; reader = reading.nextSetBit(reader + 1)) {
      // Of several candidates, none cuts an edge downstream of itself.
      if (!candidates.get(0).contains(graph.ordinal(sender, reader))) {
        pending(reader).moved().set(sender);
      }
    }
  }

  /** Computes what a receiver would read. */
  private void refresh(int receiver) {
    Pending what = pending.remove(receiver);
    if (what == null) {
      return;
    }
    NDArray stream = streams.stream(receiver, what.cuts(), what.moved());
    changed.streams().put(receiver, stream);
    if (graph.receiverPort(receiver) != Port.INPUT) {
      NDArray scale = scales.computeIfAbsent(stream, slice.heads()::scale);
      Extent extent = extents.ofReceiver(receiver);
      changed.inputs().put(receiver, slice.heads().input(receiver, extent, stream, scale));
    }
  }

  /** What {@link NodeValues#writes} says of a sender in a trial [batch, pos, d_model]. */
  private NDArray write(int sender) {
    Node node = graph.senderNode(sender);
    Extent extent = extents.ofSender(sender);
    passes += candidates.size() * slice.passes(node, extent);
    if (node.kind() == Node.Kind.MLP) {
      NDArray stream = stream(graph.receiver(node, Port.INPUT));
      return streams.mlp(sender, slice.mlpWrite(sender, extent, stream));
    }
    if (!changed.heads().containsKey(sender)) {
      changed
          .heads()
          .putAll(
              slice.heads().values(run.together(sender), extent, this::input, this::knownPattern));
    }
    return streams.head(sender, Objects.requireNonNull(changed.heads().get(sender)));
  }

  private NDArray stream(int receiver) {
    NDArray now = changed.streams().get(receiver);
    return now != null ? now : run.stream(receiver);
  }

  private NDArray input(int receiver) {
    NDArray now = changed.inputs().get(receiver);
    return now != null ? now : run.input(receiver);
  }

  /** A head looks where it did if its query and its keys are what they were. */
  private @Nullable NDArray knownPattern(int head) {
    Node node = graph.senderNode(head);
    boolean looksElsewhere =
        changed.inputs().containsKey(graph.receiver(node, Port.Q))
            || changed.inputs().containsKey(graph.receiver(node, Port.K));
    return looksElsewhere ? null : run.head(head).pattern();
  }

  private List<Double> losses() {
    Pending what = pending.get(logits);
    if (what == null) {
      return Collections.nCopies(candidates.size(), run.lossSum());
    }
    NDArray rows = streams.rows(what.cuts(), what.moved());
    changed.streams().put(logits, rows);
    double[] losses = slice.readout().lossSums(candidates.size() == 1 ? rows.expandDims(0) : rows);
    return Arrays.stream(losses).boxed().toList();
  }
}
