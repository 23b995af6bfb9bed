package dev.patchbay.spi.ablation;

import ai.djl.ndarray.NDArray;
import dev.patchbay.spi.run.Activations;
import dev.patchbay.spi.run.At;

/** What an ablation may look at to answer for one batch. */
public interface AblationScope {

  /** The batch's activations on a run. */
  Activations activations(At run);

  /**
   * The mean of every sender over all prompts of the run, every (prompt, position) weighing the
   * same [1, 1, …]. One pass over all prompts, the first time.
   */
  Activations mean(At run);

  /**
   * The mean of every sender at each position, over the prompts that have that position [1, pos,
   * …]. One pass over all prompts, the first time.
   */
  Activations meanByPosition(At run);

  /**
   * The learned position embeddings that belong to no node, so that they stay in the stream
   * whatever is ablated [1, pos, d_model]; zeros where there are none.
   */
  NDArray positions();
}
