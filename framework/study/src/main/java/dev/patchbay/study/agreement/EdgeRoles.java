package dev.patchbay.study.agreement;

import dev.patchbay.spi.graph.Edge;
import dev.patchbay.spi.graph.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an edge joins, in the words of the circuit's authors: {@code previous token → induction},
 * {@code name mover → logits}.
 */
public final class EdgeRoles {

  /** Of a head that nobody gave a role. */
  static final String OTHER = "other head";

  private final Map<Node, String> roles = new HashMap<>();

  /**
   * @param heads heads by role; none where no roles are known
   * @throws IllegalArgumentException if a head has two roles
   */
  public EdgeRoles(Map<String, List<Node>> heads) {
    heads.forEach(
        (role, nodes) ->
            nodes.forEach(
                node -> {
                  String before = roles.put(node, role);
                  if (before != null) {
                    throw new IllegalArgumentException(
                        "%s is %s and %s.".formatted(node, before, role));
                  }
                }));
  }

  /** Whether nobody gave any head a role. */
  public boolean isEmpty() {
    return roles.isEmpty();
  }

  /** The role of an edge. */
  public String of(Edge edge) {
    return of(edge.source()) + " → " + of(edge.target());
  }

  private String of(Node node) {
    return switch (node.kind()) {
      case INPUT -> "input";
      case POSITIONS -> "positions";
      case MLP -> "MLP";
      case LOGITS -> "logits";
      case HEAD, KV_GROUP -> roles.getOrDefault(node, OTHER);
    };
  }
}
