package dev.patchbay.plugins.architecture;

import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.TensorRecipe;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Collects recipes for weights that PyTorch's {@code Linear} layers hold, stored [out, in], with
 * zeros for the biases that a checkpoint does not have.
 */
final class LinearRecipes {

  private final ModelSpec spec;
  private final Set<String> stored;
  private final Map<String, TensorRecipe> weights = new LinkedHashMap<>();

  /**
   * @param spec how the model is built
   * @param stored the names of the checkpoint's tensors
   */
  LinearRecipes(ModelSpec spec, Set<String> stored) {
    this.spec = spec;
    this.stored = stored;
  }

  /** All that was collected. */
  Map<String, TensorRecipe> weights() {
    return weights;
  }

  /** A weight of any other kind. */
  void put(String name, TensorRecipe recipe) {
    weights.put(name, recipe);
  }

  /** The gain of a norm, and of a LayerNorm the bias. */
  void norm(String to, String from) {
    weights.put(to + ".w", TensorRecipe.of(from + ".weight"));
    if (spec.norm() == ModelSpec.Norm.LAYER_NORM) {
      weights.put(to + ".b", TensorRecipe.of(from + ".bias"));
    }
  }

  /** The queries: rows ordered by head. */
  void queries(String attention, String from) {
    heads(attention, "Q", from, spec.nHeads());
  }

  /** Keys or values: rows ordered by key/value head, each given once. */
  void shared(String attention, String input, String from) {
    heads(attention, input, from, spec.nKvHeads());
  }

  private void heads(String attention, String input, String from, int heads) {
    weights.put(
        attention + "W_" + input,
        TensorRecipe.of(from + ".weight") // [head · d_head, d_model]
            .reshape(heads, spec.dHead(), spec.dModel())
            .permute(0, 2, 1)); // [head, d_model, d_head]
    weights.put(
        attention + "b_" + input,
        stored.contains(from + ".bias")
            ? TensorRecipe.of(from + ".bias").reshape(heads, spec.dHead())
            : TensorRecipe.zeros(heads, spec.dHead()));
  }

  /**
   * Queries, keys and values that lie in one tensor, its rows ordered by head, then q, k, v, then
   * d_head.
   */
  void fusedHeads(String attention, String from) {
    String[] inputs = {"Q", "K", "V"};
    int width = spec.dHead();
    for (int i = 0; i < inputs.length; i++) {
      int first = i * width;
      weights.put(
          attention + "W_" + inputs[i],
          TensorRecipe.of(from + ".weight") // [head · 3 · d_head, d_model]
              .reshape(spec.nHeads(), 3L * width, spec.dModel())
              .slice(1, first, first + width)
              .permute(0, 2, 1)); // [head, d_model, d_head]
      weights.put(
          attention + "b_" + inputs[i],
          stored.contains(from + ".bias")
              ? TensorRecipe.of(from + ".bias")
                  .reshape(spec.nHeads(), 3L * width)
                  .slice(1, first, first + width)
              : TensorRecipe.zeros(spec.nHeads(), width));
    }
  }

  /** What the heads write: columns ordered by head. */
  void headOutput(String attention, String from) {
    weights.put(
        attention + "W_O",
        TensorRecipe.of(from + ".weight") // [d_model, head · d_head]
            .permute(1, 0)
            .reshape(spec.nHeads(), spec.dHead(), spec.dModel()));
    if (!spec.postNorms()) {
      bias(attention + "b_O", from, spec.dModel());
    }
  }

  /** What the MLP reads and writes. */
  void mlp(String mlp, String in, String out) {
    transposed(mlp + "W_in", in + ".weight");
    bias(mlp + "b_in", in, spec.dMlp());
    transposed(mlp + "W_out", out + ".weight");
    bias(mlp + "b_out", out, spec.dModel());
  }

  /** What gates an MLP. */
  void gate(String mlp, String from) {
    transposed(mlp + "W_gate", from + ".weight");
    bias(mlp + "b_gate", from, spec.dMlp());
  }

  /**
   * The unembedding, without a bias: a layer of its own where the file has one, or the embedding.
   */
  void unembedding(String own, String embedding) {
    boolean tied = !stored.contains(own + ".weight");
    transposed("unembed.W_U", (tied ? embedding : own) + ".weight");
    weights.put("unembed.b_U", TensorRecipe.zeros(spec.dVocabOut()));
  }

  /** A matrix turned from [out, in] to [in, out]. */
  private void transposed(String to, String tensor) {
    weights.put(to, TensorRecipe.of(tensor).permute(1, 0));
  }

  private void bias(String to, String from, int width) {
    weights.put(
        to,
        stored.contains(from + ".bias")
            ? TensorRecipe.of(from + ".bias")
            : TensorRecipe.zeros(width));
  }
}
