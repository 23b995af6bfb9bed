package dev.patchbay.spi.run;

import ai.djl.ndarray.NDArray;
import java.util.function.UnaryOperator;

/**
 * What every sender writes for one batch. Head outputs are kept before {@code W_O}, as {@code z};
 * {@link #sender} gives what reaches the residual stream. Where a norm follows the sum of a layer's
 * heads, {@code z} is what remains of a head's output after the norm's scale, so that what reaches
 * the stream is linear in it. Belongs to the scope that made it, or to the values of a longer life
 * that an {@link dev.patchbay.spi.ablation.Ablation} was handed.
 */
public interface Activations {

  /** The token embeddings, without positions [batch, pos, d_model]. */
  NDArray input();

  /** A layer's head outputs before {@code W_O} [batch, pos, head, d_head]. */
  NDArray heads(int layer);

  /**
   * A layer's MLP output, its bias included [batch, pos, d_model].
   *
   * @throws IndexOutOfBoundsException if the layer has no MLP
   */
  NDArray mlp(int layer);

  /**
   * What one sender writes to the residual stream [batch, pos, d_model].
   *
   * @param sender its number in the graph
   * @throws IndexOutOfBoundsException if there is none
   */
  NDArray sender(int sender);

  /** The difference, sender by sender. */
  Activations minus(Activations other);

  /**
   * The same function of every tensor: of {@code input}, of the positions where they are a sender,
   * each layer's {@code heads}, each {@code mlp}. It must keep shapes (axes of length 1 may stand
   * for any length).
   */
  Activations map(UnaryOperator<NDArray> function);

  /** The same activations with another {@code input} [batch, pos, d_model]. */
  Activations withInput(NDArray input);

  /**
   * For every edge u→v the sum, over the batch's prompts, positions and d_model, of this at u times
   * the gradient at v's input: one product of matrices for each layer.
   *
   * @param gradients on the same batch
   * @return a sum for each edge ordinal
   * @throws dev.patchbay.spi.plugin.PatchbayException if one is not finite
   */
  double[] dot(Gradients gradients);
}
