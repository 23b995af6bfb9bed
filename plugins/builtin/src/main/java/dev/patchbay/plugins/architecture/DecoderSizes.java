package dev.patchbay.plugins.architecture;

import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.plugin.PatchbayException;

/**
 * The sizes of a decoder, under the names that Hugging Face gives them in all but the oldest
 * families.
 */
final class DecoderSizes {

  /** Far beyond any model: what is listed for each layer or pair of dimensions stays small. */
  private static final int LARGEST = 1 << 20;

  private DecoderSizes() {}

  /**
   * A model of the sizes that the configuration says; without {@code num_key_value_heads} each head
   * has its own, without {@code head_dim} heads share the model's width.
   *
   * @throws PatchbayException if a size is missing, below 1, beyond any model, or does not divide
   *     what it must
   */
  static ModelSpec.Builder read(String family, CheckpointConfig config) {
    int dModel = ConfigSizes.positive(config, "hidden_size", LARGEST);
    int nHeads = ConfigSizes.positive(config, "num_attention_heads");
    return ModelSpec.builder(family)
        .nLayers(ConfigSizes.positive(config, "num_hidden_layers", LARGEST))
        .nHeads(nHeads)
        .nKvHeads(kvHeads(config, nHeads))
        .dModel(dModel)
        .dHead(headWidth(config))
        .dVocab(ConfigSizes.positive(config, "vocab_size"))
        .nCtx(ConfigSizes.positive(config, "max_position_embeddings"));
  }

  private static int kvHeads(CheckpointConfig config, int nHeads) {
    if (!config.has("num_key_value_heads")) {
      return nHeads;
    }
    int kvHeads = ConfigSizes.positive(config, "num_key_value_heads");
    if (nHeads % kvHeads != 0) {
      throw PatchbayException.failed(
          "%s: num_attention_heads = %s is not a multiple of num_key_value_heads = %s."
              .formatted(config.origin(), nHeads, kvHeads),
          "Equally many heads share each key and value: correct the file.");
    }
    return kvHeads;
  }

  private static int headWidth(CheckpointConfig config) {
    if (config.has("head_dim")) {
      return ConfigSizes.positive(config, "head_dim", LARGEST);
    }
    return ConfigSizes.headWidth(
        config,
        "hidden_size",
        "num_attention_heads",
        "Heads are hidden_size / num_attention_heads wide where there is no head_dim: correct the"
            + " file.");
  }
}
