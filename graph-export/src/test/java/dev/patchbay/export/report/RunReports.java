package dev.patchbay.export.report;

import dev.patchbay.export.Nasty;
import dev.patchbay.export.Reports;
import dev.patchbay.spi.graph.GraphShape;
import dev.patchbay.spi.report.AttendedPrompt;
import dev.patchbay.spi.report.CircuitReport;
import dev.patchbay.spi.report.CurvePoint;
import dev.patchbay.spi.report.Evidence;
import dev.patchbay.spi.report.PromptSample;
import dev.patchbay.spi.strategy.AttentionTable;
import dev.patchbay.spi.strategy.Decision;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Reports with evidence, made by hand. */
final class RunReports {

  /** What would run, or end the element that it is in, if it were markup. */
  static final List<String> NASTY_TOKENS =
      List.of(
          "</script><script>document.title='broken'</script>",
          "<img src=x onerror=\"document.title='broken'\">",
          "<!--",
          "\"quotes'",
          "\u05d0\u202e\u05d1",
          "\u0000\u0007\u2028");

  private RunReports() {}

  /** A search of GPT-2 small that asked about every one of its 32,491 edges. */
  static CircuitReport search() {
    CircuitReport report = Reports.random(Reports.GPT2_SMALL, 60);
    List<Decision> decisions =
        IntStream.range(0, report.graph().edgeCount())
            .mapToObj(edge -> decision(report, edge))
            .toList();
    List<String> tokens = List.of("When", " Mary", " and", " John", " went", " out", ",", " John");
    return report.toBuilder()
        .evidence(
            new Evidence(
                List.of("discover", "--model", "gpt2", "--task", "ioi"),
                List.of(
                    new CurvePoint(32, -3), new CurvePoint(324, 2.5), new CurvePoint(32_491, 5.98)),
                decisions,
                List.of(sample(Reports.GPT2_SMALL, tokens), sample(Reports.GPT2_SMALL, tokens)),
                List.of()))
        .build();
  }

  private static Decision decision(CircuitReport report, int edge) {
    double score = report.scores().valueOrZero(edge);
    return new Decision(
        report.graph().edge(edge).name(), 1, 1 + score, !report.circuit().contains(edge));
  }

  /** A small score method's result, names and tokens full of trouble. */
  static CircuitReport nasty() {
    CircuitReport report = Nasty.report(Nasty.NAME, Nasty.IMPOSSIBLE + NASTY_TOKENS.get(0));
    return report.toBuilder()
        .evidence(
            new Evidence(
                List.of("discover", "--model", NASTY_TOKENS.get(0), "it's"),
                List.of(),
                List.of(new Decision(NASTY_TOKENS.get(1), 0, 1, true)),
                List.of(sample(report.graph().shape(), NASTY_TOKENS)),
                List.of()))
        .build();
  }

  /** Each head looks back as many tokens as its number, on the twin at the first token. */
  static PromptSample sample(GraphShape shape, List<String> tokens) {
    return new PromptSample(
        attended(shape, tokens, true), Optional.of(attended(shape, tokens, false)));
  }

  private static AttendedPrompt attended(GraphShape shape, List<String> tokens, boolean back) {
    double[][][][] layers =
        new double[shape.nLayers()][shape.nHeads()][tokens.size()][tokens.size()];
    for (double[][][] heads : layers) {
      for (int head = 0; head < heads.length; head++) {
        for (int destination = 0; destination < tokens.size(); destination++) {
          int source = back ? Math.max(0, destination - head) : 0;
          heads[head][destination][0] += .25;
          heads[head][destination][source] += .75;
        }
      }
    }
    return new AttendedPrompt(tokens, new AttentionTable("pattern", layers));
  }
}
