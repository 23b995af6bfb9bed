package dev.patchbay.engine.circuit;

import ai.djl.ndarray.NDArray;
import dev.patchbay.engine.weights.LoadedModel;
import java.util.BitSet;
import java.util.Set;

/** What senders add to the streams that read them, at whatever positions those are held. */
public final class WriteSums {

  private final SenderSums late;
  private final SenderSums answers;
  private final SenderSums rows;

  public WriteSums(PromptSlice slice) {
    boolean subtracts = !slice.isWhole();
    this.late = new SenderSums(subtracts, part -> part);
    this.answers = new SenderSums(subtracts, slice.places()::narrowed);
    this.rows = new SenderSums(subtracts, slice.readout()::atAnswers);
  }

  /** A further sender's part at its own positions; it must live as long as this. */
  public void add(int sender, Extent extent, NDArray part) {
    if (extent == Extent.AFTER_PREFIX) {
      late.add(sender, part);
    }
    answers.add(sender, part);
    rows.add(sender, part);
  }

  /**
   * Makes ready what several receivers add to one stream, held after the prefix: see {@link
   * SenderSums#prepare}.
   */
  void prepare(NDArray stream, Set<BitSet> sets, LoadedModel model) {
    late.prepare(stream, sets, model.tensors());
  }

  /** See {@link SenderSums#stack}. */
  NDArray stack(int sender, NDArray part, LoadedModel model) {
    return late.stack(sender, part, model.tensors(), model.graph().senderCount());
  }

  /** Frees what was added up so far. */
  void forget() {
    late.forget();
    answers.forget();
  }

  /** A stream held at {@code extent}, and what {@code senders} add to it. */
  public NDArray plus(NDArray stream, Extent extent, BitSet senders) {
    return (extent == Extent.AFTER_PREFIX ? late : answers).plus(stream, senders);
  }

  /** The same for the logits' rows. */
  public NDArray plusRows(NDArray stream, BitSet senders) {
    return rows.plus(stream, senders);
  }
}
