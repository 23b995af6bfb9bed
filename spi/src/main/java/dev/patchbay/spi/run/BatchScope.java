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

  /** What each sender writes on the clean prompts; one forward pass. */
  Activations clean();

  /**
   * What each sender writes on the corrupted twins; one forward pass.
   *
   * @throws dev.patchbay.spi.plugin.PatchbayException if the prompts have none
   */
  Activations corrupted();

  /**
   * What stands in for each sender where an edge is absent: c_u. Costs the passes that the ablation
   * asks for.
   *
   * @throws dev.patchbay.spi.plugin.PatchbayException if the ablation answers with what is not
   *     finite or does not fit the batch
   */
  Activations ablated();

  /**
   * The gradient of the loss at every receiver's input; one forward and one backward pass.
   *
   * @throws dev.patchbay.spi.plugin.PatchbayException if the metric is piecewise constant, or
   *     numbers outgrow their type
   */
  Gradients lossGradients(At run);

  /**
   * What first-order estimates of effects ask for: the gradient of the loss on the clean run, where
   * it meets a change. Before the first position at which clean and ablated values differ there is
   * none, whatever is multiplied with it is 0, and the gradient is given as 0 and not computed.
   * {@code ablated().minus(clean()).dot(…)} of it is that of {@link #lossGradients}.
   *
   * <p>Cost: one forward and one backward pass over the positions from there on; of all prompts'
   * positions unless the ablation is patching. Throws what {@link #lossGradients} does.
   */
  Gradients effectGradients();

  /**
   * The same on a run on the way from ablated to clean: the clean prompts, but the named senders
   * write {@code α · x_u + (1 − α) · c_u}, with x_u what they write on the clean run and c_u what
   * stands in for them ({@link #ablated}). What reads them follows; positions and biases that no
   * sender owns stay. No gradient flows back through such a sender: what it writes hangs on
   * nothing.
   *
   * <p>Under patching, {@code input} alone at α = 0 is the corrupted run; any senders at α = 1
   * write what they write on the clean run.
   *
   * @param alpha α, 0 at the ablated and 1 at the clean value
   * @param senders their numbers in the graph; the input, which is the token embedding, is 0
   * @throws IndexOutOfBoundsException if the graph has no sender of a number
   */
  Gradients effectGradients(double alpha, int... senders);

  /** A sum of gradients, to which none was added yet. */
  GradientSum gradientSum();

  /**
   * A layer's attention patterns on a run [batch, head, destination, source]; of its pass, and two
   * products of this layer.
   */
  NDArray pattern(At run, int layer);

  /**
   * The gradient of the loss, summed over the batch's prompts, at a layer's attention patterns
   * [batch, head, destination, source]: everything after the pattern follows, what made it does
   * not. One forward and one backward pass for all layers; throws what {@link #lossGradients} does.
   */
  NDArray patternGradient(At run, int layer);

  @Override
  void close();
}
