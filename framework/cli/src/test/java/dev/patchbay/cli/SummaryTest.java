package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.core.run.RunOutcome;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Edge;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.graph.GraphShape;
import dev.patchbay.spi.report.CircuitReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SummaryTest {

  private static final Path FOLDER = Path.of("out");
  private static final List<Path> FILES =
      List.of(FOLDER.resolve("report.json"), FOLDER.resolve("circuit.dot"));

  private static String plain(RunOutcome outcome) {
    return String.join("\n", new Summary(new Console.Paint(false)).lines(outcome, FOLDER, FILES));
  }

  @Test
  void lines_aSmallCircuit_areTheTableTheEdgesAndTheHint() {
    assertThat(plain(MadeUp.outcome()))
        .isEqualTo(
            """
            toy on copying, sieve:threshold=0.01
            edges kept        3 of 5   on a path to the logits: 3
            heads             1 of 1, those with the strongest edges: a0.h0
            selection         decided by the strategy
            metric            margin   full 9.310   circuit 9.278   ablated -9.300
            faithfulness      0.998
            against the truth precision 0.667   recall 1.000   (2 edges)
            checked           full = clean, empty = corrupted
            cost              3.2 forward and 0.0 backward passes, 81 tests, 0.4 s (0.7 s in all)
            untested          7 more, decided without a run
            written           out/report.json, circuit.dot

            edge and score
              input->a0.h0<k>  +0.000
              input->a0.h0<v>  +4.500
              a0.h0->logits    +18.25

            See it: open out/report.html in a browser""");
  }

  @Test
  void lines_germanLocale_keepDecimalPoints() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(plain(MadeUp.outcome())).contains("full 9.310").contains("0.4 s");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void lines_colour_setOffTheHeadAndTheFaithfulness() {
    List<String> lines =
        new Summary(new Console.Paint(true)).lines(MadeUp.outcome(), FOLDER, FILES);

    assertThat(lines.get(0)).isEqualTo("\u001B[1mtoy on copying, sieve:threshold=0.01\u001B[0m");
    assertThat(lines.get(5)).isEqualTo("faithfulness      \u001B[1m0.998\u001B[0m");
  }

  @Test
  void lines_aLargeCircuit_listNoEdges() {
    ComputationGraph graph = ComputationGraph.of(GraphShape.attentionOnly(2, 2));

    assertThat(
            plain(with(Circuit.full(graph), EdgeScores.of(graph, new double[graph.edgeCount()]))))
        .contains("29 of 29")
        .doesNotContain("edge and score");
  }

  @Test
  void lines_aLargeCircuit_nameItsStrongestHeadsAndEdges() {
    ComputationGraph graph = ComputationGraph.of(GraphShape.attentionOnly(2, 2));
    double[] scores = new double[graph.edgeCount()];
    scores[graph.ordinal(Edge.parse("a1.h0->logits"))] = -3;
    scores[graph.ordinal(Edge.parse("a0.h1->logits"))] = 2;
    scores[graph.ordinal(Edge.parse("input->a0.h1<v>"))] = 1;

    assertThat(plain(with(Circuit.full(graph), EdgeScores.of(graph, scores))))
        .contains("heads             4 of 4, those with the strongest edges: a1.h0, a0.h1, ")
        .contains("strongest edges   a1.h0->logits -3.000, a0.h1->logits +2.000, input->a0.h1<v>");
  }

  @Test
  void lines_aPathWithSpaces_isQuotedInTheHint() {
    Path folder = Path.of("my results");
    List<String> lines =
        new Summary(new Console.Paint(false))
            .lines(MadeUp.outcome(), folder, List.of(folder.resolve("circuit.dot")));

    assertThat(lines).contains("See it: open 'my results/report.html' in a browser");
  }

  private static RunOutcome with(Circuit circuit, EdgeScores scores) {
    RunOutcome outcome = MadeUp.outcome();
    CircuitReport report = outcome.report();
    return new RunOutcome(
        report.toBuilder().scores(scores).circuit(circuit).truth(Optional.empty()).build(),
        outcome.discovery(),
        outcome.cost(),
        outcome.seconds(),
        outcome.checks());
  }
}
