package dev.patchbay.study.criteria;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.GraphShape;
import java.util.Random;

/** A metric to which each edge adds a weight of its own, another on every prompt. */
final class Additive implements PromptMetric {

  /** Of some dozens of edges. */
  static final ComputationGraph GRAPH = ComputationGraph.of(GraphShape.sequential(2, 2));

  private final double[][] weights;

  /**
   * @param weights by prompt and edge
   */
  Additive(double[][] weights) {
    this.weights = weights;
  }

  /** Normally distributed weights. */
  static Additive drawn(int prompts, long seed) {
    Random random = new Random(seed);
    double[][] weights = new double[prompts][GRAPH.edgeCount()];
    for (double[] prompt : weights) {
      for (int edge = 0; edge < prompt.length; edge++) {
        prompt[edge] = random.nextGaussian();
      }
    }
    return new Additive(weights);
  }

  @Override
  public double[] ofEachPrompt(Circuit circuit) {
    double[] metrics = new double[weights.length];
    for (int prompt = 0; prompt < metrics.length; prompt++) {
      double[] ofPrompt = weights[prompt];
      metrics[prompt] = circuit.ordinals().mapToDouble(edge -> ofPrompt[edge]).sum();
    }
    return metrics;
  }

  /** The mean weight of an edge. */
  double mean(int edge) {
    double sum = 0;
    for (double[] prompt : weights) {
      sum += prompt[edge];
    }
    return sum / weights.length;
  }

  /** The mean |weight| of an edge. */
  double meanAbsolute(int edge) {
    double sum = 0;
    for (double[] prompt : weights) {
      sum += Math.abs(prompt[edge]);
    }
    return sum / weights.length;
  }

  /** The edges whose ordinals are divisible by a number. */
  static Circuit every(int number) {
    Circuit circuit = Circuit.full(GRAPH);
    for (int edge = 0; edge < GRAPH.edgeCount(); edge++) {
      circuit = edge % number == 0 ? circuit : circuit.without(edge);
    }
    return circuit;
  }
}
