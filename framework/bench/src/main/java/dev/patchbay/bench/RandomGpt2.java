package dev.patchbay.bench;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.StoredTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A checkpoint of GPT-2's layout whose weights are drawn as they are read: for measuring, at any
 * size, without a download. Equal seeds give equal weights.
 */
final class RandomGpt2 implements Checkpoint {

  /** Deviation of most weights; GPT-2's own. */
  private static final double SCALE = .02;

  /**
   * Variance of the attention weights, times d_model: .05² at GPT-2 small's width. Attention scores
   * then deviate by about 2 at any width, and a pattern's entropy at the last of 16 positions is
   * .82 of an even one's: heads neither copy one position nor average all.
   */
  private static final double ATTENTION_VARIANCE = 1.92;

  private final int nLayers;
  private final int nHeads;
  private final int dModel;
  private final long seed;
  private final Map<String, Shape> shapes = new LinkedHashMap<>();

  RandomGpt2(int nLayers, int nHeads, int dModel, int dVocab, int nCtx, long seed) {
    this.nLayers = nLayers;
    this.nHeads = nHeads;
    this.dModel = dModel;
    this.seed = seed;
    shapes.put("wte.weight", new Shape(dVocab, dModel));
    shapes.put("wpe.weight", new Shape(nCtx, dModel));
    for (int layer = 0; layer < nLayers; layer++) {
      String at = "h." + layer + ".";
      norm(at + "ln_1");
      linear(at + "attn.c_attn", dModel, 3 * dModel);
      linear(at + "attn.c_proj", dModel, dModel);
      norm(at + "ln_2");
      linear(at + "mlp.c_fc", dModel, 4 * dModel);
      linear(at + "mlp.c_proj", 4 * dModel, dModel);
    }
    norm("ln_f");
  }

  private void norm(String name) {
    shapes.put(name + ".weight", new Shape(dModel));
    shapes.put(name + ".bias", new Shape(dModel));
  }

  private void linear(String name, int in, int out) {
    shapes.put(name + ".weight", new Shape(in, out));
    shapes.put(name + ".bias", new Shape(out));
  }

  @Override
  public String name() {
    return "random-gpt2-%sx%sx%s-seed%s".formatted(nLayers, nHeads, dModel, seed);
  }

  @Override
  public CheckpointConfig config() {
    Shape embedding = shapes.get("wte.weight");
    Shape positions = shapes.get("wpe.weight");
    if (embedding == null || positions == null) {
      throw new IllegalStateException("Both are put there by the constructor.");
    }
    return new CheckpointConfig(
        name(),
        Map.of(
            "model_type",
            "gpt2",
            "n_layer",
            nLayers,
            "n_head",
            nHeads,
            "n_embd",
            dModel,
            "vocab_size",
            embedding.get(0),
            "n_positions",
            positions.get(0)));
  }

  @Override
  public Set<String> tensorNames() {
    return shapes.keySet();
  }

  @Override
  public StoredTensor tensor(String name) {
    Shape shape = shapes.get(name);
    if (shape == null) {
      throw new IllegalArgumentException("No tensor " + name);
    }
    return new StoredTensor() {
      @Override
      public DataType dataType() {
        return DataType.FLOAT32;
      }

      @Override
      public Shape shape() {
        return shape;
      }

      @Override
      public ByteBuffer bytes(long offset, int length) {
        return draw(name, offset, length);
      }
    };
  }

  private ByteBuffer draw(String name, long offset, int length) {
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

  @Override
  public void close() {}
}
