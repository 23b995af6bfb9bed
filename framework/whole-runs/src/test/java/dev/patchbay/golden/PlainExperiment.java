package dev.patchbay.golden;

import dev.patchbay.golden.PlainGemma2.Inputs;
import dev.patchbay.golden.PlainGemma2.Run;
import dev.patchbay.spi.strategy.Decision;
import dev.patchbay.spi.task.Answer;
import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.PromptSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Circuits, derivatives and ACDC of {@link PlainGemma2} as the definitions say them, with the logit
 * difference as metric. Edges are known by their names.
 */
final class PlainExperiment {

  /** Steps of the derivative's five-point stencil: its error is about the fourth power of this. */
  private static final double STEP = 1e-3;

  private final PlainGemma2 model = new PlainGemma2();
  private final List<PromptPair> pairs;
  private final List<Run> clean;
  private final List<Map<String, double[][]>> ablated;

  PlainExperiment(PromptSet prompts, String ablation) {
    this.pairs = prompts.pairs();
    this.clean = pairs.stream().map(pair -> model.run(pair.clean())).toList();
    this.ablated =
        switch (ablation) {
          case "patching" ->
              pairs.stream().map(pair -> model.run(pair.corrupted()).written()).toList();
          case "zero" ->
              clean.stream().map(run -> each(run, w -> PlainGemma2.scaled(w, 0))).toList();
          case "mean" -> means();
          default -> throw new IllegalArgumentException(ablation);
        };
  }

  private interface Rows {
    double[][] of(double[][] written);
  }

  private static Map<String, double[][]> each(Run run, Rows function) {
    Map<String, double[][]> map = new LinkedHashMap<>();
    run.written().forEach((sender, written) -> map.put(sender, function.of(written)));
    return map;
  }

  /** Every (prompt, position) weighs the same. */
  private List<Map<String, double[][]>> means() {
    Map<String, double[]> sums = new HashMap<>();
    int count = 0;
    for (Run run : clean) {
      count += of("input", run.written()).length;
      run.written()
          .forEach(
              (sender, rows) -> {
                double[] sum = sums.computeIfAbsent(sender, s -> new double[rows[0].length]);
                for (double[] row : rows) {
                  IntStream.range(0, row.length).forEach(i -> sum[i] += row[i]);
                }
              });
    }
    int rows = count;
    List<Map<String, double[][]>> all = new ArrayList<>();
    for (Run run : clean) {
      Map<String, double[][]> mean = new LinkedHashMap<>();
      int length = of("input", run.written()).length;
      sums.forEach(
          (sender, sum) ->
              mean.put(
                  sender,
                  IntStream.range(0, length)
                      .mapToObj(p -> PlainGemma2.scaled(new double[][] {sum}, 1. / rows)[0])
                      .toArray(double[][]::new)));
      all.add(mean);
    }
    return all;
  }

  private static double[][] of(String sender, Map<String, double[][]> written) {
    return Objects.requireNonNull(written.get(sender), sender);
  }

  /** The mean loss under a circuit of these edges. */
  double loss(Set<String> edges) {
    double sum = 0;
    for (int i = 0; i < pairs.size(); i++) {
      Map<String, double[][]> standIns = ablated.get(i);
      sum += loss(i, (receiver, written) -> input(edges, receiver, written, standIns), Map.of());
    }
    return sum / pairs.size();
  }

  private static double[][] input(
      Set<String> edges,
      String receiver,
      Map<String, double[][]> written,
      Map<String, double[][]> standIns) {
    Map<String, double[][]> read = new LinkedHashMap<>();
    written.forEach(
        (sender, own) ->
            read.put(
                sender, edges.contains(sender + "->" + receiver) ? own : of(sender, standIns)));
    return PlainGemma2.everything(read);
  }

  private double loss(int prompt, Inputs inputs, Map<String, Double> factors) {
    PromptPair pair = pairs.get(prompt);
    List<Double> logits = model.run(pair.clean(), inputs, factors).logits();
    Answer answer = pair.answers().get(0);
    return logits.get(answer.wrong().get(0)) - logits.get(answer.right().get(0));
  }

  /** (c_u − x_u) · ∂loss/∂(input of v) on the clean run, mean over prompts, by differences. */
  double slope(String sender, String receiver) {
    double sum = 0;
    for (int i = 0; i < pairs.size(); i++) {
      int prompt = i;
      double[][] change =
          PlainGemma2.plus(of(sender, ablated.get(i)), of(sender, clean.get(i).written()), -1);
      sum +=
          derivative(
              t ->
                  loss(
                      prompt,
                      (at, written) -> {
                        double[][] own = PlainGemma2.everything(written);
                        return at.equals(receiver) ? PlainGemma2.plus(own, change, t) : own;
                      },
                      Map.of()));
    }
    return sum / pairs.size();
  }

  /** ∂loss/∂t where a head's z is (1 + t) z on the clean run, mean over prompts. */
  double slopeOfHead(String head) {
    double sum = 0;
    for (int i = 0; i < pairs.size(); i++) {
      int prompt = i;
      sum +=
          derivative(
              t ->
                  loss(
                      prompt,
                      (at, written) -> PlainGemma2.everything(written),
                      Map.of(head, 1 + t)));
    }
    return sum / pairs.size();
  }

  private interface Line {
    double at(double t);
  }

  private static double derivative(Line f) {
    double near = f.at(STEP) - f.at(-STEP);
    double far = f.at(2 * STEP) - f.at(-2 * STEP);
    return (8 * near - far) / (12 * STEP);
  }

  /** The receivers in ACDC's order. */
  private static List<String> receivers() {
    List<String> receivers = new ArrayList<>(List.of("logits"));
    for (int layer = PlainGemma2.LAYERS - 1; layer >= 0; layer--) {
      receivers.add("m" + layer);
      for (String port : List.of("v", "k", "q")) {
        for (int head = PlainGemma2.HEADS - 1; head >= 0; head--) {
          receivers.add("a%s.h%s<%s>".formatted(layer, head, port));
        }
      }
    }
    return receivers;
  }

  /** ACDC's tests one by one, each by a run of the whole circuit. */
  List<Decision> acdc(double threshold, Set<String> everyEdge) {
    List<String> senders = new ArrayList<>(clean.get(0).written().keySet());
    Set<String> circuit = new HashSet<>(everyEdge);
    List<Decision> decisions = new ArrayList<>();
    double current = loss(circuit);
    for (String receiver : receivers()) {
      for (int sender = senders.size() - 1; sender >= 0; sender--) {
        String edge = senders.get(sender) + "->" + receiver;
        if (!circuit.contains(edge)) {
          continue;
        }
        if (!reaches(receiver, circuit)) {
          circuit.remove(edge);
          continue;
        }
        circuit.remove(edge);
        double without = loss(circuit);
        boolean removed = without - current < threshold;
        decisions.add(new Decision(edge, current, without, removed));
        if (removed) {
          current = without;
        } else {
          circuit.add(edge);
        }
      }
    }
    return decisions;
  }

  /** Whether an edge goes out of the receiver's node: of any head of its layer, for heads. */
  private static boolean reaches(String receiver, Set<String> circuit) {
    String unit = receiver.replaceAll("h\\d.*", "h");
    return receiver.equals("logits") || circuit.stream().anyMatch(edge -> edge.startsWith(unit));
  }
}
