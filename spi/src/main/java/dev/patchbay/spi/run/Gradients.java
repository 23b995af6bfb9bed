package dev.patchbay.spi.run;

import ai.djl.ndarray.NDArray;

/**
 * The gradient of the loss, <i>summed</i> over the batch's prompts, at every receiver's input:
 * where the residual stream is read, before the norm, which is differentiated.
 */
public interface Gradients {

  /**
   * The gradient at one receiver's input [batch, pos, d_model]. Made on demand; a method that wants
   * all of them for all senders calls {@link Activations#dot}.
   */
  NDArray receiver(int receiver);
}
