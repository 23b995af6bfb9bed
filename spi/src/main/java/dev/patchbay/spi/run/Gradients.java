package dev.patchbay.spi.run;

import ai.djl.ndarray.NDArray;

/**
 * The gradient of the loss, <i>summed</i> over the batch's prompts, at every receiver's input:
 * where the residual stream is read, before the norm, which is differentiated.
 *
 * <p>They die with their scope. With many runs, close each before the next.
 */
public interface Gradients extends AutoCloseable {

  /**
   * The gradient at one receiver's input [batch, pos, d_model]. Made on demand; a method that wants
   * all of them for all senders calls {@link Activations#dot}.
   *
   * @param receiver its number in the graph
   * @throws IndexOutOfBoundsException if there is none
   */
  NDArray receiver(int receiver);

  /** Frees what they hold; may be called more than once. */
  @Override
  void close();
}
