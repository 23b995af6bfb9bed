package dev.patchbay.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Edge;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.graph.GraphShape;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.report.CircuitReport;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

class SvgFormatTest {

  /** Places are rounded to a tenth of a pixel, on either side. */
  private static final double ROUNDING = 0.11;

  static List<CircuitReport> reports() {
    return List.of(
        Reports.induction(),
        Reports.partlyScored(GraphShape.sequential(2, 4)),
        Reports.partlyScored(new GraphShape(2, 4, 4, true, true)),
        Reports.random(new GraphShape(3, 4, 2, true, false), 30),
        Reports.random(Reports.GPT2_SMALL, 60),
        oneEdge(),
        Nasty.report("m", "t"));
  }

  private static CircuitReport oneEdge() {
    ComputationGraph graph = ComputationGraph.of(GraphShape.sequential(2, 2));
    EdgeScores scores = EdgeScores.of(graph, new double[graph.edgeCount()]);
    return Reports.of(scores, Circuit.ofNames(graph, List.of("a0.h1->a1.h0<k>")));
  }

  @ParameterizedTest
  @MethodSource("reports")
  void write_circuit_holdsEachNodeAndEdgeOnce(CircuitReport report) {
    Svg svg = Svg.of(report);
    assertThat(svg.ids("edge"))
        .containsExactlyInAnyOrderElementsOf(
            report.circuit().edgeSet().stream().map(Edge::name).toList());
    assertThat(svg.ids("node"))
        .containsExactlyInAnyOrderElementsOf(
            report.circuit().vertexSet().stream().map(Node::name).toList());
  }

  @Test
  void write_everyEdge_holdsThemAll() {
    CircuitReport report = Reports.partlyScored(GraphShape.sequential(2, 4));
    assertThat(Svg.ofEveryEdge(report).ids("edge")).hasSize(report.graph().edgeCount());
  }

  @ParameterizedTest
  @MethodSource("reports")
  void write_nodesAndEdges_haveAPictureWithWords(CircuitReport report) {
    Svg svg = Svg.of(report);
    for (String type : List.of("node", "edge")) {
      for (String id : svg.ids(type)) {
        Element group = svg.group(id);
        assertThat(group.getAttribute("role")).isEqualTo("img");
        String words = Svg.children(group, "title").get(0).getTextContent();
        assertThat(words).startsWith(id);
        assertThat(group.getAttribute("aria-label")).isEqualTo(words);
      }
    }
  }

  @Test
  void write_words_tellWhatAndHowMuch() {
    Svg svg = Svg.of(Reports.induction());
    assertThat(svg.group("a1.h1->logits").getAttribute("aria-label"))
        .isEqualTo("a1.h1->logits: 4.1");
    assertThat(svg.node(Node.head(1, 1)).getAttribute("aria-label"))
        .isEqualTo("a1.h1: attention head 1 of layer 1, edges in 4, out 1");
    assertThat(svg.root().getAttribute("aria-label"))
        .startsWith("Circuit: induction on gpt2-tiny. eap · patching")
        .isEqualTo(svg.all("title").get(0).getTextContent());
  }

  @Test
  void write_unscoredEdge_saysSo() {
    Svg svg = Svg.of(Reports.partlyScored(GraphShape.sequential(1, 1)));
    assertThat(svg.group("input->a0.h0<q>").getAttribute("aria-label"))
        .isEqualTo("input->a0.h0<q>: not scored");
  }

  @Test
  void write_edges_leadFromTheirSourceToTheirInput() {
    Svg svg = Svg.of(Reports.induction());
    for (String name : svg.ids("edge")) {
      Edge edge = Edge.parse(name);
      SvgBox box = SvgBox.of(edge.target().kind(), false);
      double[] from = svg.rectangle(edge.source());
      double[] to = svg.rectangle(edge.target());
      double[] ends = svg.ends(edge);
      assertThat(ends[0]).as(name).isCloseTo(from[0] + from[2] / 2, within(ROUNDING));
      assertThat(ends[1]).as(name).isCloseTo(from[1], within(ROUNDING));
      assertThat(ends[2]).as(name).isCloseTo(to[0] + box.at(edge.port()), within(ROUNDING));
      assertThat(ends[3]).as(name).isCloseTo(to[1] + to[3] + SvgBox.STRIP, within(ROUNDING));
    }
  }

  @Test
  void write_layers_standAboveEachOther() {
    Svg svg = Svg.of(Reports.induction());
    double logits = svg.rectangle(Node.LOGITS)[1];
    double upper = svg.rectangle(Node.head(1, 1))[1];
    double lower = svg.rectangle(Node.head(0, 1))[1];
    assertThat(svg.rectangle(Node.head(0, 3))[1]).isEqualTo(lower);
    assertThat(List.of(logits, upper, lower, svg.rectangle(Node.INPUT)[1])).isSorted();
  }

