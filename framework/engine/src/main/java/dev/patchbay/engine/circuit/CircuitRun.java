package dev.patchbay.engine.circuit;

import ai.djl.ndarray.NDArray;
import dev.patchbay.engine.tensor.Numbers;
import dev.patchbay.engine.tensor.Scratch;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.graph.Port;
import java.util.Arrays;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Some prompts under one circuit, with the value of every live node and the input of every live
 * receiver held. Only what reaches the logits is computed, and only at the positions that matter.
 *
 * <p>The input of a receiver is the ablated stream plus x_u − c_u of the senders that it reads, or
 * the sum of what all write: see {@link StreamSums}. Receivers that read the same senders share one
 * tensor.
 */
public final class CircuitRun implements AutoCloseable {

  private static final BitSet NOTHING_CUT = new BitSet();

  private final PromptSlice slice;
  private final LiveReaders readers;
  private final ComputationGraph graph;
  private final int logits;
  private final NodeValues held = NodeValues.nothing();
  private Extents extents;
  private double lossSum;
  private double passes;

  /**
   * Computes the circuit: at most one pass.
   *
   * @param readers the circuit; after a change of it, {@link #accept} is called
   * @param extents of the same
   */
  CircuitRun(PromptSlice slice, LiveReaders readers, Extents extents) {
    this(slice, readers, extents, true);
  }

  /** The same for its metric alone: what a layer read and computed goes with it. */
  static CircuitRun once(PromptSlice slice, LiveReaders readers, Extents extents) {
    return new CircuitRun(slice, readers, extents, false);
  }

  private CircuitRun(PromptSlice slice, LiveReaders readers, Extents extents, boolean holds) {
    this.slice = slice;
    this.readers = readers;
    this.extents = extents;
    this.graph = readers.graph();
    this.logits = graph.receiverCount() - 1;
    try (Scratch scratch = new Scratch()) {
      compute(holds);
      held.tensors().forEach(Scratch::release);
    }
  }

  private void compute(boolean holds) {
    StreamSums sums = new StreamSums(slice, readers, extents);
    IdentityHashMap<NDArray, NDArray> scales = new IdentityHashMap<>();
    int layer = graph.senderNode(0).layer();
    for (int sender = 0; sender < graph.senderCount(); sender++) {
      if (!readers.isLive(sender)) {
        continue;
      }
      if (!holds && graph.senderNode(sender).layer() != layer) {
        layer = graph.senderNode(sender).layer();
        forget(sums);
        sums.prepare(inputsOfHeads(layer));
      }
      for (int receiver : graph.inputsOf(sender)) {
        if (!held.streams().containsKey(receiver)) {
          read(receiver, sums, scales);
        }
      }
      NDArray write = holds ? write(sender) : sums.stacked(sender, write(sender));
      held.writes().put(sender, write);
      sums.write(sender, write);
    }
    NDArray rows = sums.rows(NOTHING_CUT);
    if (!holds) {
      forget(sums);
      held.writes().clear(); // they go with what they are stacked on
    }
    held.streams().put(logits, rows);
    lossSum = Numbers.sum(slice.readout().losses(rows));
  }

  /** Frees all but the writes, which later layers read. */
  private void forget(StreamSums sums) {
    Set<NDArray> gone = held.tensors();
    held.writes().values().forEach(gone::remove);
    gone.forEach(NDArray::close);
    held.streams().clear();
    held.inputs().clear();
    held.heads().clear();
    sums.forget();
  }

  /** The receivers of a layer's live heads. */
  private List<Integer> inputsOfHeads(int layer) {
    return IntStream.range(0, graph.senderCount())
        .filter(readers::isLive)
        .filter(sender -> graph.senderNode(sender).kind() == Node.Kind.HEAD)
        .filter(sender -> graph.senderNode(sender).layer() == layer)
        .flatMap(sender -> Arrays.stream(graph.inputsOf(sender)))
        .boxed()
        .toList();
  }

