package dev.patchbay.engine.search;

import ai.djl.ndarray.NDArray;
import dev.patchbay.engine.circuit.CircuitRun;
import dev.patchbay.engine.circuit.Extents;
import dev.patchbay.engine.circuit.HeadValue;
import dev.patchbay.engine.circuit.PromptSlice;
import dev.patchbay.engine.circuit.StreamSums;
import java.util.BitSet;

/** Streams of a trial summed anew, where writes are whole: one candidate at a time. */
final class SummedStreams implements TrialStreams {

  private final PromptSlice slice;
  private final Extents extents;
  private final StreamSums sums;

  SummedStreams(CircuitRun run) {
    this.slice = run.slice();
    this.extents = run.extents();
    this.sums = new StreamSums(slice, run.readers(), extents);
    for (int sender = 0; sender < run.readers().graph().senderCount(); sender++) {
      if (run.readers().isLive(sender)) {
        sums.write(sender, run.write(sender, extents.ofSender(sender)));
      }
    }
  }

  @Override
  public NDArray stream(int receiver, Cuts cuts, BitSet moved) {
    return sums.stream(receiver, cuts.all());
  }

  @Override
  public NDArray rows(Cuts cuts, BitSet moved) {
    return sums.rows(cuts.all());
  }

  @Override
  public NDArray mlp(int sender, NDArray write) {
    sums.write(sender, write);
    return write;
  }

  @Override
  public NDArray head(int sender, HeadValue now) {
    return mlp(sender, slice.headWrite(sender, extents.ofSender(sender), now.share()));
  }
}
