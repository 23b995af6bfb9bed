package dev.patchbay.core.engine;

import ai.djl.ndarray.NDArray;
import dev.patchbay.spi.graph.ComputationGraph;
import java.util.BitSet;

/**
 * What receivers read in a trial, added up anew of what their senders write. Where nothing is in
 * the ablated stream (zero ablation of a model without biases), a sender that falls silent may
 * leave nothing at all to read: what a subtraction would leave is rounding, and a norm makes that
 * as large as anything.
 */
final class StreamSums {

  private final HeldRun run;
  private final Parts parts;
  private final int logits;

  /** Of what a run holds. */
  StreamSums(HeldRun run) {
    this.run = run;
    this.parts = new Parts(run.slice());
    ComputationGraph graph = run.readers().graph();
    this.logits = graph.receiverCount() - 1;
    for (int sender = 0; sender < graph.senderCount(); sender++) {
      if (run.readers().isLive(sender)) {
        Extent extent = run.extents().ofSender(sender);
        parts.add(sender, extent, run.write(sender, extent));
      }
    }
  }

  /** Notes what a sender writes now, before anybody reads it. */
  void write(int sender, NDArray write) {
    parts.add(sender, run.extents().ofSender(sender), write);
  }

  /** What a receiver reads that no longer reads {@code cut}. */
  NDArray stream(int receiver, BitSet cut) {
    Extent extent = run.extents().ofReceiver(receiver);
    NDArray ablated = run.slice().ablatedStream(receiver, extent);
    NDArray stream = parts.plus(ablated, extent, read(receiver, cut));
    return stream == ablated ? stream.duplicate() : stream;
  }

  /** The logits' rows likewise. */
  NDArray rows(BitSet cut) {
    return parts.plusRows(run.slice().ablatedLast(), read(logits, cut));
  }

  private BitSet read(int receiver, BitSet cut) {
    BitSet read = run.readers().readBy(receiver);
    read.andNot(cut);
    return read;
  }
}