  private void read(int receiver, StreamSums sums, IdentityHashMap<NDArray, NDArray> scales) {
    NDArray stream = sums.stream(receiver, NOTHING_CUT);
    held.streams().put(receiver, stream);
    if (graph.receiverPort(receiver) != Port.INPUT) {
      NDArray scale = scales.computeIfAbsent(stream, slice.heads()::scale);
      Extent extent = extents.ofReceiver(receiver);
      held.inputs().put(receiver, slice.heads().input(receiver, extent, stream, scale));
    }
  }

  private NDArray write(int sender) {
    if (slice.isEmbedding(sender)) {
      return slice.embeddingWrite(sender);
    }
    Node node = graph.senderNode(sender);
    Extent extent = extents.ofSender(sender);
    passes += slice.passes(node, extent);
    if (node.kind() == Node.Kind.MLP) {
      NDArray stream = stream(graph.receiver(node, Port.INPUT));
      return slice.mlpWrite(sender, extent, stream);
    }
    if (!held.heads().containsKey(sender)) {
      held.heads()
          .putAll(
              slice.heads().values(together(sender), extent, this::input, CircuitRun::noPattern));
    }
    return slice.headWrite(sender, extent, head(sender).share());
  }

  private static @Nullable NDArray noPattern(int head) {
    return null;
  }

  /** The heads that are computed with this one: all of its layer where they are joint. */
  public List<Integer> together(int sender) {
    return graph.sendersBehind(graph.inputsOf(sender)[0]).boxed().toList();
  }

  /** The loss, summed over the prompts. */
  public double lossSum() {
    return lossSum;
  }

  /** The metric of each prompt. */
  public double[] metricOfEach() {
    try (Scratch scratch = new Scratch()) {
      return slice.readout().valueOfEach(stream(logits));
    }
  }

  /** What computing the circuit took, in passes over these prompts. */
  double passes() {
    return passes;
  }

  /**
   * Whether anything changes without this edge: what it carries reaches the logits, and is not what
   * stands in for it.
   */
  public boolean needs(int ordinal) {
    int sender = graph.senderOf(ordinal);
    return readers.carries(sender, graph.receiverOf(ordinal)) && !slice.isIdle(sender);
  }

  /**
   * Makes one of a trial's candidates the present and uses the trial up. The readers have lost the
   * candidate's edges already.
   *
   * @param now of the circuit without them
   * @return the loss now
   */
  public double accept(Trial trial, int candidate, Extents now) {
    try (Scratch scratch = new Scratch()) {
      Set<NDArray> gone = held.replace(trial.of(candidate), slice.isWhole());
      gone.addAll(trial.own());
      gone.addAll(held.keepOnly(readers));
      if (slice.places().count(Extent.AFTER_PREFIX) > 1) {
        gone.addAll(held.narrow(extents, now, slice.places()::narrowed));
      }
      held.takeFrom(gone);
      gone.forEach(NDArray::close);
    }
    lossSum = trial.lossSums().get(candidate);
    extents = now;
    return lossSum;
  }

  /** What a live receiver reads; of the logits, the answers' rows. */
  public NDArray stream(int receiver) {
    return known(held.streams().get(receiver));
  }

  /** A head's queries, keys or values: see {@link NodeValues#inputs}. */
  public NDArray input(int receiver) {
    return known(held.inputs().get(receiver));
  }

  public HeadValue head(int sender) {
    return known(held.heads().get(sender));
  }

  /** x_u − c_u of a live sender; where writes are whole, x_u. */
  public NDArray write(int sender, Extent extent) {
    NDArray write = known(held.writes().get(sender));
    return extent == Extent.ANSWERS ? slice.places().narrowed(write) : write;
  }

  private static <T> T known(@Nullable T held) {
    return Objects.requireNonNull(held, "Nothing is held of a node that is not live");
  }

  public PromptSlice slice() {
    return slice;
  }

  public LiveReaders readers() {
    return readers;
  }

  public Extents extents() {
    return extents;
  }

  @Override
  public void close() {
    held.tensors().forEach(NDArray::close);
  }
}
