package dev.patchbay.bench;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Edge;
import dev.patchbay.spi.graph.GraphShape;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.graph.Port;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How the schedules were drawn: a circuit grows from the logits over the nodes that the schedule
 * allows ({@link DrawnCircuit}); its edges are tested in ACDC's order; half of them go, but for
 * those that keep each node on a path. Run it to write them anew: {@code ScheduleDrawing FOLDER}.
 *
 * @param name of the schedule
 * @param edges how many edges are tested, about
 * @param headShare which share of the heads there is
 * @param mlps which MLPs there are
 */
record ScheduleDrawing(String name, int edges, double headShare, Mlps mlps) {

  private static final long SEED = 6;
  private static final double REMOVED = .5;

  /** Which MLPs a schedule has, and who may read them. */
  enum Mlps {
    FIRST("the first layer's MLP alone"),
    LATE("MLPs of the later half, read by the logits and by one another alone"),
    ALL("all MLPs, read by all");

    private final String words;

    Mlps(String words) {
      this.words = words;
    }

    private boolean has(int layer, int layers) {
      return switch (this) {
        case FIRST -> layer == 0;
        case LATE -> layer >= layers / 2;
        case ALL -> true;
      };
    }
  }

  static List<ScheduleDrawing> of(BenchSize size) {
    boolean full = size.equals(BenchSize.FULL);
    int tests = full ? 400 : 40;
    return List.of(
        new ScheduleDrawing("acdc-head-heavy", tests, full ? .2 : .5, Mlps.FIRST),
        new ScheduleDrawing("acdc-late-mlp", tests, full ? .15 : .5, Mlps.LATE),
        new ScheduleDrawing("acdc-mlp-heavy", tests, full ? .1 : .5, Mlps.ALL));
  }

  static ComputationGraph graph(BenchSize size) {
    return ComputationGraph.of(GraphShape.sequential(size.layers(), size.heads()));
  }

  /** The file. */
  String text(ComputationGraph graph) {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Boolean> heads = new ArrayList<>();
    for (int i = 0; i < graph.shape().nLayers() * graph.shape().nHeads(); i++) {
      heads.add(random.nextDouble() < headShare);
    }
    DrawnCircuit drawn = new DrawnCircuit(graph, edge -> allows(graph, heads, edge), SEED);
    if (mlps == Mlps.ALL) {
      chain(graph, heads).forEach(edge -> drawn.with(graph.ordinal(Edge.parse(edge))));
    }
    drawn.grow(edges);
    Circuit bones = drawn.bones();
    String tests =
        inOrder(drawn.circuit())
            .mapToObj(
                edge -> {
                  boolean goes =
                      random.nextDouble() < REMOVED && !bones.contains(edge) && !stays(graph, edge);
                  return (goes ? "-" : "+") + graph.edge(edge).name() + "\n";
                })
            .collect(Collectors.joining());
    return header() + tests;
  }

  private String header() {
    return String.format(
        Locale.ROOT,
        """
        # A search to be replayed: a line for each test, + where the edge stays, - where it goes.
        # Drawn over %.0f %% of the heads and %s;
        # half of the edges go, but for those that keep each node on a path%s.
        """,
        100 * headShare,
        mlps.words,
        mlps == Mlps.ALL
            ? "\n# and what MLPs write to one another and to values. Each MLP is read by the next,"
                + "\n# and all but the last by a value of the last layer: at every position"
            : "");
  }

  /**
   * From the last MLP and a head of its layer down: each MLP is read by the next one and by that
   * head's value, which is needed at every position.
   */
  private static List<String> chain(ComputationGraph graph, List<Boolean> heads) {
    int last = graph.shape().nLayers() - 1;
    int first = last * graph.shape().nHeads();
    int head = heads.subList(first, heads.size()).indexOf(true);
    List<String> edges = new ArrayList<>();
    edges.add("m%s->logits".formatted(last));
    edges.add("a%s.h%s->logits".formatted(last, head));
    for (int layer = last - 1; layer >= 0; layer--) {
      edges.add("m%s->m%s".formatted(layer, layer + 1));
      edges.add("m%s->a%s.h%s<v>".formatted(layer, last, head));
    }
    return edges;
  }

  private boolean allows(ComputationGraph graph, List<Boolean> heads, int edge) {
    Node from = graph.edge(edge).source();
    Node to = graph.edge(edge).target();
    boolean readHere =
        mlps != Mlps.LATE || from.kind() != Node.Kind.MLP || to.kind() != Node.Kind.HEAD;
    return readHere && exists(graph, heads, from) && exists(graph, heads, to);
  }

  /** Where all MLPs are alive, what they write reaches one another and the values of heads. */
  private boolean stays(ComputationGraph graph, int edge) {
    return mlps == Mlps.ALL
        && graph.edge(edge).source().kind() == Node.Kind.MLP
        && (graph.edge(edge).target().kind() == Node.Kind.MLP || graph.edge(edge).port() == Port.V);
  }

  private boolean exists(ComputationGraph graph, List<Boolean> heads, Node node) {
    return switch (node.kind()) {
      case HEAD -> heads.get(node.layer() * graph.shape().nHeads() + node.index());
      case MLP -> mlps.has(node.layer(), graph.shape().nLayers());
      case INPUT, LOGITS, POSITIONS, KV_GROUP -> true;
    };
  }

  /** From the logits down; a layer's MLP, then all v, k, q; heads and senders the last first. */
  private static IntStream inOrder(Circuit circuit) {
    ComputationGraph graph = circuit.graph();
    List<Integer> receivers = new ArrayList<>(List.of(graph.receiverCount() - 1));
    for (int layer = graph.shape().nLayers() - 1; layer >= 0; layer--) {
      receivers.add(graph.receiver(Node.mlp(layer), Port.INPUT));
      for (Port port : List.of(Port.V, Port.K, Port.Q)) {
        for (int head = graph.shape().nHeads() - 1; head >= 0; head--) {
          receivers.add(graph.receiver(Node.head(layer, head), port));
        }
      }
    }
    return receivers.stream()
        .flatMapToInt(
            receiver ->
                IntStream.range(0, graph.fanIn(receiver))
                    .map(i -> graph.ordinal(graph.fanIn(receiver) - 1 - i, receiver)))
        .filter(circuit::contains);
  }

  public static void main(String[] arguments) throws IOException {
    for (BenchSize size : List.of(BenchSize.FULL, BenchSize.QUICK)) {
      for (ScheduleDrawing drawing : of(size)) {
        Path file = Path.of(arguments[0], size.label(), drawing.name() + ".txt");
        Files.createDirectories(file.getParent());
        Files.writeString(file, drawing.text(graph(size)));
      }
    }
  }
}
