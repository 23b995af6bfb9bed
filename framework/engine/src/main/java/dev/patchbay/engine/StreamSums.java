package dev.patchbay.engine;

import ai.djl.ndarray.NDArray;
import dev.patchbay.spi.graph.ComputationGraph;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * What receivers read, added up of what their senders write. Mostly that is the ablated stream and
 * what present senders write beyond their stand-ins. A slice is bare where receivers may read next
 * to nothing, as under zero ablation of a model without biases: what is left then of a stream from
 * which much is subtracted is rounding, and a norm makes that as large as anything. There it is the
 * sum of the biases, of what present senders write, and of what stands in for absent ones.
 */
final class StreamSums {

  private final PromptSlice slice;
  private final LiveReaders readers;
  private final Extents extents;
  private final ComputationGraph graph;
  private final int logits;
  private final Parts present;
  private final Parts standIns;
  private final BitSet madeStandIns = new BitSet();

  /** Of a circuit whose senders have not written yet. */
  StreamSums(PromptSlice slice, LiveReaders readers, Extents extents) {
    this.slice = slice;
    this.readers = readers;
    this.extents = extents;
    this.graph = readers.graph();
    this.logits = graph.receiverCount() - 1;
    this.present = new Parts(slice);
    this.standIns = new Parts(slice);
  }

  /** Of what a run holds. */
  static StreamSums of(HeldRun run) {
    StreamSums sums = new StreamSums(run.slice(), run.readers(), run.extents());
    for (int sender = 0; sender < sums.graph.senderCount(); sender++) {
      if (run.readers().isLive(sender)) {
        sums.write(sender, run.write(sender, run.extents().ofSender(sender)));
      }
    }
    return sums;
  }

  /** Notes what a sender writes now, before anybody reads it. */
  void write(int sender, NDArray write) {
    present.add(sender, extents.ofSender(sender), write);
  }

  /** What a receiver reads that no longer reads {@code cut}; never the slice's own tensor. */
  NDArray stream(int receiver, BitSet cut) {
    Extent extent = extents.ofReceiver(receiver);
    BitSet read = read(receiver, cut);
    NDArray ground = slice.ablatedStream(receiver, extent);
    NDArray absent = standIns.plus(ground, extent, absent(receiver, read));
    NDArray stream = present.plus(absent, extent, read);
    return stream == ground ? stream.duplicate() : stream;
  }

  /** The logits' rows likewise. */
  NDArray rows(BitSet cut) {
    BitSet read = read(logits, cut);
    return present.plusRows(standIns.plusRows(slice.ablatedLast(), absent(logits, read)), read);
  }

  private BitSet read(int receiver, BitSet cut) {
    BitSet read = readers.readBy(receiver);
    read.andNot(cut);
    return read;
  }

  /** The senders whose stand-ins are to be added for a receiver that reads others. */
  private BitSet absent(int receiver, BitSet read) {
    BitSet absent = new BitSet();
    if (slice.isBare()) {
      IntStream.range(0, graph.fanIn(receiver))
          .filter(sender -> !read.get(sender) && !slice.isSilent(sender))
          .forEach(absent::set);
      absent.stream().filter(sender -> !madeStandIns.get(sender)).forEach(this::makeStandIn);
    }
    return absent;
  }

  private void makeStandIn(int sender) {
    standIns.add(sender, Extent.LATE, slice.standInWrite(sender));
    madeStandIns.set(sender);
  }
}
