package dev.patchbay.testkit;

import ai.djl.ndarray.types.Shape;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.MemoryCheckpoint;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.ModelSpec.Activation;
import dev.patchbay.spi.model.ModelSpec.Norm;
import dev.patchbay.spi.model.StoredTensor;
import dev.patchbay.spi.model.WeightShapes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * Transformers of two layers and two heads with random weights: small enough for an exact answer to
 * every question, large enough for each to have one. Equal seeds give equal models.
 */
public final class TinyModels {

  private static final int LAYERS = 2;
  private static final int HEADS = 2;
  private static final int D_MODEL = 8;
  private static final int D_HEAD = 4;
  private static final int D_MLP = 16;
  private static final int CONTEXT = 8;
  private static final double EPSILON = 1e-5;

  /** Tokens that the models know. */
  public static final int VOCABULARY = 12;

  /** Of weights: large enough for attention that is neither flat nor saturated. */
  private static final double DEVIATION = 0.6;

  private TinyModels() {}

  /** With MLPs and LayerNorm, as GPT-2; 46 edges. */
  public static Checkpoint gpt(long seed) {
    return checkpoint("tiny-gpt", spec(D_MLP, Norm.LAYER_NORM), seed);
  }

  /** The same with 4 layers of 4 heads; 479 edges. */
  public static Checkpoint deepGpt(long seed) {
    return checkpoint("tiny-deep-gpt", spec(4, 4, D_MLP, Norm.LAYER_NORM), seed);
  }

  /** Attention alone, no norm: the logits are a short polynomial of softmaxes; 29 edges. */
  public static Checkpoint attentionOnly(long seed) {
    return checkpoint("tiny-attention-only", spec(0, Norm.NONE), seed);
  }

  private static ModelSpec spec(int dMlp, Norm norm) {
    return spec(LAYERS, HEADS, dMlp, norm);
  }

  private static ModelSpec spec(int layers, int heads, int dMlp, Norm norm) {
    return ModelSpec.builder(TinyArchitecture.FAMILY)
        .nLayers(layers)
        .nHeads(heads)
        .dModel(D_MODEL)
        .dHead(D_HEAD)
        .mlps(dMlp, Activation.GELU_TANH)
        .dVocab(VOCABULARY)
        .nCtx(CONTEXT)
        .norm(norm, EPSILON)
        .build();
  }

  private static Checkpoint checkpoint(String name, ModelSpec spec, long seed) {
    Random random = new Random(seed);
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    WeightShapes.of(spec)
        .forEach((weight, shape) -> tensors.put(weight, drawn(weight, shape, random)));
    return new MemoryCheckpoint(name, TinyArchitecture.config(spec), tensors);
  }

  private static StoredTensor drawn(String weight, Shape shape, Random random) {
    // A norm's gain is around 1: around 0 it would switch its readers off.
    double mean = weight.endsWith(".w") ? 1 : 0;
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (mean + DEVIATION * random.nextGaussian());
    }
    return MemoryCheckpoint.tensor(shape, values);
  }
}
