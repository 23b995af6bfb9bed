package dev.patchbay.plugins.model;

import dev.patchbay.spi.model.ModelSpec;
import java.util.Random;

/**
 * Makes idle heads and neurons busy: they look somewhere, read everything and write on scratch
 * paper, which only they read.
 */
final class Distractors {

  /** Reading weights: scores and values then are of the order of 1, as the stream is. */
  private static final double READS = .5;

  /** Writing weights of a head and of a neuron. */
  private static final double WRITES = .2;

  private final HandSetWeights weights;
  private final ModelSpec spec;
  private final Subspace paper;
  private final Random random;

  private Distractors(HandSetWeights weights, Subspace paper, long seed) {
    this.weights = weights;
    this.spec = weights.spec();
    this.paper = paper;
    this.random = new Random(seed);
  }

  /** Makes every head and neuron busy that writes nothing yet. */
  static void fill(HandSetWeights weights, Subspace paper, long seed) {
    if (paper.width() > 0) {
      Distractors distractors = new Distractors(weights, paper, seed);
      for (int layer = 0; layer < weights.spec().nLayers(); layer++) {
        distractors.fillHeads("blocks.%s.attn.".formatted(layer));
        if (weights.spec().hasMlps()) {
          distractors.fillNeurons("blocks.%s.mlp.".formatted(layer));
        }
      }
    }
  }

  private void fillHeads(String attention) {
    for (int head = 0; head < spec.nHeads(); head++) {
      if (!weights.tensor(attention + "W_O").isZero(head)) {
        continue;
      }
      for (String name : new String[] {"W_Q", "W_K", "W_V"}) {
        for (int row = 0; row < spec.dModel(); row++) {
          for (int column = 0; column < spec.dHead(); column++) {
            weights.tensor(attention + name).set(READS * random.nextGaussian(), head, row, column);
          }
        }
      }
      for (int row = 0; row < spec.dHead(); row++) {
        for (int i = 0; i < paper.width(); i++) {
          double write = WRITES * random.nextGaussian() / Math.sqrt(spec.dHead());
          weights.tensor(attention + "W_O").set(write, head, row, paper.at(i));
        }
      }
    }
  }

  private void fillNeurons(String mlp) {
    for (int neuron = 0; neuron < spec.dMlp(); neuron++) {
      if (!weights.tensor(mlp + "W_out").isZero(neuron)) {
        continue;
      }
      for (int row = 0; row < spec.dModel(); row++) {
        weights.tensor(mlp + "W_in").set(READS * random.nextGaussian(), row, neuron);
      }
      for (int i = 0; i < paper.width(); i++) {
        double write = WRITES * random.nextGaussian() / Math.sqrt(spec.dMlp());
        weights.tensor(mlp + "W_out").set(write, neuron, paper.at(i));
      }
    }
  }
}
