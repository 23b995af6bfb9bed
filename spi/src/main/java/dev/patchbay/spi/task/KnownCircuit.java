package dev.patchbay.spi.task;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.GraphShape;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.plugin.Plugin;
import java.util.List;
import java.util.Map;

/**
 * A circuit that somebody published for one model, as data: what methods are held against where
 * nothing is proven. Its descriptor's citation says where it comes from.
 */
public interface KnownCircuit extends Plugin {

  /** The name of the task that the circuit does. */
  String task();

  /** The model that it is a circuit of, in the field's words: {@code GPT-2 small}. */
  String model();

  /** The shape of that model's graph. */
  GraphShape shape();

  /** Whether a model that is built like this is that model. */
  boolean describes(ModelSpec spec);

  /**
   * The circuit's heads by what they do, in the field's words: {@code name mover}. A head has one
   * role; empty where nobody told them apart.
   */
  default Map<String, List<Node>> roles() {
    return Map.of();
  }

  /**
   * The circuit, over a graph that has its nodes.
   *
   * @throws dev.patchbay.spi.plugin.PatchbayException if the graph lacks one
   */
  Circuit circuit(ComputationGraph graph);
}
