package dev.patchbay.spi.graph;

/**
 * What one component reads of another: an edge of the computation graph.
 *
 * <p>An edge is a value of its own and knows no graph; its ordinal is the graph's to tell ({@link
 * ComputationGraph#ordinal(Edge)}).
 *
 * @param source the node that writes
 * @param target the node that reads
 * @param port which of the target's inputs it enters
 */
public record Edge(Node source, Node target, Port port) {

  public Edge {
    boolean fits =
        port.isOf(target.kind()) || (port == Port.WIRE && target.kind() == Node.Kind.HEAD);
    if (!fits || source.kind() == Node.Kind.LOGITS) {
      throw new IllegalArgumentException(
          "No edge leads from " + source + " into " + target + " by the port " + port + ".");
    }
  }

  /**
   * Which edge has this name?
   *
   * @param name such as {@code a3.h5->m4} or {@code input->a0.h0<q>}
   * @throws IllegalArgumentException if the text is not an edge's name
   */
  public static Edge parse(String name) {
    int arrow = name.indexOf("->");
    if (arrow < 0) {
      throw new IllegalArgumentException(
          "'" + name + "' is not an edge.\nEdges are named like a3.h5->m4 or input->a0.h0<q>.");
    }
    Node source = Node.parse(name.substring(0, arrow));
    String target = name.substring(arrow + 2);
    int bracket = target.indexOf('<');
    if (bracket < 0) {
      Node node = Node.parse(target);
      return new Edge(source, node, onlyPort(name, source, node));
    }
    Port port =
        switch (target.substring(bracket)) {
          case "<q>" -> Port.Q;
          case "<k>" -> Port.K;
          case "<v>" -> Port.V;
          default ->
              throw new IllegalArgumentException(
                  "'" + name + "' is not an edge: a head's inputs are <q>, <k> and <v>.");
        };
    return new Edge(source, Node.parse(target.substring(0, bracket)), port);
  }

  /** The port of an edge whose name does not tell. */
  private static Port onlyPort(String name, Node source, Node target) {
    boolean head = target.kind() == Node.Kind.HEAD;
    if (head && source.kind() == Node.Kind.KV_GROUP) {
      return Port.WIRE;
    }
    if (head || target.kind() == Node.Kind.KV_GROUP) {
      throw new IllegalArgumentException(
          "'%s' is not an edge: it does not say which input of %s it enters.\nAdd %s."
              .formatted(name, target, head ? "<q>, <k> or <v>" : "<k> or <v>"));
    }
    return Port.INPUT;
  }

  /** The field's name: {@code a3.h5->m4}, {@code input->a0.h0<q>}. */
  public String name() {
    return source.name() + "->" + target.name() + port.suffix();
  }

  /** The part of the name after the arrow: {@code m4}, {@code a0.h0<q>}. */
  public String receiverName() {
    return target.name() + port.suffix();
  }

  /** The port's name in files, {@code q}, {@code k} or {@code v}, or "" where there is but one. */
  public String qkv() {
    return port == Port.INPUT || port == Port.WIRE ? "" : port.label();
  }

  @Override
  public String toString() {
    return name();
  }
}
