package dev.patchbay.engine;

import ai.djl.ndarray.NDArray;
import dev.patchbay.spi.graph.Node;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The projections of a trial's changed inputs. Where few heads are all that changed, a held
 * projection moves by what they do to it, through W_O · W; else the whole stream is projected.
 */
final class MovedProjections {

  private final HeldRun run;
  private final PromptSlice slice;
  private final FoldedWeights weights;
  private final int candidates;
  private final boolean composes;
  private final Map<Integer, NDArray> shareChanges = new HashMap<>();

  MovedProjections(HeldRun run, int candidates) {
    this.run = run;
    this.slice = run.slice();
    this.weights = slice.weights();
    this.candidates = candidates;
    this.composes = !slice.isBare() && weights.holds(run.readers().headPairs());
  }

  /**
   * Notes what a head does.
   *
   * @param change of its {@link HeadValue#share}
   */
  void changed(int head, NDArray change) {
    shareChanges.put(head, change);
  }

  /**
   * A projection, see {@link Vectors#raw}.
   *
   * @param stream what the receiver reads now
   * @param cuts senders that it no longer reads
   * @param moved senders that write something else
   */
  NDArray raw(int receiver, Extent extent, NDArray stream, Cuts cuts, BitSet moved) {
    return throughHeads(extent, cuts.all(), moved)
        ? through(receiver, extent, cuts, moved)
        : slice.heads().raw(receiver, stream);
  }

  /**
   * Whether to go through heads takes fewer multiplications. What an edge that is cut does is
   * multiplied out for this one time; and small products take twice their share.
   */
  private boolean throughHeads(Extent extent, BitSet cut, BitSet moved) {
    if (!composes || !allHeads(cut) || !allHeads(moved)) {
      return false;
    }
    long rows = (long) slice.readout().batchSize() * slice.places().count(extent);
    long all = rows * candidates;
    long dModel = slice.model().spec().dModel();
    long dHead = slice.model().spec().dHead();
    return cut.cardinality() * dHead * (dModel + 2 * rows) + moved.cardinality() * 2L * dHead * all
        <= all * dModel;
  }

  private boolean allHeads(BitSet senders) {
    return senders.stream()
        .allMatch(s -> slice.model().graph().senderNode(s).kind() == Node.Kind.HEAD);
  }

  private NDArray through(int receiver, Extent extent, Cuts cuts, BitSet moved) {
    NDArray held = run.vectors(receiver).raw();
    NDArray raw =
        cuts.from(
            held,
            (left, u) -> {
              NDArray standIn = slice.standIn(u, run.extents().ofSender(u));
              NDArray gone = at(extent, run.head(u).share().sub(standIn));
              left.subi(gone.matMul(weights.product(u, receiver)));
            });
    for (int u : moved.stream().toArray()) {
      NDArray change = at(extent, Objects.requireNonNull(shareChanges.get(u)));
      raw = raw.add(change.matMul(weights.composed(u, receiver)));
    }
    return raw;
  }

  private NDArray at(Extent extent, NDArray tensor) {
    return extent == Extent.ANSWERS ? slice.places().narrowed(tensor) : tensor;
  }
}
