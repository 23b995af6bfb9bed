package dev.patchbay.cli;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.EdgeScores.Ranking;
import dev.patchbay.spi.task.KnownCircuit;
import dev.patchbay.study.judgement.Items;
import dev.patchbay.study.judgement.Judgement;
import dev.patchbay.study.judgement.Judgement.Areas;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;

/** Published circuits as text, and how near scores come to one. */
record TruthPage(Console.Paint paint) {

  /** The circuits, each with its counts and its source. */
  List<String> lines(List<KnownCircuit> circuits) {
    List<String> lines = new ArrayList<>();
    lines.add(
        paint.strong(
            "%-24s %15s %17s %14s".formatted("Circuits", "edges", "ACDC's edges", "ACDC's nodes")));
    for (KnownCircuit known : circuits) {
      Circuit circuit = known.circuit(ComputationGraph.of(known.shape()));
      lines.add(
          "%-24s %15s %17s %14s"
              .formatted(
                  known.descriptor().name(),
                  of(circuit, Items.EDGES),
                  of(circuit, Items.ACDC_EDGES),
                  of(circuit, Items.ACDC_NODES)));
      lines.add("  %s in %s".formatted(known.task(), known.model()));
      lines.add(paint.faint("  " + known.descriptor().citation()));
    }
    lines.add(circuits.isEmpty() ? "none" : "");
    lines.add(
        paint.faint(
            "ACDC's edges: with a direct edge for each q, k and v; its nodes count those twice."));
    lines.add(paint.faint("'patchbay truth TASK --scores FILE' judges scores by one of them."));
    return lines;
  }

  private static String of(Circuit circuit, Items items) {
    return "%s of %s"
        .formatted(
            Sizes.count(items.count(circuit)),
            Sizes.count(items.count(Circuit.full(circuit.graph()))));
  }

  /**
   * How near a file comes to a circuit: its scores, ranked both ways, and the circuit it brings.
   */
  List<String> lines(Path file, Verdict verdict) {
    KnownCircuit known = verdict.known();
    Circuit truth = verdict.truth();
    Judgement absolute = verdict.by(Ranking.ABSOLUTE);
    Judgement signed = verdict.by(Ranking.SIGNED);
    List<String> lines = new ArrayList<>();
    lines.add(
        paint.strong("%s against %s".formatted(file, known.descriptor().name()))
            + " (%s, %s true edges)".formatted(known.model(), of(truth, Items.EDGES)));
    lines.add(paint.faint("%-34s %9s %9s".formatted("edges ranked by", "|score|", "score")));
    Function<Function<Areas, Double>, Function<Optional<Areas>, String>> area =
        which -> areas -> areas.map(which).map(TruthPage::number).orElse("-");
    Function<Optional<Areas>, String> straight = area.apply(Areas::trapezoid);
    Function<Optional<Areas>, String> stairs = area.apply(Areas::pessimistic);
    String k = Sizes.count(truth.size());
    Map<String, Function<Judgement, String>> rows = new LinkedHashMap<>();
    rows.put("AUC by edge, trapezoid", j -> straight.apply(j.edges()));
    rows.put("AUC by edge, pessimistic", j -> stairs.apply(j.edges()));
    rows.put("AUC by node, trapezoid", j -> straight.apply(j.nodes()));
    rows.put("AUC by ACDC's nodes, trapezoid", j -> straight.apply(j.acdcNodes()));
    rows.put("AUC by ACDC's nodes, pessimistic", j -> stairs.apply(j.acdcNodes()));
    rows.put("average precision", j -> number(j.averagePrecision()));
    rows.put("precision at " + k, j -> number(j.precision()));
    rows.put("recall at " + k, j -> number(j.recall()));
    rows.forEach(
        (label, of) ->
            lines.add("%-34s %9s %9s".formatted(label, of.apply(absolute), of.apply(signed))));
    Stream.of(Ranking.values())
        .flatMap(ranking -> verdict.tie(ranking).stream())
        .forEach(tie -> lines.add("among the first %s: %s".formatted(k, tie.words())));
    verdict
        .circuit()
        .ifPresent(
            circuit ->
                lines.add(
                    "the circuit that it brings, %s edges: precision %s, recall %s"
                        .formatted(
                            Sizes.count(circuit.foundEdges()),
                            number(circuit.precision()),
                            number(circuit.recall()))));
    return lines;
  }

  private static String number(OptionalDouble value) {
    return value.isPresent() ? number(value.getAsDouble()) : "-";
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
