package dev.patchbay.core.engine;

import ai.djl.ndarray.NDArray;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.graph.Port;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks a held run what would change if some edges went: recomputes what lies downstream of them,
 * along live edges, in the order in which the nodes write. The held run stays as it is.
 */
final class TrialRun {

  private final HeldRun run;
  private final PromptSlice slice;
  private final LiveReaders readers;
  private final Extents extents;
  private final ComputationGraph graph;
  private final int logits;
  private final Set<Integer> removed;
  private final boolean composes;
  private final Held changed = Held.nothing();
  private final Parts changes;
  private final Map<Integer, NDArray> shareChanges = new HashMap<>();
  private final IdentityHashMap<NDArray, NDArray> scales = new IdentityHashMap<>();

  /** What is to change of a receiver that was not recomputed yet. */
  private final Map<Integer, Pending> pending = new HashMap<>();

  /** The senders that are to be recomputed. */
  private final BitSet waiting = new BitSet();

  private double passes;

  /**
   * A receiver's changes.
   *
   * @param cut senders that it no longer reads
   * @param moved senders that write something else
   */
  private record Pending(BitSet cut, BitSet moved) {
    Pending() {
      this(new BitSet(), new BitSet());
    }
  }

  TrialRun(HeldRun run, Set<Integer> removed) {
    this.run = run;
    this.slice = run.slice();
    this.readers = run.readers();
    this.extents = run.extents();
    this.graph = readers.graph();
    this.logits = graph.receiverCount() - 1;
    this.removed = removed;
    this.composes = slice.weights().holds(readers.headPairs());
    this.changes = new Parts(slice);
  }

  Trial run() {
    for (int ordinal : removed) {
      if (readers.carries(graph.senderOf(ordinal), graph.receiverOf(ordinal))) {
        pending(graph.receiverOf(ordinal)).cut().set(graph.senderOf(ordinal));
      }
    }
    for (int sender = waiting.nextSetBit(0); sender >= 0; sender = waiting.nextSetBit(sender + 1)) {
      for (int receiver : graph.inputsOf(sender)) {
        refresh(receiver);
      }
      NDArray change = change(sender);
      changed.writes().put(sender, change);
      changes.add(sender, extents.ofSender(sender), change);
      spread(sender);
    }
    double lossSum = loss();
    Set<NDArray> own = changed.tensors();
    changed.heads().keySet().forEach(head -> own.remove(run.head(head).pattern()));
    return new Trial(changed, own, lossSum, passes);
  }

  private Pending pending(int receiver) {
    graph.sendersBehind(receiver).filter(readers::isLive).forEach(waiting::set);
    return pending.computeIfAbsent(receiver, r -> new Pending());
  }

