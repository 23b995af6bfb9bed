package dev.patchbay.plugins.model;

import dev.patchbay.plugins.words.WordTokenizer;
import dev.patchbay.plugins.words.Words;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.MemoryCheckpoint;
import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/**
 * A transformer of GPT-2's shape that was trained on three tasks at once, IOI, Docstring and
 * Greater-Than: a real circuit that nobody set by hand. Its card, {@code patchbay-small/README.md},
 * tells of its training and its accuracy; the folder is a Hugging Face model as it stands.
 */
public final class PatchbaySmall {

  /** What the model is called. */
  public static final String NAME = "patchbay-small";

  private static final String WEIGHTS = NAME + "/model.safetensors";

  private PatchbaySmall() {}

  /**
   * The model, in GPT-2's layout, with its tokenizer.
   *
   * @throws PatchbayException if the weights cannot be read
   */
  public static Checkpoint checkpoint() {
    return new MemoryCheckpoint(
        NAME,
        config(),
        EmbeddedTensor.read(weights()),
        Optional.of(new WordTokenizer(Words.vocabulary(), true)));
  }

  /** The configuration: what {@code patchbay-small/config.json} says about the computation. */
  private static CheckpointConfig config() {
    return new CheckpointConfig(
        NAME,
        Map.of(
            "model_type", "gpt2",
            "n_layer", 4,
            "n_head", 8,
            "n_embd", 128,
            "n_inner", 512,
            "n_positions", 64,
            "vocab_size", Words.vocabulary().size(),
            "activation_function", "gelu_new",
            "layer_norm_epsilon", 1e-5,
            "bos_token_id", 0));
  }

  private static byte[] weights() {
    try (InputStream file = PatchbaySmall.class.getResourceAsStream(WEIGHTS)) {
      if (file == null) {
        throw new IOException(WEIGHTS + " is missing");
      }
      return file.readAllBytes();
    } catch (IOException e) {
      throw PatchbayException.failed(
          "The weights of '%s' cannot be read (%s).".formatted(NAME, e.getMessage()),
          "Is Patchbay's jar damaged?",
          e);
    }
  }
}
