package dev.patchbay.export;

import static java.util.Objects.requireNonNull;

import dev.patchbay.spi.graph.Edge;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.graph.Port;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.elk.alg.layered.LayeredLayoutProvider;
import org.eclipse.elk.alg.layered.options.CycleBreakingStrategy;
import org.eclipse.elk.alg.layered.options.LayeredMetaDataProvider;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.alg.layered.options.LayeringStrategy;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.PortConstraints;
import org.eclipse.elk.core.options.PortSide;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkBendPoint;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.ElkPort;
import org.eclipse.elk.graph.util.ElkGraphUtil;
import org.jgrapht.Graph;

/**
 * Where nodes and edges are, as ELK's layered layout has it: each row of nodes is a layer, from the
 * input at the bottom to the logits at the top, ordered so that few edges cross.
 */
final class SvgLayout {

  /** ELK knows rows by where their nodes are; anything further apart than a node will do. */
  private static final double APART = 1000;

  /** How much room between rows a curve gets for what it goes to the side: flat, so not tall. */
  private static final double HEIGHT_OF_WIDTH = 0.08;

  static {
    // ELK looks up how it copies its own options there.
    LayoutMetaDataService.getInstance()
        .registerLayoutMetaDataProviders(new LayeredMetaDataProvider());
  }

  private final ElkNode drawing = ElkGraphUtil.createGraph();
  private final Map<Node, ElkNode> nodes = new LinkedHashMap<>();
  private final Map<Edge, ElkEdge> edges = new LinkedHashMap<>();
  private final boolean grouped;

  SvgLayout(Graph<Node, Edge> graph, List<Row> rows, boolean grouped) {
    this.grouped = grouped;
    Map<Node, Map<Port, ElkPort>> inputs = new HashMap<>();
    Map<Node, ElkPort> outputs = new HashMap<>();
    for (int row = 0; row < rows.size(); row++) {
      for (Node node : rows.get(row).nodes()) {
        ElkNode placed = place(node, row);
        inputs.put(node, inputs(node, placed));
        outputs.put(node, port(placed, PortSide.NORTH, placed.getWidth() / 2, 0));
      }
    }
    for (Edge edge : graph.edgeSet()) {
      edges.put(
          edge,
          ElkGraphUtil.createSimpleEdge(
              outputs.get(edge.source()),
              requireNonNull(inputs.get(edge.target())).get(edge.port())));
    }
    configure();
    if (!nodes.isEmpty()) {
      new LayeredLayoutProvider().layout(drawing, new BasicProgressMonitor());
    }
  }

  private void configure() {
    drawing.setProperty(LayeredOptions.DIRECTION, Direction.UP);
    drawing.setProperty(LayeredOptions.EDGE_ROUTING, EdgeRouting.SPLINES);
    drawing.setProperty(LayeredOptions.LAYERING_STRATEGY, LayeringStrategy.INTERACTIVE);
    drawing.setProperty(LayeredOptions.CYCLE_BREAKING_STRATEGY, CycleBreakingStrategy.INTERACTIVE);
    drawing.setProperty(LayeredOptions.SEPARATE_CONNECTED_COMPONENTS, false);
    drawing.setProperty(LayeredOptions.RANDOM_SEED, 1);
    drawing.setProperty(LayeredOptions.PADDING, new ElkPadding(0));
    drawing.setProperty(LayeredOptions.SPACING_NODE_NODE, 14.0);
    drawing.setProperty(LayeredOptions.SPACING_EDGE_NODE, 8.0);
    drawing.setProperty(LayeredOptions.SPACING_EDGE_EDGE, 5.0);
    drawing.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, 34.0);
    drawing.setProperty(LayeredOptions.SPACING_EDGE_NODE_BETWEEN_LAYERS, 10.0);
    drawing.setProperty(LayeredOptions.SPACING_EDGE_EDGE_BETWEEN_LAYERS, 5.0);
    drawing.setProperty(
        LayeredOptions.EDGE_ROUTING_SPLINES_SLOPPY_LAYER_SPACING_FACTOR, HEIGHT_OF_WIDTH);
  }

  private ElkNode place(Node node, int row) {
    SvgBox box = box(node);
    ElkNode placed = ElkGraphUtil.createNode(drawing);
    placed.setDimensions(box.width(), box.height());
    placed.setLocation(nodes.size(), -row * APART);
    placed.setProperty(LayeredOptions.PORT_CONSTRAINTS, PortConstraints.FIXED_POS);
    nodes.put(node, placed);
    return placed;
  }

  private Map<Port, ElkPort> inputs(Node node, ElkNode placed) {
    Map<Port, ElkPort> ports = new HashMap<>();
    SvgBox box = box(node);
    for (Port port : box.ports()) {
      ports.put(port, port(placed, PortSide.SOUTH, box.at(port), box.height()));
    }
    return ports;
  }

  private static ElkPort port(ElkNode node, PortSide side, double x, double y) {
    ElkPort port = ElkGraphUtil.createPort(node);
    port.setProperty(LayeredOptions.PORT_SIDE, side);
    port.setLocation(x, y);
    return port;
  }

  double width() {
    return drawing.getWidth();
  }

  double height() {
    return drawing.getHeight();
  }

  SvgBox box(Node node) {
    return SvgBox.of(node.kind(), grouped);
  }

  /** Where the left side of a node is. */
  double left(Node node) {
    return requireNonNull(nodes.get(node)).getX();
  }

  /** Where the top of a node is. */
  double top(Node node) {
    return requireNonNull(nodes.get(node)).getY();
  }

  /** An edge's line, as the path of an SVG: cubic curves through ELK's control points. */
  String path(Edge edge) {
    ElkEdgeSection line = requireNonNull(edges.get(edge)).getSections().get(0);
    List<String> points = new ArrayList<>();
    for (ElkBendPoint bend : line.getBendPoints()) {
      points.add(point(bend.getX(), bend.getY()));
    }
    points.add(point(line.getEndX(), line.getEndY()));
    StringBuilder path = new StringBuilder("M" + point(line.getStartX(), line.getStartY()));
    int at = 0;
    for (; at + 3 <= points.size(); at += 3) {
      path.append('C').append(String.join(" ", points.subList(at, at + 3)));
    }
    // ELK leaves a straight line without control points.
    for (String point : points.subList(at, points.size())) {
      path.append('L').append(point);
    }
    return path.toString();
  }

  private static String point(double x, double y) {
    return SvgText.number(x) + "," + SvgText.number(y);
  }
}
