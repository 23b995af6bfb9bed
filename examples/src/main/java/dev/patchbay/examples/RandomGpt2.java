package dev.patchbay.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A folder with random weights in GPT-2's layout, the unembedding tied to the embedding.
 *
 * @param layers how many
 * @param heads in each
 * @param dModel the width of the residual stream; an MLP's is four times that
 * @param dVocab tokens
 */
record RandomGpt2(int layers, int heads, int dModel, int dVocab) {

  private static final int POSITIONS = 1024;

  /** Writes the folder. */
  void write(Path folder) throws IOException {
    RandomFolder.write(
        folder,
        """
        {"model_type": "gpt2", "n_layer": %s, "n_head": %s, "n_embd": %s, "vocab_size": %s,
         "n_positions": %s}
        """
            .formatted(layers, heads, dModel, dVocab, POSITIONS),
        tensors());
  }

  private Map<String, long[]> tensors() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put("wte.weight", new long[] {dVocab, dModel});
    shapes.put("wpe.weight", new long[] {POSITIONS, dModel});
    for (int layer = 0; layer < layers; layer++) {
      String at = "h." + layer + ".";
      norm(shapes, at + "ln_1");
      linear(shapes, at + "attn.c_attn", dModel, 3L * dModel);
      linear(shapes, at + "attn.c_proj", dModel, dModel);
      norm(shapes, at + "ln_2");
      linear(shapes, at + "mlp.c_fc", dModel, 4L * dModel);
      linear(shapes, at + "mlp.c_proj", 4L * dModel, dModel);
    }
    norm(shapes, "ln_f");
    return shapes;
  }

  private void norm(Map<String, long[]> shapes, String name) {
    shapes.put(name + ".weight", new long[] {dModel});
    shapes.put(name + ".bias", new long[] {dModel});
  }

  private static void linear(Map<String, long[]> shapes, String name, long in, long out) {
    shapes.put(name + ".weight", new long[] {in, out});
    shapes.put(name + ".bias", new long[] {out});
  }
}
