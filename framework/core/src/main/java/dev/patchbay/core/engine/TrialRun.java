package dev.patchbay.core.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.graph.Port;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ObjIntConsumer;
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
   * @param cuts for each candidate, the senders that it no longer reads; empty where none is cut
   * @param moved senders that write something else
   */
  private record Pending(List<BitSet> cuts, BitSet moved) {
    Pending() {
      this(new ArrayList<>(), new BitSet());
    }
  }

  TrialRun(HeldRun run, List<Set<Integer>> candidates) {
    this.run = run;
    this.slice = run.slice();
    this.readers = run.readers();
    this.extents = run.extents();
    this.graph = readers.graph();
    this.logits = graph.receiverCount() - 1;
    this.candidates = candidates;
    this.composes = slice.weights().holds(readers.headPairs());
    this.changes = new Parts(slice);
  }

  Trial run() {
    cut();
    for (int sender = waiting.nextSetBit(0); sender >= 0; sender = waiting.nextSetBit(sender + 1)) {
      for (int receiver : graph.inputsOf(sender)) {
        refresh(receiver);
      }
      NDArray change = change(sender);
      changed.writes().put(sender, change);
      changes.add(sender, extents.ofSender(sender), change);
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
        int sender = graph.senderOf(ordinal);
        int receiver = graph.receiverOf(ordinal);
        if (readers.carries(sender, receiver) && !run.isIdle(sender)) {
          List<BitSet> cuts = pending(receiver).cuts();
          while (cuts.size() < candidates.size()) {
            cuts.add(new BitSet());
          }
          cuts.get(i).set(sender);
        }
      }
    }
  }

  private Pending pending(int receiver) {
    graph.sendersBehind(receiver).filter(readers::isLive).forEach(waiting::set);
    return pending.computeIfAbsent(receiver, r -> new Pending());
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
    NDArray without =
        cut(
            run.stream(receiver),
            what.cuts(),
            (stream, sender) -> stream.subi(run.write(sender, extent)));
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

  /**
   * What is left for each candidate; the tensor itself where nothing is cut.
   *
   * @param subtract takes a sender's part away, in place
   */
  private static NDArray cut(NDArray tensor, List<BitSet> cuts, ObjIntConsumer<NDArray> subtract) {
    if (cuts.isEmpty()) {
      return tensor;
    }
    NDList each = new NDList();
    for (int i = 0; i < cuts.size(); i++) {
      BitSet further = (BitSet) cuts.get(i).clone();
      boolean goesOn = i > 0 && contains(cuts.get(i), cuts.get(i - 1));
      if (goesOn) {
        further.andNot(cuts.get(i - 1));
      }
      NDArray left = (goesOn ? each.get(i - 1) : tensor).duplicate();
      further.stream().forEach(sender -> subtract.accept(left, sender));
      each.add(left);
    }
    return each.size() == 1 ? each.get(0) : NDArrays.stack(each);
  }

  private static boolean contains(BitSet set, BitSet part) {
    BitSet rest = (BitSet) part.clone();
    rest.andNot(set);
    return rest.isEmpty();
  }

  /**
   * Whether a projection is moved by what heads do to it rather than made of the whole stream:
   * where that takes fewer multiplications. What an edge that is cut does is multiplied out for
   * this one time; and small products take twice their share.
   */
  private boolean throughHeads(Extent extent, Pending what) {
    BitSet cut = new BitSet();
    what.cuts().forEach(cut::or);
    if (!composes || !allHeads(cut) || !allHeads(what.moved())) {
      return false;
    }
    long rows = (long) slice.readout().batchSize() * slice.places().count(extent);
    long all = rows * candidates.size();
    long dModel = slice.model().spec().dModel();
    long dHead = slice.model().spec().dHead();
    return cut.cardinality() * dHead * (dModel + 2 * rows)
            + what.moved().cardinality() * 2L * dHead * all
        <= all * dModel;
  }

  private boolean allHeads(BitSet senders) {
    return senders.stream().allMatch(s -> graph.senderNode(s).kind() == Node.Kind.HEAD);
  }

  /** A projection, moved by what heads of it are gone or changed. */
  private NDArray moved(int receiver, Extent extent, Pending what) {
    FoldedWeights weights = slice.weights();
    NDArray held = run.vectors(receiver).raw();
    NDArray raw =
        cut(
            what.cuts().isEmpty() ? held.duplicate() : held,
            what.cuts(),
            (left, u) -> {
              NDArray share = run.head(u).share().sub(slice.standIn(u, extents.ofSender(u)));
              left.subi(at(extent, share).matMul(weights.product(u, receiver)));
            });
    for (int u : what.moved().stream().toArray()) {
      NDArray change = at(extent, Objects.requireNonNull(shareChanges.get(u)));
      NDArray part = change.matMul(weights.composed(u, receiver));
      raw = raw.getShape().equals(part.getShape()) ? raw.addi(part) : raw.add(part);
    }
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

  private List<Double> losses() {
    Pending what = pending.get(logits);
    if (what == null) {
      return Collections.nCopies(candidates.size(), run.lossSum());
    }
    BatchReadout readout = slice.readout();
    NDArray without =
        cut(
            run.stream(logits),
            what.cuts(),
            (rows, u) -> rows.subi(readout.atAnswers(run.write(u, extents.ofSender(u)))));
    NDArray rows = changes.plusRows(without, what.moved());
    changed.streams().put(logits, rows);
    double[] sums = readout.lossSums(candidates.size() == 1 ? rows.expandDims(0) : rows);
    return Arrays.stream(sums).boxed().toList();
  }
}
