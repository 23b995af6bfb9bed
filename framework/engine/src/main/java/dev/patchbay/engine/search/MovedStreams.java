package dev.patchbay.engine.search;

import ai.djl.ndarray.NDArray;
import dev.patchbay.engine.circuit.CircuitRun;
import dev.patchbay.engine.circuit.Extent;
import dev.patchbay.engine.circuit.Extents;
import dev.patchbay.engine.circuit.HeadValue;
import dev.patchbay.engine.circuit.PromptSlice;
import dev.patchbay.engine.circuit.WriteSums;
import java.util.BitSet;

/** Streams of a trial as they are kept, less what is cut, plus what senders write differently. */
final class MovedStreams implements TrialStreams {

  private final CircuitRun run;
  private final PromptSlice slice;
  private final Extents extents;
  private final int logits;
  private final WriteSums changes;

  MovedStreams(CircuitRun run) {
    this.run = run;
    this.slice = run.slice();
    this.extents = run.extents();
    this.logits = run.readers().graph().receiverCount() - 1;
    this.changes = new WriteSums(slice);
  }

  @Override
  public NDArray stream(int receiver, Cuts cuts, BitSet moved) {
    Extent extent = extents.ofReceiver(receiver);
    NDArray without = cuts.from(run.stream(receiver), sender -> run.write(sender, extent));
    return changes.plus(without, extent, moved);
  }

  @Override
  public NDArray rows(Cuts cuts, BitSet moved) {
    NDArray without = cuts.from(run.stream(logits), this::atAnswers);
    return changes.plusRows(without, moved);
  }

  private NDArray atAnswers(int sender) {
    return slice.readout().atAnswers(run.write(sender, extents.ofSender(sender)));
  }

  @Override
  public NDArray mlp(int sender, NDArray write) {
    return changed(sender, write.subi(run.write(sender, extents.ofSender(sender))));
  }

  @Override
  public NDArray head(int sender, HeadValue now) {
    NDArray change = now.share().sub(run.head(sender).share());
    return changed(sender, slice.written(sender, change));
  }

  private NDArray changed(int sender, NDArray change) {
    changes.add(sender, extents.ofSender(sender), change);
    return change;
  }
}
