package dev.patchbay.examples.training;

import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.model.file.Sha256;
import dev.patchbay.plugins.words.Words;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.function.UnaryOperator;

/**
 * A trained model as a folder that Patchbay's {@code --model} and Python's {@code transformers}
 * open: GPT-2's layout.
 *
 * @param recipe how it was made
 */
record ModelFiles(Recipe recipe) {

  private static final ObjectWriter JSON = new JsonMapper().writerWithDefaultPrettyPrinter();

  /** The configuration, in Hugging Face's words. */
  ObjectNode config() {
    Gpt2Size size = recipe.size();
    ObjectNode config = new JsonMapper().createObjectNode();
    config.putArray("architectures").add("GPT2LMHeadModel");
    return config
        .put("model_type", "gpt2")
        .put("vocab_size", size.vocabulary())
        .put("n_positions", size.positions())
        .put("n_embd", size.dModel())
        .put("n_layer", size.layers())
        .put("n_head", size.heads())
        .put("n_inner", size.dMlp())
        .put("activation_function", "gelu_new")
        .put("layer_norm_epsilon", 1e-5)
        .put("tie_word_embeddings", true)
        .put("embd_pdrop", 0.0)
        .put("attn_pdrop", 0.0)
        .put("resid_pdrop", 0.0)
        .put("bos_token_id", 0)
        .putNull("eos_token_id")
        .put("torch_dtype", "float32");
  }

  /**
   * Writes configuration, weights, tokenizer and card.
   *
   * @param description makes the card of the weights' SHA-256
   */
  void write(Path folder, Weights weights, UnaryOperator<String> description) throws IOException {
    TokenizerFiles tokenizer = new TokenizerFiles(Words.vocabulary());
    byte[] tensors = SafetensorsFile.of(weights);
    json(folder.resolve("config.json"), config());
    json(folder.resolve("tokenizer.json"), tokenizer.definition());
    json(folder.resolve("tokenizer_config.json"), tokenizer.settings(recipe.size().positions()));
    WholeFiles.write(folder.resolve("model.safetensors"), tensors);
    WholeFiles.write(
        folder.resolve("README.md"),
        description.apply(HexFormat.of().formatHex(Sha256.digest().digest(tensors))));
  }

  private static void json(Path file, ObjectNode content) throws IOException {
    WholeFiles.write(file, JSON.writeValueAsString(content) + "\n");
  }
}