  @Test
  void write_nodesOfARow_doNotOverlap() {
    Svg svg = Svg.of(Reports.random(Reports.GPT2_SMALL, 200));
    List<Node> heads =
        svg.ids("node").stream()
            .map(Node::parse)
            .filter(node -> node.kind() == Node.Kind.HEAD)
            .toList();
    for (Node one : heads) {
      for (Node other : heads) {
        if (one.layer() == other.layer() && one.index() < other.index()) {
          double[] box = svg.rectangle(one);
          double apart = Math.abs(box[0] - svg.rectangle(other)[0]);
          assertThat(apart).as("%s and %s", one, other).isGreaterThan(box[2]);
        }
      }
    }
  }

  @Test
  void write_inputs_differInColourAndMark() {
    Svg svg = Svg.of(Reports.induction());
    String sheet = svg.all("style").get(0).getTextContent();
    assertThat(sheet)
        .contains(".q .seen{stroke:#0072b2}")
        .contains(".k .seen{stroke:#d55e00}")
        .contains(".v .seen{stroke:#009e73}");
    List<String> marks =
        Svg.children(svg.node(Node.head(0, 3)), "path").stream()
            .map(mark -> mark.getAttribute("d").replaceFirst("^M[-\\d.,]+", ""))
            .toList();
    assertThat(marks).hasSize(3).doesNotHaveDuplicates();
  }

  @Test
  void write_negativeScore_isDashed() {
    Svg svg = Svg.of(Reports.induction());
    assertThat(svg.line("input->logits").getAttribute("class")).isEqualTo("seen hinders");
    assertThat(svg.line("a1.h1->logits").getAttribute("class")).isEqualTo("seen");
  }

  @Test
  void write_scores_drawWidths() {
    Svg svg = Svg.of(Reports.induction());
    // Thickest at the largest |score|, 4.1; in between, .7 + 3 |score| / largest.
    assertThat(svg.line("a1.h1->logits").getAttribute("stroke-width")).isEqualTo("3.7");
    assertThat(svg.line("input->logits").getAttribute("stroke-width")).isEqualTo("1.4");
  }

  @Test
  void write_namesWithMarkup_staysText() {
    Svg svg = Svg.of(Nasty.report(Nasty.NAME, Nasty.IMPOSSIBLE));
    assertThat(svg.all("script")).isEmpty();
    assertThat(svg.root().getAttribute("aria-label"))
        .contains(
            "nul\ufffdbell\ufffdhalf\ufffdnon\ufffd on a </script> \"q\" 'r' \\ \\n & &amp; ]]> -->")
        // The letters stay, what turns the line round does not.
        .contains("\u05d0\ufffd\u05d1 \ud83d\ude00");
  }

  @Test
  void write_longNames_areBrokenIntoLines() {
    Svg svg = Svg.of(Nasty.report("m".repeat(300), "t"));
    double width = Double.parseDouble(svg.root().getAttribute("width"));
    assertThat(width).isLessThan(1000);
    assertThat(svg.all("text"))
        .allSatisfy(text -> assertThat(text.getTextContent()).hasSizeLessThan(120));
  }

  @Test
  void write_anyReport_asksForNothingFromOutside() {
    String text = new String(Reports.bytes(new SvgFormat(), Reports.induction()), UTF_8);
    assertThat(text.replace("xmlns=\"http://www.w3.org/2000/svg\"", ""))
        .doesNotContain("http", "href", "url(", "@import", "<script", "<image", "<foreignObject");
  }

  @Test
  void write_darkSystem_hasColoursOfItsOwn() {
    assertThat(Svg.of(Reports.induction()).all("style").get(0).getTextContent())
        .contains("@media (prefers-color-scheme:dark)");
  }

  @Test
  void write_ofATheme_hasItsColoursOnEverySystem() {
    String lastPaper = "(?s).*\\.paper\\{fill:%s}(?!.*\\.paper).*";
    assertThat(Svg.ofTheme(Reports.induction(), "light").all("style").get(0).getTextContent())
        .doesNotContain("@media")
        .matches(lastPaper.formatted("#fff"));
    assertThat(Svg.ofTheme(Reports.induction(), "dark").all("style").get(0).getTextContent())
        .doesNotContain("@media")
        .matches(lastPaper.formatted("#14181d"));
  }

  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES) // Some seconds on a quiet machine.
  void write_1500Edges_holdsThemAll() {
    CircuitReport report = Reports.random(Reports.GPT2_SMALL, 1500);
    assertThat(Svg.of(report).ids("edge")).hasSize(report.circuit().size());
  }

  @Test
  void write_everyEdgeOfGpt2Small_isRefused() {
    CircuitReport report = Reports.partlyScored(Reports.GPT2_SMALL);
    assertThatThrownBy(() -> Reports.bytes(new SvgFormat(), report, Map.of("edges", "all")))
        .isInstanceOf(PatchbayException.class)
        .hasMessage(
            """
            svg draws 2,000 edges at most, and these are 32,491.
            Keep fewer ('patchbay discover' with --edges 200 or a higher threshold), or export \
            graphml for Gephi, which has no limit.""");
  }
}
