package dev.patchbay.plugins.model;

import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.plugin.Option;
import dev.patchbay.spi.plugin.PatchbayException;
import java.util.Map;
import java.util.Random;

/**
 * How a compiled model is made harder to see through. The circuit stays the same.
 *
 * @param rotate seed of the rotation of the residual stream; 0 for none
 * @param distractors how many distractor heads, and eight times as many neurons, every layer gets
 * @param noise deviation of what is added to every weight, relative to its tensor's root mean
 *     square
 * @param layerNorm whether LayerNorm comes before every reader
 * @param seed of distractors and noise
 */
record Hardening(
    @Option(value = "seed of a rotation of the residual stream; 0 for none", fallback = "0")
        long rotate,
    @Option(
            value = "distractor heads added to each layer, and eight times as many neurons",
            fallback = "0")
        int distractors,
    @Option(value = "noise on the weights, relative to their size", fallback = "0") double noise,
    @Option(value = "LayerNorm before every reader", fallback = "false") boolean layerNorm,
    @Option(value = "seed of distractors and noise", fallback = "0") long seed) {

  private static final int NEURONS_PER_HEAD = 8;
  private static final int MOST_DISTRACTORS = 32;

  /** Width of the distractors' scratch paper where the model has none of its own. */
  private static final int PAPER = 8;

  public Hardening {
    if (distractors < 0 || distractors > MOST_DISTRACTORS) {
      throw PatchbayException.usage(
          "A layer cannot have %s distractor heads more.".formatted(distractors),
          "Give distractors=0 to distractors=%s.".formatted(MOST_DISTRACTORS));
    }
    if (!(noise >= 0) || noise > 1) {
      throw PatchbayException.usage(
          "Weights cannot carry noise=%s.".formatted(noise),
          "Give a number from 0 to 1: .01 is a hundredth of the weights' own size.");
    }
  }

  private CompiledSizes sizes(CompiledModel model) {
    return distractors == 0
        ? model.sizes()
        : model.sizes().with(distractors, NEURONS_PER_HEAD * distractors, PAPER);
  }

  /** The configuration of the hardened model. */
  CheckpointConfig config(CompiledModel model) {
    CompiledSizes sizes = sizes(model);
    int width = layerNorm ? MirroredStream.width(sizes.dModel()) : sizes.dModel();
    return sizes.config(model.name(), width, layerNorm);
  }

  /** The weights of the hardened model. */
  HandSetWeights weights(CompiledModel model) {
    CompiledSizes sizes = sizes(model);
    HandSetWeights weights = new HandSetWeights(sizes.spec());
    model.write(weights);
    Distractors.fill(weights, sizes.paperBlock(), seed);
    addNoise(weights);
    if (layerNorm) {
      weights = new MirroredStream().apply(weights, CompiledSizes.spec(config(model)));
    }
    return rotate == 0
        ? weights
        : new Rotation(weights.spec().dModel(), rotate, layerNorm).apply(weights, weights.spec());
  }

  private void addNoise(HandSetWeights weights) {
    Random random = new Random(seed);
    for (Map.Entry<String, HandSetTensor> entry : weights.tensors().entrySet()) {
      double deviation = noise * entry.getValue().size();
      if (deviation > 0) {
        entry.getValue().replaceAll(number -> number + deviation * random.nextGaussian());
      }
    }
  }
}
