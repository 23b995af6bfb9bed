package dev.patchbay.core.lookup;

import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.model.ModelSpec;

/**
 * A model as its configuration describes it; no weight has been read.
 *
 * @param name what reports call it
 * @param architecture which reads it
 * @param spec how it is built
 * @param tied whether its unembedding is its embedding, seen the other way round
 */
public record ModelCard(String name, String architecture, ModelSpec spec, boolean tied) {

  /** The graph with key and value inputs for each query head. */
  public ComputationGraph graph() {
    return ComputationGraph.of(spec.graphShape());
  }

  /** The graph in which heads that share keys and values share those inputs too. */
  public ComputationGraph groupedGraph() {
    return ComputationGraph.of(spec.groupedGraphShape());
  }
}
