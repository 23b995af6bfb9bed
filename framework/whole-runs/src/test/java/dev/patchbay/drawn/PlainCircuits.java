package dev.patchbay.drawn;

import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.graph.Port;
import dev.patchbay.spi.model.AttentionSpec.Positions;
import dev.patchbay.spi.task.Answer;
import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.PromptSet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Circuits as the definitions say them: prompt by prompt, every node computed from the sum of what
 * it reads, at every position. What a sender writes is [pos][d_model]; senders stand in their
 * order.
 */
final class PlainCircuits {

  private final ComputationGraph graph;
  private final boolean positionsAreSender;
  private final PlainModel model;
  private final PromptSet prompts;
  private final String metric;
  private final List<Ground> grounds = new ArrayList<>();

  /**
   * What the runs of a prompt stand on, sender by sender.
   *
   * @param embeddings what the embeddings write
   * @param standIns what absent edges carry
   * @param steps what a sender writes on top of what it computes; none for nothing
   * @param reference the full model's logits on the clean prompt
   */
  private record Ground(
      List<double[][]> embeddings,
      List<double[][]> standIns,
      List<double[][]> steps,
      List<double[]> reference) {}

  /**
   * Circuits of some prompts.
   *
   * @param metric as {@link dev.patchbay.golden.Golden} knows it; likewise {@code ablation}
   * @param mirrored whether clean and ablated values have swapped their roles
   */
  PlainCircuits(
      DrawnModel drawn, PromptSet prompts, String metric, String ablation, boolean mirrored) {
    this.graph = drawn.graph();
    this.positionsAreSender = drawn.spec().attention().positions() == Positions.SENDER;
    this.model = new PlainModel(drawn);
    this.prompts = prompts;
    this.metric = metric;
    List<List<double[][]>> clean =
        prompts.pairs().stream().map(pair -> full(embeddings(pair.clean()))).toList();
    for (int i = 0; i < clean.size(); i++) {
      List<double[][]> own = clean.get(i);
      List<double[][]> ablated =
          ablation.equals("patching")
              ? full(embeddings(prompts.pairs().get(i).corrupted()))
              : means(ablation, own.get(0).length, clean);
      List<double[]> reference = List.of(model.logits(read(logits(), everyEdge(), own, own)));
      grounds.add(
          mirrored
              ? mirrored(own, ablated, reference)
              : new Ground(own, ablated, List.of(), reference));
    }
  }

  /**
   * Senders keep the step from what they compute of the ablated stream to what they write there.
   */
  private Ground mirrored(
      List<double[][]> clean, List<double[][]> ablated, List<double[]> reference) {
    List<double[][]> computed =
        run(new Ground(ablated, ablated, List.of(), reference), new BitSet());
    List<double[][]> steps = new ArrayList<>();
    for (int sender = 0; sender < computed.size(); sender++) {
      steps.add(Rows.plus(ablated.get(sender), computed.get(sender), -1));
    }
    return new Ground(ablated, clean, steps, reference);
  }

  private List<double[][]> means(String ablation, int length, List<List<double[][]>> clean) {
    return IntStream.range(0, graph.senderCount())
        .mapToObj(
            sender ->
                IntStream.range(0, length)
                    .mapToObj(
                        pos -> mean(ablation, pos, clean.stream().map(r -> r.get(sender)).toList()))
                    .toArray(double[][]::new))
        .toList();
  }

  private static double[] mean(String ablation, int position, List<double[][]> ofPrompts) {
    List<double[]> rows = new ArrayList<>();
    for (double[][] written : ofPrompts) {
      for (int pos = 0; pos < written.length; pos++) {
        if (pos == position || ablation.equals("mean")) {
          rows.add(written[pos]);
        }
      }
    }
    double share = ablation.equals("zero") ? 0 : 1. / rows.size();
    return IntStream.range(0, rows.get(0).length)
        .mapToDouble(i -> share * rows.stream().mapToDouble(row -> row[i]).sum())
        .toArray();
  }

  private List<double[][]> embeddings(List<Integer> ids) {
    return positionsAreSender
        ? List.of(model.tokens(ids), model.positions(ids.size()))
        : List.<double[][]>of(model.tokens(ids));
  }

