package dev.patchbay.core.engine;

import dev.patchbay.core.run.Cost;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.model.ModelSpec;

/**
 * Counts what a run spends, in passes of the whole model over all prompts. A component counts as
 * its share of the weights that a pass multiplies with.
 */
final class PassMeter {

  private final LoadedModel model;
  private final int prompts;
  private double forward;
  private double backward;
  private long tests;

  PassMeter(LoadedModel model, int prompts) {
    this.model = model;
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

  /** One component over some of the prompts. */
  void computed(int sender, int batchSize) {
    ModelSpec spec = model.spec();
    double head = 4.0 * spec.dHead();
    double mlp = (spec.gatedMlp() ? 3.0 : 2.0) * spec.dMlp();
    double whole = spec.nLayers() * (spec.nHeads() * head + mlp);
    Node.Kind kind = model.graph().senderNode(sender).kind();
    double share = kind == Node.Kind.HEAD ? head : kind == Node.Kind.MLP ? mlp : 0;
    forward += share / whole * batchSize / prompts;
  }

  /** A circuit whose loss was asked for. */
  void test() {
    tests++;
  }

  Cost cost() {
    return new Cost(forward, backward, tests);
  }
}