  /** Notes who reads a sender that changed. */
  private void spread(int sender) {
    BitSet reading = readers.readersOf(sender);
    for (int reader = reading.nextSetBit(0); reader >= 0; reader = reading.nextSetBit(reader + 1)) {
      if (!removed.contains(graph.ordinal(sender, reader))) {
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
    Extent extent = extents.ofReceiver(receiver);
    NDArray without = without(run.stream(receiver), extent, what.cut());
    NDArray stream = changes.plus(without, extent, what.moved());
    changed.streams().put(receiver, stream);
    if (graph.receiverPort(receiver) != Port.INPUT) {
      NDArray scale = scales.computeIfAbsent(stream, slice.heads()::scale);
      NDArray raw =
          throughHeads(extent, what)
              ? moved(receiver, extent, what)
              : slice.heads().raw(receiver, stream);
      changed.vectors().put(receiver, slice.heads().vectors(receiver, extent, raw, scale));
    }
  }

  private NDArray without(NDArray stream, Extent extent, BitSet cut) {
    NDArray rest = stream;
    for (int sender : cut.stream().toArray()) {
      NDArray part = run.write(sender, extent);
      rest = rest == stream ? stream.sub(part) : rest.subi(part);
    }
    return rest;
  }

  /**
   * Whether a projection is moved by what heads do to it rather than made of the whole stream:
   * where that takes fewer multiplications. What an edge that is cut does is multiplied out for
   * this one time; and small products take twice their share.
   */
  private boolean throughHeads(Extent extent, Pending what) {
    if (!composes || !allHeads(what.cut()) || !allHeads(what.moved())) {
      return false;
    }
    long rows = (long) slice.readout().batchSize() * slice.places().count(extent);
    long width = slice.model().spec().dModel();
    long small = 2 * rows * slice.model().spec().dHead();
    long cut = what.cut().cardinality();
    return cut * (slice.model().spec().dHead() * width + small) + what.moved().cardinality() * small
        <= rows * width;
  }

  private boolean allHeads(BitSet senders) {
    return senders.stream().allMatch(s -> graph.senderNode(s).kind() == Node.Kind.HEAD);
  }

  /** A projection, moved by what heads of it are gone or changed. */
  private NDArray moved(int receiver, Extent extent, Pending what) {
    FoldedWeights weights = slice.weights();
    NDArray raw = run.vectors(receiver).raw().duplicate();
    what.cut().stream()
        .forEach(
            u -> {
              NDArray share = at(extent, run.head(u).share());
              NDArray gone = share.sub(slice.standIn(u, extent));
              raw.subi(gone.matMul(weights.product(u, receiver)));
            });
    what.moved().stream()
        .forEach(
            u -> {
              NDArray change = at(extent, Objects.requireNonNull(shareChanges.get(u)));
              raw.addi(change.matMul(weights.composed(u, receiver)));
            });
    return raw;
  }

  private NDArray at(Extent extent, NDArray tensor) {
    return extent == Extent.ANSWERS ? slice.places().narrowed(tensor) : tensor;
  }

  /** By how much what a sender writes would change [batch, pos, d_model]. */
  private NDArray change(int sender) {
    Node node = graph.senderNode(sender);
    Extent extent = extents.ofSender(sender);
    passes += slice.passes(node, extent);
    if (node.kind() == Node.Kind.MLP) {
      NDArray stream = stream(graph.receiver(node, Port.INPUT));
      return slice.mlpDifference(node.layer(), extent, stream).subi(run.write(sender, extent));
    }
    if (!changed.heads().containsKey(sender)) {
      changed
          .heads()
          .putAll(
              slice
                  .heads()
                  .values(run.together(sender), extent, this::vectors, this::knownPattern));
    }
    HeadValue now = Objects.requireNonNull(changed.heads().get(sender));
    NDArray change = now.share().sub(run.head(sender).share());
    shareChanges.put(sender, change);
    return slice.written(sender, change);
  }

  private NDArray stream(int receiver) {
    NDArray now = changed.streams().get(receiver);
    return now != null ? now : run.stream(receiver);
  }

  private Vectors vectors(int receiver) {
    Vectors now = changed.vectors().get(receiver);
    return now != null ? now : run.vectors(receiver);
  }

  /** A head looks where it did if its query and its keys are what they were. */
  private @Nullable NDArray knownPattern(int head) {
    Node node = graph.senderNode(head);
    boolean looksElsewhere =
        changed.vectors().containsKey(graph.receiver(node, Port.Q))
            || changed.vectors().containsKey(graph.receiver(node, Port.K));
    return looksElsewhere ? null : run.head(head).pattern();
  }

  private double loss() {
    Pending what = pending.get(logits);
    if (what == null) {
      return run.lossSum();
    }
    NDArray rows = run.stream(logits);
    for (int sender : what.cut().stream().toArray()) {
      rows = rows.sub(slice.readout().atAnswers(run.write(sender, extents.ofSender(sender))));
    }
    rows = changes.plusRows(rows, what.moved());
    changed.streams().put(logits, rows);
    return Numbers.sum(slice.readout().losses(rows));
  }
}
