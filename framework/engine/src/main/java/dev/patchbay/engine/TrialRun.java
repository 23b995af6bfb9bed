package dev.patchbay.engine;

import ai.djl.ndarray.NDArray;
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
 * Asks a held run what would change if some edges went: recomputes what lies downstream of them,
 * along live edges, in the order in which the nodes write. The held run stays as it is.
 *
 * <p>Several candidates that cut one receiver are asked about at once: downstream of it, every
 * tensor has an axis for them in front.
 */
final class TrialRun {

  private final HeldRun run;
  private final PromptSlice slice;
  private final LiveReaders readers;
  private final Extents extents;
  private final ComputationGraph graph;
  private final int logits;
  private final List<Set<Integer>> candidates;
  private final Held changed = Held.nothing();
  private final Parts changes;
  private final @Nullable StreamSums sums; // null where differences will do
  private final MovedProjections projections;
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

  TrialRun(HeldRun run, List<Set<Integer>> candidates) {
    this.run = run;
    this.slice = run.slice();
    this.readers = run.readers();
    this.extents = run.extents();
    this.graph = readers.graph();
    this.logits = graph.receiverCount() - 1;
    this.candidates = candidates;
    this.projections = new MovedProjections(run, candidates.size());
    this.changes = new Parts(slice);
    this.sums = slice.isBare() ? StreamSums.of(run) : null;
  }

  /**
   * Whether anything changes without this edge: what it carries reaches the logits, and is not what
   * stands in for it.
   */
  static boolean matters(HeldRun run, int ordinal) {
    ComputationGraph graph = run.readers().graph();
    int sender = graph.senderOf(ordinal);
    return run.readers().carries(sender, graph.receiverOf(ordinal)) && !run.slice().isIdle(sender);
  }

  Trial run() {
    cut();
    for (int sender = waiting.nextSetBit(0); sender >= 0; sender = waiting.nextSetBit(sender + 1)) {
      for (int receiver : graph.inputsOf(sender)) {
        refresh(receiver);
      }
      NDArray write = write(sender);
      changed.writes().put(sender, write);
      if (sums == null) {
        changes.add(sender, extents.ofSender(sender), write);
      } else {
        sums.write(sender, write);
      }
      spread(sender);
    }
    List<Double> lossSums = losses();
    Set<NDArray> own = changed.tensors();
    changed.heads().keySet().forEach(head -> own.remove(run.head(head).pattern()));
    return new Trial(changed, own, lossSums, passes);
  }

  /** Notes what is cut. Of several candidates, every one cuts the same receiver. */
  private void cut() {
    for (int i = 0; i < candidates.size(); i++) {
      for (int ordinal : candidates.get(i)) {
        if (matters(run, ordinal)) {
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

  /** Notes who reads a sender that changed. */
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
    Extent extent = extents.ofReceiver(receiver);
    NDArray stream =
        sums == null ? moved(receiver, what) : sums.stream(receiver, what.cuts().all());
    changed.streams().put(receiver, stream);
    if (graph.receiverPort(receiver) != Port.INPUT) {
      NDArray scale = scales.computeIfAbsent(stream, slice.heads()::scale);
      NDArray raw = projections.raw(receiver, extent, stream, what.cuts(), what.moved());
      changed.vectors().put(receiver, slice.heads().vectors(receiver, extent, raw, scale));
    }
  }

  /** What a receiver would read: what it reads, and what is different. */
  private NDArray moved(int receiver, Pending what) {
    Extent extent = extents.ofReceiver(receiver);
    NDArray without =
        what.cuts().from(run.stream(receiver), (stream, u) -> stream.subi(run.write(u, extent)));
    return changes.plus(without, extent, what.moved());
  }

  /** What {@link Held#writes} says of a sender in a trial [batch, pos, d_model]. */
  private NDArray write(int sender) {
    Node node = graph.senderNode(sender);
    Extent extent = extents.ofSender(sender);
    passes += candidates.size() * slice.passes(node, extent);
    if (node.kind() == Node.Kind.MLP) {
      NDArray stream = stream(graph.receiver(node, Port.INPUT));
      NDArray now = slice.mlpWrite(sender, extent, stream);
      return sums == null ? now.subi(run.write(sender, extent)) : now;
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
    if (sums != null) {
      return slice.headWrite(sender, extent, now.share());
    }
    NDArray change = now.share().sub(run.head(sender).share());
    projections.changed(sender, change);
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

  private List<Double> losses() {
    Pending what = pending.get(logits);
    if (what == null) {
      return Collections.nCopies(candidates.size(), run.lossSum());
    }
    NDArray rows = sums == null ? movedRows(what) : sums.rows(what.cuts().all());
    changed.streams().put(logits, rows);
    double[] losses = slice.readout().lossSums(candidates.size() == 1 ? rows.expandDims(0) : rows);
    return Arrays.stream(losses).boxed().toList();
  }

  /** What the logits would read: what they read, and what is different. */
  private NDArray movedRows(Pending what) {
    BatchReadout readout = slice.readout();
    NDArray without =
        what.cuts()
            .from(
                run.stream(logits),
                (rows, u) -> rows.subi(readout.atAnswers(run.write(u, extents.ofSender(u)))));
    return changes.plusRows(without, what.moved());
  }
}