  /** The whole model's run. */
  private List<double[][]> full(List<double[][]> embeddings) {
    return run(new Ground(embeddings, List.of(), List.of(), List.of()), everyEdge());
  }

  private BitSet everyEdge() {
    BitSet edges = new BitSet();
    edges.set(0, graph.edgeCount());
    return edges;
  }

  private int logits() {
    return graph.receiverCount() - 1;
  }

  private List<double[][]> run(Ground ground, BitSet edges) {
    List<double[][]> written =
        new ArrayList<>(ground.embeddings().subList(0, graph.shape().embeddings()));
    for (int layer = 0; layer < graph.shape().nLayers(); layer++) {
      double[][][] heads =
          model.heads(
              layer,
              reads(layer, Port.Q, edges, written, ground),
              reads(layer, Port.K, edges, written, ground),
              reads(layer, Port.V, edges, written, ground));
      for (double[][] head : heads) {
        written.add(stepped(ground, written.size(), head));
      }
      if (graph.shape().mlps()) {
        int receiver = graph.receiver(Node.mlp(layer), Port.INPUT);
        double[][] read = read(receiver, edges, written, ground.standIns());
        written.add(stepped(ground, written.size(), model.mlp(layer, read)));
      }
    }
    return written;
  }

  private static double[][] stepped(Ground ground, int sender, double[][] computed) {
    return ground.steps().isEmpty() ? computed : Rows.plus(computed, ground.steps().get(sender), 1);
  }

  /** What each head of a layer reads at a port. */
  private double[][][] reads(
      int layer, Port port, BitSet edges, List<double[][]> written, Ground ground) {
    return IntStream.range(0, graph.shape().nHeads())
        .map(head -> graph.receiver(Node.head(layer, head), port))
        .mapToObj(receiver -> read(receiver, edges, written, ground.standIns()))
        .toArray(double[][][]::new);
  }

  private double[][] read(
      int receiver, BitSet edges, List<double[][]> written, List<double[][]> standIns) {
    double[][] sum = model.bias(biasedLayers(receiver), written.get(0).length);
    for (int sender = 0; sender < graph.fanIn(receiver); sender++) {
      boolean present = edges.get(graph.ordinal(sender, receiver));
      sum = Rows.plus(sum, (present ? written : standIns).get(sender), 1);
    }
    return sum;
  }

  /** How many layers' biases stand in front of a receiver. */
  private int biasedLayers(int receiver) {
    Node node = graph.receiverNode(receiver);
    return switch (node.kind()) {
      case LOGITS -> graph.shape().nLayers();
      case MLP -> graph.shape().parallel() ? node.layer() : node.layer() + 1;
      default -> node.layer();
    };
  }

  /** The mean loss over the prompts under a circuit of these edges. */
  double loss(BitSet edges) {
    double sum = 0;
    for (int i = 0; i < grounds.size(); i++) {
      Ground ground = grounds.get(i);
      double[][] last = read(logits(), edges, run(ground, edges), ground.standIns());
      sum += loss(prompts.pairs().get(i), model.logits(last), ground.reference());
    }
    return sum / grounds.size();
  }

  private double loss(PromptPair pair, double[][] logits, List<double[]> reference) {
    return pair.answers().stream()
        .mapToDouble(
            answer -> loss(answer, logits[answer.position()], reference.get(answer.position())))
        .average()
        .orElseThrow();
  }

  private double loss(Answer answer, double[] logits, double[] reference) {
    double[] p = Rows.softmax(logits);
    return switch (metric) {
      case "logit_diff" ->
          total(answer.wrong(), logits) / answer.wrong().size()
              - total(answer.right(), logits) / answer.right().size();
      case "prob_diff" -> total(answer.wrong(), p) - total(answer.right(), p);
      case "answer_probability" -> -total(answer.right(), p);
      case "kl" -> divergence(Rows.logSoftmax(reference), Rows.logSoftmax(logits));
      default -> throw new IllegalArgumentException(metric);
    };
  }

  private static double divergence(double[] full, double[] circuit) {
    return IntStream.range(0, full.length)
        .mapToDouble(token -> Math.exp(full[token]) * (full[token] - circuit[token]))
        .sum();
  }

  private static double total(List<Integer> tokens, double[] numbers) {
    return tokens.stream().mapToDouble(token -> numbers[token]).sum();
  }
}
