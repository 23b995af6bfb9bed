package dev.patchbay.spi.model;

import dev.patchbay.spi.plugin.Plugin;
import java.util.Map;
import java.util.Set;

/**
 * Reads one family of checkpoints. Holds no forward code: it says how the model is built and which
 * stored tensor is which weight.
 *
 * <p>Weights are named and shaped as in TransformerLens (axes in brackets): {@code embed.W_E}
 * [d_vocab, d_model], {@code pos_embed.W_pos} [n_ctx, d_model]; for each layer {@code l}, after
 * {@code blocks.l.}: {@code ln1.w}, {@code ln1.b} [d_model], {@code attn.W_Q} [head, d_model,
 * d_head], {@code attn.W_K}, {@code attn.W_V} [kv_head, d_model, d_head], {@code attn.b_Q} [head,
 * d_head], {@code attn.b_K}, {@code attn.b_V} [kv_head, d_head], {@code attn.W_O} [head, d_head,
 * d_model], {@code attn.b_O} [d_model], {@code ln2.w}, {@code ln2.b} [d_model], {@code mlp.W_in}
 * [d_model, d_mlp], {@code mlp.b_in} [d_mlp], {@code mlp.W_out} [d_mlp, d_model], {@code mlp.b_out}
 * [d_model]; then {@code ln_final.w}, {@code ln_final.b} [d_model], {@code unembed.W_U} [d_model,
 * d_vocab_out], {@code unembed.b_U} [d_vocab_out]. The {@code ln} weights are needed only where
 * there is a norm (an RMS norm has no {@code b}), the second norm's and the {@code mlp} weights
 * only where there are MLPs, {@code mlp.W_gate} [d_model, d_mlp] and {@code mlp.b_gate} [d_mlp]
 * only where they are gated, {@code W_pos} only where positions are learned, {@code attn.q_norm.w}
 * and {@code attn.k_norm.w} [d_head] only with head norms, {@code ln1_post.w} and {@code
 * ln2_post.w} [d_model] only with post norms, where there is no {@code attn.b_O}: no head would own
 * its share of what the norm lets through. Keys and values that heads share are given once for each
 * group. {@link WeightShapes} is this table as data.
 */
public interface Architecture extends Plugin {

  /** Whether this configuration is of this family. */
  boolean reads(CheckpointConfig config);

  /**
   * How the model is built.
   *
   * @throws dev.patchbay.spi.plugin.PatchbayException if a field is missing or not supported
   */
  ModelSpec spec(CheckpointConfig config);

  /**
   * Refuses a checkpoint whose tensors contradict its configuration in a way that names and shapes
   * of the weights would not show. Asked before {@link #weights}; finds nothing unless overridden.
   *
   * @throws dev.patchbay.spi.plugin.PatchbayException if they do
   */
  default void check(Checkpoint checkpoint) {}

  /**
   * Whether a stored tensor holds no weight but what every forward pass computes anyway, such as a
   * causal mask or rotary frequencies. A checkpoint with tensors of which nothing is read is
   * refused where they belong to a layer, a norm or an embedding, and noted otherwise; for buffers
   * neither. Knows none unless overridden.
   */
  default boolean isBuffer(String tensor) {
    return false;
  }

  /**
   * Where each weight is found.
   *
   * @param spec what {@link #spec} said
   * @param stored the names of the checkpoint's tensors, for families that come in two spellings
   */
  Map<String, TensorRecipe> weights(ModelSpec spec, Set<String> stored);
}
