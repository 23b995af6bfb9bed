package dev.patchbay.study.judgement;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Edge;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.graph.Port;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is counted when a circuit is compared with the truth: the edges themselves, or nodes at
 * their ends. An item belongs to a circuit if one of the edges that carry it does.
 */
public enum Items {
  /** The edges, by ordinal. */
  EDGES {
    @Override
    List<String> of(Edge edge) {
      return List.of(edge.name());
    }
  },
  /**
   * Edges as the ACDC repository counts them: beside the edges themselves a <i>direct</i> one for
   * each q, k and v that is read at all. GPT-2 small has 32,923.
   */
  ACDC_EDGES {
    @Override
    List<String> of(Edge edge) {
      return edge.port() == Port.INPUT
          ? List.of(edge.name())
          : List.of(edge.name(), edge.receiverName() + " direct");
    }
  },
  /** The components at the ends of edges: input, heads, MLPs, logits. */
  NODES {
    @Override
    List<String> of(Edge edge) {
      return List.of(edge.source().name(), edge.target().name());
    }
  },
  /**
   * Nodes as the ACDC repository counts them by name: a head's output is one, each of its q, k and
   * v that is read at all two (its input and the thing itself, which differ in name only by what
   * comes before the hook), an MLP one (its output; its input is left out), input and logits one
   * each. A full head is seven nodes; GPT-2 small has 1,022.
   */
  ACDC_NODES {
    @Override
    List<String> of(Edge edge) {
      List<String> nodes = new ArrayList<>(List.of(edge.source().name()));
      if (edge.target().equals(Node.LOGITS)) {
        nodes.add(edge.target().name());
      } else if (edge.port() != Port.INPUT) {
        nodes.add(edge.receiverName());
        nodes.add(edge.receiverName() + " input");
      }
      return nodes;
    }
  };

  /** The items that an edge carries into a circuit. */
  abstract List<String> of(Edge edge);

  /** The number of each item of each edge: {@code [ordinal][...]}, counted from 0. */
  int[][] numbered(ComputationGraph graph) {
    Map<String, Integer> numbers = new TreeMap<>();
    int[][] items = new int[graph.edgeCount()][];
    for (int ordinal = 0; ordinal < items.length; ordinal++) {
      items[ordinal] =
          this == EDGES
              ? new int[] {ordinal}
              : of(graph.edge(ordinal)).stream()
                  .mapToInt(item -> numbers.computeIfAbsent(item, name -> numbers.size()))
                  .toArray();
    }
    return items;
  }

  /** How many items a circuit has. */
  public int count(Circuit circuit) {
    return chosen(circuit, numbered(circuit.graph())).cardinality();
  }

  /** The items of a circuit. */
  static BitSet chosen(Circuit circuit, int[][] items) {
    BitSet chosen = new BitSet();
    circuit
        .ordinals()
        .forEach(
            ordinal -> {
              for (int item : items[ordinal]) {
                chosen.set(item);
              }
            });
    return chosen;
  }
}
