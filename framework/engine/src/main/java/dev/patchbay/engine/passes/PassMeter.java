package dev.patchbay.engine.passes;

import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.model.ModelSpec;

/** Counts what a run spends, in passes of the whole model over all prompts. */
public final class PassMeter {

  private final int prompts;
  private double forward;
  private double backward;
  private long tests;
  private long untested;

  public PassMeter(int prompts) {
    this.prompts = prompts;
  }

  /**
   * Forward passes over some of the prompts, or over parts of the model or of the positions.
   *
   * @param passes how many passes over these prompts they make up
   */
  public void forward(double passes, int batchSize) {
    forward += passes * batchSize / prompts;
  }

  /** Backward passes over some of the prompts, likewise. */
  void backward(double passes, int batchSize) {
    backward += passes * batchSize / prompts;
  }

  /** What a component takes of a pass: its share of the weights that a pass multiplies with. */
  public static double share(Node node, ModelSpec spec) {
    long layer = spec.nHeads() * headWeights(spec) + mlpWeights(spec);
    return (double) weights(node, spec) / (spec.nLayers() * layer);
  }

  /** How many weights a component multiplies with. */
  public static long weights(Node node, ModelSpec spec) {
    return switch (node.kind()) {
      case HEAD -> headWeights(spec);
      case MLP -> mlpWeights(spec);
      case INPUT, POSITIONS, KV_GROUP, LOGITS -> 0;
    };
  }

  private static long headWeights(ModelSpec spec) {
    return 4L * spec.dHead() * spec.dModel();
  }

  private static long mlpWeights(ModelSpec spec) {
    return spec.hasMlps() ? (spec.gatedMlp() ? 3L : 2L) * spec.dMlp() * spec.dModel() : 0;
  }

  /** An edge, or a whole input, whose loss a search evaluates. */
  public void test() {
    tests++;
  }

  /** So many of them that it decides without a run. */
  public void untested(long count) {
    untested += count;
  }

  public Cost cost() {
    return new Cost(forward, backward, tests, untested);
  }
}
