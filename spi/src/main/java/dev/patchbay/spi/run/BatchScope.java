package dev.patchbay.spi.run;

import ai.djl.ndarray.NDArray;

/**
 * One batch at work. Passes run when they are first asked for, and once. Every tensor that comes
 * from here, or is made of one on the same thread, dies when the scope closes: take numbers out,
 * not tensors.
 */
public interface BatchScope extends AutoCloseable {

  /** The batch. */
  PromptBatch batch();

  /** What each sender writes on the clean prompts. */
  Activations clean();

  /**
   * What each sender writes on the corrupted twins.
   *
   * @throws dev.patchbay.spi.plugin.PatchbayException if the prompts have none
   */
  Activations corrupted();

  /** What stands in for each sender where an edge is absent: c_u. */
  Activations ablated();

  /** The gradient of the loss at every receiver's input; one forward and one backward pass. */
  Gradients lossGradients(At run);

  /** A layer's attention patterns on a run [batch, head, destination, source]. */
  NDArray pattern(At run, int layer);

  /**
   * The gradient of the loss, summed over the batch's prompts, at a layer's attention patterns
   * [batch, head, destination, source]: everything behind the pattern follows, what made it does
   * not.
   */
  NDArray patternGradient(At run, int layer);

  @Override
  void close();
}
