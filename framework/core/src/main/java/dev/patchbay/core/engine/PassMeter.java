package dev.patchbay.core.engine;

import dev.patchbay.core.run.Cost;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.model.ModelSpec;

/** Counts what a run spends, in passes of the whole model over all prompts. */
final class PassMeter {

  private final int prompts;
  private double forward;
  private double backward;
  private long tests;

  PassMeter(int prompts) {
    this.prompts = prompts;
  }

  /** A forward pass over some of the prompts. */
  void forward(int batchSize) {
    forward += (double) batchSize / prompts;
  }

  /** A backward pass over some of the prompts. */
  void backward(int batchSize) {
    backward += (double) batchSize / prompts;
  }

  /**
   * Components over some of the prompts.
   *
   * @param passes how many passes over these prompts they make up
   */
  void computed(double passes, int batchSize) {
    forward += passes * batchSize / prompts;
  }

  /** What a component takes of a pass: its share of the weights that a pass multiplies with. */
  static double share(Node node, ModelSpec spec) {
    double head = 4.0 * spec.dHead();
    double mlp = (spec.gatedMlp() ? 3.0 : 2.0) * spec.dMlp();
    double whole = spec.nLayers() * (spec.nHeads() * head + mlp);
    Node.Kind kind = node.kind();
    double share = kind == Node.Kind.HEAD ? head : kind == Node.Kind.MLP ? mlp : 0;
    return share / whole;
  }

  /** A circuit whose loss was asked for. */
  void test() {
    tests++;
  }

  Cost cost() {
    return new Cost(forward, backward, tests);
  }
}
