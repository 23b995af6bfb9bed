package dev.patchbay.cli;

import dev.patchbay.core.run.RunOutcome;
import dev.patchbay.engine.passes.Cost;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.report.CircuitReport;
import dev.patchbay.spi.report.Evaluation;
import dev.patchbay.spi.report.TruthComparison;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A run's result as a short table. */
record Summary(Console.Paint paint) {

  /** Circuits up to this size are listed edge by edge. */
  static final int LISTED_EDGES = 12;

  /** So many heads and edges of a larger one are named. */
  private static final int NAMED_HEADS = 6;

  private static final int NAMED_EDGES = 3;

  /** The table, the kept edges where they are few, and how to see the picture. */
  List<String> lines(RunOutcome outcome, Path folder, List<Path> files) {
    CircuitReport report = outcome.report();
    List<String> lines = new ArrayList<>();
    lines.add(
        paint.strong("%s on %s, %s".formatted(report.model(), report.task(), report.strategy())));
    lines.add(row("edges kept", kept(report)));
    lines.addAll(strongest(report));
    lines.add(row("selection", report.selection()));
    lines.addAll(evaluation(report.evaluation()));
    report.truth().ifPresent(truth -> lines.add(row("against the truth", against(truth))));
    if (!outcome.checks().isEmpty()) {
      lines.add(row("checked", checked(outcome.checks())));
    }
    Cost spent = outcome.cost().getOrDefault("discover", Cost.NOTHING);
    lines.add(row("cost", cost(spent, outcome.seconds())));
    if (spent.untested() > 0) {
      lines.add(row("untested", spent.untested() + " more, decided without a run"));
    }
    lines.add(row("written", written(folder, files)));
    lines.addAll(edges(report));
    String page = quoted(folder.resolve("report.html"));
    lines.addAll(List.of("", paint.faint("See it: open %s in a browser".formatted(page))));
    return lines;
  }

  private static String kept(CircuitReport report) {
    Circuit circuit = report.circuit();
    String direct =
        report.removedDirect().isEmpty()
            ? ""
            : "   direct inputs cut: " + report.removedDirect().size();
    return "%s of %s   on a path to the logits: %s%s"
        .formatted(circuit.size(), report.graph().edgeCount(), circuit.pruned().size(), direct);
  }

  /** What does it: the circuit's heads and edges by name, the strongest first. */
  private static List<String> strongest(CircuitReport report) {
    Circuit circuit = report.circuit().pruned();
    ComputationGraph graph = report.graph();
    List<Integer> edges =
        circuit
            .ordinals()
            .filter(report.scores()::isScored)
            .boxed()
            .sorted(Comparator.comparingDouble(e -> -Math.abs(report.scores().valueOrZero(e))))
            .toList();
    List<String> heads =
        edges.stream()
            .map(edge -> graph.edge(edge).source())
            .filter(node -> node.kind() == Node.Kind.HEAD)
            .map(Node::name)
            .distinct()
            .toList();
    List<String> lines = new ArrayList<>();
    if (!heads.isEmpty()) {
      lines.add(
          row(
              "heads",
              "%s of %s, those with the strongest edges: %s"
                  .formatted(heads.size(), count(graph), firstOf(heads, NAMED_HEADS))));
    }
    if (report.circuit().size() > LISTED_EDGES && !edges.isEmpty()) {
      List<String> named =
          edges.stream().map(edge -> graph.edge(edge).name() + " " + score(report, edge)).toList();
      lines.add(row("strongest edges", firstOf(named, NAMED_EDGES)));
    }
    return lines;
  }

  private static long count(ComputationGraph graph) {
    return graph.nodes().stream().filter(node -> node.kind() == Node.Kind.HEAD).count();
  }

  private static String firstOf(List<String> names, int most) {
    return names.stream().limit(most).collect(Collectors.joining(", "));
  }

  private List<String> evaluation(Evaluation found) {
    String faithfulness =
        found.faithfulness().isPresent()
            ? number(found.faithfulness().getAsDouble())
            : "none: the full model and the ablated one differ by no more than rounding, as where twins"
                + " do not differ at the positions that are read";
    return List.of(
        row(
            "metric",
            "%s   full %s   circuit %s   ablated %s"
                .formatted(
                    found.metric(),
                    number(found.full()),
                    number(found.circuit()),
                    number(found.empty()))),
        row("faithfulness", paint.strong(faithfulness)));
  }

  private static String against(TruthComparison truth) {
    return "precision %s   recall %s   (%s edges)"
        .formatted(number(truth.precision()), number(truth.recall()), truth.truthEdges());
  }

  /** What was proved, without the numbers that prove it: those are for --json. */
  private static String checked(List<String> checks) {
    return checks.stream()
        .map(check -> check.replaceFirst(": .*", ""))
        .collect(Collectors.joining(", "));
  }

  private static String cost(Cost spent, Map<String, Double> seconds) {
    double all = seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    return "%s forward and %s backward passes, %s tests, %s s (%s s in all)"
        .formatted(
            Sizes.tenths(spent.forwardPasses()),
            Sizes.tenths(spent.backwardPasses()),
            spent.tests(),
            Sizes.tenths(seconds.getOrDefault("discover", 0.0)),
            Sizes.tenths(all));
  }

  private static String written(Path folder, List<Path> files) {
    return files.isEmpty()
        ? folder.toString()
        : files.stream()
            .skip(1)
            .map(file -> String.valueOf(file.getFileName()))
            .collect(Collectors.joining(", ", files.get(0) + (files.size() > 1 ? ", " : ""), ""));
  }

  private List<String> edges(CircuitReport report) {
    if (report.circuit().size() > LISTED_EDGES || report.circuit().size() == 0) {
      return List.of();
    }
    int width = report.circuit().edgeNames().stream().mapToInt(String::length).max().orElse(0);
    List<String> lines = new ArrayList<>(List.of("", paint.strong("edge and score")));
    report
        .circuit()
        .ordinals()
        .mapToObj(
            o -> "  " + Fitted.padded(report.graph().edge(o).name(), width + 2) + score(report, o))
        .forEach(lines::add);
    return lines;
  }

  private static String score(CircuitReport report, int ordinal) {
    return report.scores().isScored(ordinal)
        ? String.format(Locale.ROOT, "%+.4g", report.scores().valueOrZero(ordinal))
        : "not scored";
  }

  private static String quoted(Object path) {
    String text = path.toString();
    return text.matches("[\\w./\\\\:-]+") ? text : "'" + text + "'";
  }

  private static String row(String label, String value) {
    return Fitted.padded(label, 18) + value;
  }

  private static String number(double value) {
    String number = String.format(Locale.ROOT, "%.3f", value);
    return number.equals("-0.000") ? "0.000" : number;
  }
}
