package dev.patchbay.engine.circuit;

import dev.patchbay.engine.readout.BatchReadout;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Port;
import java.util.BitSet;

/**
 * Which live nodes of a circuit matter at the answers' positions alone: those that only the logits
 * read, and queries and MLPs that matter there alone themselves. Keys and values are looked at from
 * every later position.
 */
public final class Extents {

  private final ComputationGraph graph;
  private final boolean oneAnswerEach;
  private final BitSet late = new BitSet(); // receivers

  /**
   * @param oneAnswerEach whether each prompt has one answer; else everything is computed at all
   *     late positions
   */
  Extents(LiveReaders readers, boolean oneAnswerEach) {
    this.graph = readers.graph();
    this.oneAnswerEach = oneAnswerEach;
    for (int sender = graph.senderCount() - 1; sender >= 0; sender--) {
      if (readers.isLive(sender)) {
        boolean everywhere = !oneAnswerEach || readers.readersOf(sender).intersects(late);
        for (int receiver : graph.inputsOf(sender)) {
          Port port = graph.receiverPort(receiver);
          if (everywhere || port == Port.K || port == Port.V) {
            late.set(receiver);
          }
        }
      }
    }
  }

  /** Where a receiver's input is held; of the logits, see {@link BatchReadout#atAnswers}. */
  public Extent ofReceiver(int receiver) {
    return late.get(receiver) || !oneAnswerEach ? Extent.AFTER_PREFIX : Extent.ANSWERS;
  }

  /** Where a sender is computed: a head where its query is read, the embeddings everywhere. */
  public Extent ofSender(int sender) {
    int[] inputs = graph.inputsOf(sender);
    if (inputs.length == 0) {
      return Extent.AFTER_PREFIX;
    }
    // The first is a query or an MLP's only input; joint heads are computed at the same positions.
    return ofReceiver(inputs[0]);
  }

  /** Whether a receiver is held at fewer positions than before. */
  boolean narrowsReceiver(Extents before, int receiver) {
    return before.ofReceiver(receiver) != ofReceiver(receiver);
  }

  /** Whether a sender is computed at fewer positions than before. */
  boolean narrowsSender(Extents before, int sender) {
    return before.ofSender(sender) != ofSender(sender);
  }
}
