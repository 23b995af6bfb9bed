package dev.patchbay.engine.circuit;

import ai.djl.ndarray.NDArray;
import dev.patchbay.spi.graph.ComputationGraph;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What receivers read, added up of what their senders write. Mostly that is the ablated stream and
 * what present senders write beyond their stand-ins. Where receivers may read next to nothing, as
 * under zero ablation of a model without biases, what is left of a stream from which much is
 * subtracted is rounding, and a norm makes that as large as anything. There writes are kept whole,
 * and a stream is the sum of the biases, of what present senders write, and of what stands in for
 * absent ones.
 */
public final class StreamSums {

  private final PromptSlice slice;
  private final LiveReaders readers;
  private final Extents extents;
  private final ComputationGraph graph;
  private final int logits;
  private final WriteSums present;
  private final WriteSums standIns;
  private final BitSet madeStandIns = new BitSet();

  /** Of a circuit whose senders have not written yet. */
  public StreamSums(PromptSlice slice, LiveReaders readers, Extents extents) {
    this.slice = slice;
    this.readers = readers;
    this.extents = extents;
    this.graph = readers.graph();
    this.logits = graph.receiverCount() - 1;
    this.present = new WriteSums(slice);
    this.standIns = new WriteSums(slice);
  }

  /** Notes what a sender writes now, before anybody reads it. */
  public void write(int sender, NDArray write) {
    present.add(sender, extents.ofSender(sender), write);
  }

  /** What a receiver reads that no longer reads {@code cut}; never the slice's own tensor. */
  public NDArray stream(int receiver, BitSet cut) {
    Extent extent = extents.ofReceiver(receiver);
    BitSet read = read(receiver, cut);
    NDArray ground = slice.ablatedStream(receiver, extent);
    NDArray absent = standIns.plus(ground, extent, absent(receiver, read));
    NDArray stream = present.plus(absent, extent, read);
    return stream == ground ? stream.duplicate() : stream;
  }

  /** Makes ready what receivers read that begin with one ablated stream: all heads of a layer. */
  void prepare(List<Integer> receivers) {
    Set<BitSet> sets =
        receivers.stream()
            .filter(receiver -> extents.ofReceiver(receiver) == Extent.AFTER_PREFIX)
            .map(readers::readBy)
            .filter(set -> !set.isEmpty())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    if (sets.size() > 1 && !slice.isWhole()) {
      present.prepare(
          slice.ablatedStream(receivers.get(0), Extent.AFTER_PREFIX), sets, slice.model());
    }
  }

  /** What a sender is about to write, as {@link #prepare} takes it; what was given is freed. */
  NDArray stacked(int sender, NDArray write) {
    return slice.isWhole() || extents.ofSender(sender) != Extent.AFTER_PREFIX
        ? write
        : present.stack(sender, write, slice.model());
  }

  /** Frees what was read so far. */
  void forget() {
    present.forget();
    standIns.forget();
  }

  /** The logits' rows likewise. */
  public NDArray rows(BitSet cut) {
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
    if (slice.isWhole()) {
      IntStream.range(0, graph.fanIn(receiver))
          .filter(sender -> !read.get(sender) && !slice.isSilent(sender))
          .forEach(absent::set);
      absent.stream().filter(sender -> !madeStandIns.get(sender)).forEach(this::makeStandIn);
    }
    return absent;
  }

  private void makeStandIn(int sender) {
    standIns.add(sender, Extent.AFTER_PREFIX, slice.standInWrite(sender));
    madeStandIns.set(sender);
  }
}
