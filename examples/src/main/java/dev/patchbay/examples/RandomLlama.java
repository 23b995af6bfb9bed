package dev.patchbay.examples;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A folder with random weights in Llama's layout, as the hub would hold it: bfloat16, in shards,
 * the unembedding tied to the embedding.
 *
 * @param layers how many
 * @param heads of queries
 * @param kvHeads of keys and values
 * @param dModel the width of the residual stream
 * @param dMlp the width of an MLP
 * @param dVocab tokens
 */
record RandomLlama(int layers, int heads, int kvHeads, int dModel, int dMlp, int dVocab) {

  /** The shape of Llama 3.2 1B: 1.24 billion weights. */
  static final RandomLlama ONE_BILLION = new RandomLlama(16, 32, 8, 2048, 8192, 128_256);

  /** How many numbers the files hold. */
  long weights() {
    return tensors().values().stream().mapToLong(Shape::size).sum();
  }

  /** Writes the folder. */
  void write(Path folder) throws IOException {
    RandomFolder.write(
        folder,
        """
        {"model_type": "llama", "hidden_size": %s, "num_hidden_layers": %s, "vocab_size": %s,
         "num_attention_heads": %s, "num_key_value_heads": %s, "intermediate_size": %s,
         "max_position_embeddings": 4096, "rms_norm_eps": 1e-5, "hidden_act": "silu",
         "rope_theta": 500000.0, "tie_word_embeddings": true, "torch_dtype": "bfloat16"}
        """
            .formatted(dModel, layers, dVocab, heads, kvHeads, dMlp),
        tensors());
  }

  private Map<String, Shape> tensors() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    int keyWidth = dModel / heads * kvHeads;
    shapes.put("model.embed_tokens.weight", new Shape(dVocab, dModel));
    for (int layer = 0; layer < layers; layer++) {
      String at = "model.layers." + layer + ".";
      shapes.put(at + "input_layernorm.weight", new Shape(dModel));
      shapes.put(at + "self_attn.q_proj.weight", new Shape(dModel, dModel));
      shapes.put(at + "self_attn.k_proj.weight", new Shape(keyWidth, dModel));
      shapes.put(at + "self_attn.v_proj.weight", new Shape(keyWidth, dModel));
      shapes.put(at + "self_attn.o_proj.weight", new Shape(dModel, dModel));
      shapes.put(at + "post_attention_layernorm.weight", new Shape(dModel));
      shapes.put(at + "mlp.gate_proj.weight", new Shape(dMlp, dModel));
      shapes.put(at + "mlp.up_proj.weight", new Shape(dMlp, dModel));
      shapes.put(at + "mlp.down_proj.weight", new Shape(dModel, dMlp));
    }
    shapes.put("model.norm.weight", new Shape(dModel));
    return shapes;
  }
}
