package dev.patchbay.bench;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.MemoryCheckpoint;
import dev.patchbay.spi.model.StoredTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A checkpoint of GPT-2's layout whose weights are drawn as they are read: for measuring, at any
 * size, without a download. Equal seeds give equal weights.
 */
final class RandomGpt2 {

  /** Deviation of most weights; GPT-2's own. */
  private static final double SCALE = .02;

  /**
   * Variance of the attention weights, times d_model: .05² at GPT-2 small's width. Attention scores
   * then deviate by about 2 at any width, and a pattern's entropy at the last of 16 positions is
   * .82 of an even one's: heads neither copy one position nor average all.
   */
  private static final double ATTENTION_VARIANCE = 1.92;

  private final int dModel;
  private final long seed;
  private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();

  private RandomGpt2(int dModel, long seed) {
    this.dModel = dModel;
    this.seed = seed;
  }

  static Checkpoint of(int nLayers, int nHeads, int dModel, int dVocab, int nCtx, long seed) {
    RandomGpt2 drawn = new RandomGpt2(dModel, seed);
    drawn.put("wte.weight", dVocab, dModel);
    drawn.put("wpe.weight", nCtx, dModel);
    for (int layer = 0; layer < nLayers; layer++) {
      String at = "h." + layer + ".";
      drawn.norm(at + "ln_1");
      drawn.linear(at + "attn.c_attn", dModel, 3 * dModel);
      drawn.linear(at + "attn.c_proj", dModel, dModel);
      drawn.norm(at + "ln_2");
      drawn.linear(at + "mlp.c_fc", dModel, 4 * dModel);
      drawn.linear(at + "mlp.c_proj", 4 * dModel, dModel);
    }
    drawn.norm("ln_f");
    String name = "random-gpt2-%sx%sx%s-seed%s".formatted(nLayers, nHeads, dModel, seed);
    return new MemoryCheckpoint(
        name,
        new CheckpointConfig(
            name,
            Map.of(
                "model_type", "gpt2",
                "n_layer", nLayers,
                "n_head", nHeads,
                "n_embd", dModel,
                "vocab_size", dVocab,
                "n_positions", nCtx)),
        drawn.tensors);
  }

  private void norm(String name) {
    put(name + ".weight", dModel);
    put(name + ".bias", dModel);
  }

  private void linear(String name, int in, int out) {
    put(name + ".weight", in, out);
    put(name + ".bias", out);
  }

  private void put(String name, long... shape) {
    tensors.put(name, new Drawn(name, new Shape(shape), dModel, seed));
  }

  private record Drawn(String name, Shape shape, int dModel, long seed) implements StoredTensor {

    @Override
    public DataType dataType() {
      return DataType.FLOAT32;
    }

    @Override
    public ByteBuffer bytes(long offset, int length) {
      SplittableRandom random = new SplittableRandom(seed + 31 * (name.hashCode() + 31 * offset));
      boolean gain = name.contains("ln_") && name.endsWith("weight");
      double scale = name.contains("c_attn") ? Math.sqrt(ATTENTION_VARIANCE / dModel) : SCALE;
      ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
      while (bytes.hasRemaining()) {
        // A sum of three uniform numbers: near enough to normal, and drawn in no time.
        double number = 2 * (random.nextDouble() + random.nextDouble() + random.nextDouble()) - 3;
        bytes.putFloat((float) ((gain ? 1 : 0) + scale * number));
      }
      return bytes.flip().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }
  }
}
