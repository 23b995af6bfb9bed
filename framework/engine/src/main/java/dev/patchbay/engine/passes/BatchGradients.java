package dev.patchbay.engine.passes;

import ai.djl.ndarray.NDArray;
import dev.patchbay.engine.tensor.Scratch;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.run.Gradients;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Gradients as they come out of one backward pass: at the positions from {@code first} on, and as
 * good as 0 before them. Those at heads' inputs are not taken by splitting the stream for each
 * head: they are worked out of the gradients at queries, keys and values, through W and the norm.
 *
 * @param first the first position of all these tensors
 * @param streams what each layer's heads read [batch, pos, d_model]
 * @param qkv each layer's queries, keys and values [batch, pos, 3 · head · d_head]
 * @param qkvGradients the gradients there
 * @param mlp at what each layer's MLP reads [batch, pos, d_model]
 * @param logits at what the final norm reads [batch, pos, d_model]
 */
record BatchGradients(
    LoadedModel model,
    int first,
    List<NDArray> streams,
    List<NDArray> qkv,
    List<NDArray> qkvGradients,
    List<NDArray> mlp,
    NDArray logits)
    implements Gradients {

  /**
   * Says that a gradient is not finite.
   *
   * @param where such as {@code of m0->logits}
   */
  static PatchbayException overflow(LoadedModel model, String where, double value) {
    return PatchbayException.failed(
        "The effect %s, a change times a gradient, is %s: the model's numbers are too large for %s, or not numbers."
            .formatted(where, value, model.dataType().name().toLowerCase(Locale.ROOT)),
        "Try --dtype float64, another metric or other prompts; look for NaN in the weights.");
  }

  @Override
  public NDArray receiver(int receiver) {
    try (Scratch scratch = new Scratch()) {
      return scratch.keep(BatchGradientSum.of(this).receiver(receiver));
    }
  }

  @Override
  public void close() {
    Stream.of(streams, qkv, qkvGradients, mlp, List.of(logits))
        .flatMap(List::stream)
        .forEach(tensor -> Scratch.release(tensor).close());
  }
}
