package dev.patchbay.engine.search;

import ai.djl.ndarray.NDArray;
import dev.patchbay.engine.circuit.HeadValue;
import dev.patchbay.engine.circuit.NodeValues;
import dev.patchbay.engine.circuit.PromptSlice;
import java.util.BitSet;

/**
 * What receivers read in a trial, in which some edges are cut and some senders write something
 * else.
 */
interface TrialStreams {

  /**
   * What a receiver would read [batch, pos, d_model], with an axis in front where there are several
   * candidates.
   *
   * @param cuts senders that it no longer reads
   * @param moved senders that write something else
   */
  NDArray stream(int receiver, Cuts cuts, BitSet moved);

  /** The logits' rows likewise [row, d_model]. */
  NDArray rows(Cuts cuts, BitSet moved);

  /**
   * Notes what an MLP writes, before anybody reads it.
   *
   * @param write see {@link PromptSlice#mlpWrite}; used up
   * @return what {@link NodeValues#writes} says of it in a trial
   */
  NDArray mlp(int sender, NDArray write);

  /** The same of a head. */
  NDArray head(int sender, HeadValue now);
}
