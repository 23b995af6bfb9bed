package dev.patchbay.export.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.export.CsvFormat;
import dev.patchbay.export.Reports;
import dev.patchbay.export.page.Browser;
import dev.patchbay.export.page.Page;
import dev.patchbay.spi.graph.EdgeScores.Ranking;
import dev.patchbay.spi.graph.GraphShape;
import dev.patchbay.spi.report.CircuitReport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.ThrowingConsumer;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The page as a reader has it. A browser is no part of Java: without one there is no test. */
class ReportPageTest {

  /** What WCAG 2.2 asks of text (1.4.3). */
  private static final double READABLE = 4.5;

  @TempDir private static Path folder = Path.of("");

  private static Optional<Browser> browser = Optional.empty();

  @BeforeAll
  static void start() {
    browser = Browser.start(folder);
  }

  @AfterAll
  static void stop() {
    browser.ifPresent(Browser::close);
  }

  @TestFactory
  Stream<DynamicTest> page_opened() {
    if (browser.isEmpty()) {
      System.out.println("Chromium with chromedriver is not installed: no page is opened.");
      return Stream.of();
    }
    CircuitReport search = RunReports.search();
    return Stream.of(
        on("opened_search_drawsTheFoundCircuitAndFetchesNothing", search, this::opened),
        on("slider_moved_drawsAsManyEdgesAtOnce", search, this::slid),
        on("slider_atTheEnd_draws2000AndSaysSo", search, this::slidToTheEnd),
        on("threshold_typed_keepsTheEdgesFromIt", search, this::thresholdTyped),
        on("edge_hovered_tellsNameAndScore", Reports.induction(), this::hovered),
        on("search_nodeAndEdge_choosesThem", search, this::searched),
        on("head_clicked_showsItsAttentionOnBothPrompts", search, this::headClicked),
        on("arrowKeys_onTheDrawing_goFromNodeToNode", Reports.induction(), this::walked),
        on("edgeTable_headerPressed_sortsByScore", search, this::sorted),
        on("decisions_searchedAndPaged_showTheirRows", search, this::decisionsPaged),
        on("colours_lightAndDark_areReadable", search, this::coloured),
        on("window_narrow_doesNotScrollSideways", search, this::narrowed),
        on("files_asked_areWhole", Reports.induction(), this::downloaded),
        on("names_markup_stayText", RunReports.nasty(), this::nasty),
        on("pieces_missing_pageCopes", Nothing.report(), this::withoutEvidence),
        DynamicTest.dynamicTest("names_everyShape_areTheGraphs", this::arithmetic));
  }

  private static DynamicTest on(String name, CircuitReport report, ThrowingConsumer<Browser> test) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          Browser page = browser.orElseThrow();
          page.open(Reports.bytes(new HtmlFormat(), report));
          page.settle();
          test.accept(page);
          assertThat(page.console()).isEmpty();
        });
  }

  /** A report of an earlier version, which held no evidence. */
  private static final class Nothing {
    static CircuitReport report() {
      return Reports.partlyScored(new GraphShape(2, 4, 2, true, false));
    }
  }

  private void opened(Browser page) throws IOException {
    assertThat(page.text("h1")).isEqualTo("induction on gpt2-tiny");
    assertThat(drawn(page)).isEqualTo(61);
    assertThat(page.text("#drawn")).isEqualTo("61 edges drawn.");
    assertThat(page.find("#is-found").isDisplayed()).isTrue();
    assertThat(page.requests()).hasSize(1).allMatch(address -> address.startsWith("file:"));
    assertThat(page.ask("return performance.getEntriesByType('resource').length").asLong())
        .isZero();
  }

  private void slid(Browser page) throws IOException {
    page.ask(
        "const s = document.querySelector('#slider'); s.value = 500;"
            + "s.dispatchEvent(new Event('input'))");
    page.settle();
    // Half of the way on a logarithmic scale of 32,491 edges.
    assertThat(drawn(page)).isEqualTo(179);
    assertThat(page.find("#count").getDomProperty("value")).isEqualTo("179");
    assertThat(page.text("#curve-words")).startsWith("179 edges: not measured.");
    page.click("#slider");
    page.keys(Keys.ARROW_LEFT);
    long before = drawn(page);
    page.keys(Keys.ARROW_RIGHT);
    assertThat(drawn(page)).isEqualTo(before + 1);
    page.click("#found");
    assertThat(drawn(page)).isEqualTo(61);
    assertThat(page.text("#curve-words"))
        .isEqualTo("Measured: faithfulness 0.9479, logit-difference 5.41, with 61 edges.");
  }

  private void slidToTheEnd(Browser page) throws IOException {
    page.ask(
        "const s = document.querySelector('#slider'); s.value = 1000;"
            + "s.dispatchEvent(new Event('input'))");
    page.settle();
    assertThat(drawn(page)).isEqualTo(2000);
    assertThat(page.text("#drawn"))
        .startsWith("The first 2,000 of 32,491 edges are drawn: more would not be readable.");
  }

  private void thresholdTyped(Browser page) throws IOException {
    page.type("#threshold", "9.5");
    CircuitReport report = RunReports.search();
    assertThat(page.find("#count").getDomProperty("value"))
        .isEqualTo(String.valueOf(report.scores().atLeast(9.5, Ranking.ABSOLUTE).size()));
  }

  private void hovered(Browser page) throws IOException {
    page.ask("document.querySelector('#frame').scrollIntoView({behavior: 'instant'})");
    JsonNode place =
        page.ask(
            """
            const edge = document.querySelector('.edge.input.hinders .seen');
            const middle = edge.getPointAtLength(edge.getTotalLength() / 2);
            const point = middle.matrixTransform(edge.getScreenCTM());
            return {x: point.x, y: point.y};""");
    page.point(place.get("x").asLong(), place.get("y").asLong());
    assertThat(page.text("#tip")).isEqualTo("input->logits\n\u22120.9\nin the found circuit");
    assertThat(page.find("#tip").isDisplayed()).isTrue();
  }

  private void searched(Browser page) throws IOException {
    page.type("#search", "a7.h2");
    assertThat(page.text("#inspector h2")).startsWith("a7.h2 attention head 2 of layer 7");
    page.type("#search", "a0.h0->m11");
    assertThat(page.text("#inspector h2")).startsWith("a0.h0->m11");
    assertThat(page.text("#inspector dl")).contains("rank by |score|", "decision", "step ");
    page.type("#search", "a99", Keys.ENTER);
    assertThat(page.text("#search-words")).startsWith("There is no a99;");
  }

  private void headClicked(Browser page) throws IOException {
    String head = page.ask("return document.querySelector('.node.head').id").asText();
    page.click("#" + head.replace(".", "\\.") + " .body");
    assertThat(page.text("#inspector h2")).startsWith(head.substring("node-".length()));
    assertThat(page.ask("return document.querySelectorAll('#inspector .map').length").asLong())
        .isEqualTo(2);
    assertThat(page.text("#inspector .map")).contains("When", "·Mary", "·and");
    assertThat(page.ask("return document.querySelectorAll('#inspector .row').length").asLong())
        .isPositive();
    page.click("#inspector .map");
    page.keys(Keys.ARROW_UP);
    assertThat(page.text("#inspector .readout")).matches(".+ \\(\\d\\) looks at .+ \\(\\d\\): .+");
    assertThat(page.find("#node-" + head.substring(5).replace(".", "\\.")).getDomAttribute("class"))
        .contains("chosen");
  }

  private void walked(Browser page) throws IOException {
    page.ask("document.querySelector('#node-logits').focus()");
    page.keys(Keys.ARROW_DOWN);
    assertThat(page.ask("return document.activeElement.id").asText()).isEqualTo("node-a1.h1");
    assertThat(page.text("#tip"))
        .isEqualTo("a1.h1: attention head 1 of layer 1\nedges in 4, out 1");
    page.keys(Keys.ENTER);
    assertThat(page.text("#inspector h2")).startsWith("a1.h1");
    page.keys(Keys.ESCAPE);
    assertThat(page.text("#inspector h2")).isEqualTo("Look closer");
  }

  private void sorted(Browser page) throws IOException {
    page.ask(
        "const f = document.querySelector('#edge-table-filter'); f.value = 'all';"
            + "f.dispatchEvent(new Event('change'))");
    page.click("#edge-table th:nth-child(2) button");
    page.click("#edge-table th:nth-child(2) button");
    assertThat(page.find("#edge-table th:nth-child(2)").getDomAttribute("aria-sort"))
        .isEqualTo("descending");
    CircuitReport report = RunReports.search();
    assertThat(page.text("#edge-table tbody tr:nth-child(1) td"))
        .isEqualTo(
            report
                .graph()
                .edge(report.scores().top(1, Ranking.SIGNED).ordinals().findFirst().orElseThrow())
                .name());
    assertThat(page.text("#edge-table .pager")).contains("1 to 50 of 32,491");
  }

  private void decisionsPaged(Browser page) throws IOException {
    assertThat(page.text("#decision-words"))
        .isEqualTo("32,491 decisions, in order: 32,430 removed, 61 kept.");
    page.ask(
        "const f = document.querySelector('#decision-log-filter'); f.value = 'all';"
            + "f.dispatchEvent(new Event('change'))");
    page.click("#decision-log .pager button:nth-child(2)");
    assertThat(page.text("#decision-log .pager")).contains("51 to 100 of 32,491");
    page.type("#decision-log-search", "a3.h5->m4");
    assertThat(page.text("#decision-log .pager")).contains("1 to 1 of 1");
  }

  private void coloured(Browser page) throws IOException {
    page.type("#search", "a9.h4");
    List<Double> darkness = new ArrayList<>();
    for (String scheme : List.of("light", "dark")) {
      page.system(scheme);
      JsonNode contrasts = page.ask(CONTRASTS);
      assertThat(contrasts).isNotEmpty();
      for (Map.Entry<String, JsonNode> pair : contrasts.properties()) {
        assertThat(pair.getValue().doubleValue())
            .as(scheme + ": " + pair.getKey())
            .isGreaterThan(READABLE);
      }
      darkness.add(page.ask(GROUND).doubleValue());
    }
    assertThat(darkness.get(0)).isGreaterThan(.9);
    assertThat(darkness.get(1)).isLessThan(.1);
    page.click("#theme");
    assertThat(page.ask(GROUND).doubleValue()).as("the button says light").isGreaterThan(.9);
    page.system("light");
  }

  private void narrowed(Browser page) throws IOException {
    page.resize(420, 900);
    page.type("#search", "a9.h4");
    assertThat(page.ask("return document.documentElement.scrollWidth").asInt())
        .isLessThanOrEqualTo(page.ask("return innerWidth").asInt());
    page.resize(1400, 1000);
  }

  private static final String LUMINANCE =
      """
      const parse = colour => colour.match(/[\\d.]+/g).map(Number);
      const luminance = colour => parse(colour).slice(0, 3).map(part => part / 255)
          .map(part => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4)
          .reduce((sum, part, i) => sum + part * [.2126, .7152, .0722][i], 0);
      """;

  private static final String GROUND =
      LUMINANCE + "return luminance(getComputedStyle(document.body).backgroundColor)";

  /** Each text that is seen beside what is behind it: HTML's ground, a node's body. */
  private static final String CONTRASTS =
      LUMINANCE
          + """
          const ground = node => {
            for (let each = node; each; each = each.parentElement) {
              const body = each.matches?.('.node') ? each.querySelector('.body') : null;
              if (body) return getComputedStyle(body).fill;
              const colour = getComputedStyle(each).backgroundColor;
              if (parse(colour)[3] !== 0) return colour;
            }
            return 'rgb(255, 255, 255)';
          };
          const found = {};
          const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walk.nextNode()) {
            const node = walk.currentNode.parentElement;
            if (walk.currentNode.data.trim() === '' || node.closest('script, noscript, .tip, option') || node.getClientRects().length === 0 || node.closest(':disabled')) continue;
            const style = getComputedStyle(node);
            const front = node instanceof SVGElement ? style.fill : style.color;
            const pair = [luminance(front), luminance(ground(node))].sort((a, b) => b - a);
            found[front + ' on ' + ground(node)] = (pair[0] + .05) / (pair[1] + .05);
          }
          return found;""";

  private void downloaded(Browser page) throws Exception {
    page.click("#edge-table .controls button");
    assertThat(
            page.downloadedText("edges.csv")
                .lines()
                .map(line -> line.substring(0, line.indexOf(','))))
        .containsExactlyElementsOf(
            new String(Reports.bytes(new CsvFormat(), Reports.induction()), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.substring(0, line.indexOf(',')))
                .toList());
    page.click("#svg-file");
    String svg = page.downloadedText("circuit.svg");
    assertThat(
            DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)))
                .getElementsByTagName("text")
                .getLength())
        .isPositive();
    assertThat(svg).doesNotContain("class=", "light-dark", "var(");
    page.click("#png-file");
    assertThat(ImageIO.read(new ByteArrayInputStream(page.downloaded("circuit.png"))).getWidth())
        .isGreaterThan(400);
  }

  private void nasty(Browser page) throws IOException {
    assertThat(page.ask("return document.title").asText()).doesNotStartWith("broken");
    assertThat(page.ask("return document.querySelectorAll('script').length").asLong()).isEqualTo(2);
    assertThat(page.ask("return document.querySelectorAll('img').length").asLong()).isZero();
    assertThat(page.text("h1")).contains("</script>");
    assertThat(page.text("#command")).contains("'</script><script>", "'it'\\''s'");
    page.ask(
        "const f = document.querySelector('#decision-log-filter'); f.value = 'all';"
            + "f.dispatchEvent(new Event('change'))");
    assertThat(page.text("#decision-log tbody")).contains(RunReports.NASTY_TOKENS.get(1));
    page.type("#search", "a0.h0");
    assertThat(page.text("#inspector .map")).contains("<img·src=x", "\u05d0\ufffd\u05d1");
  }

  private void withoutEvidence(Browser page) throws IOException {
    assertThat(page.find("#decisions-section").isDisplayed()).isFalse();
    assertThat(page.text("#command")).startsWith("This report was written by a version");
    assertThat(page.text("#curve-place")).contains("This run measured no curve");
    page.type("#search", "a1.h0");
    assertThat(page.text("#inspector")).contains("This run kept no attention patterns.");
  }

  /** Names, paths and ranks are worked out on the page: they are the graph's own. */
  private void arithmetic() throws IOException {
    Map<String, CircuitReport> reports = new LinkedHashMap<>();
    reports.put("tied", Reports.induction());
    reports.put("sequential", scored(GraphShape.sequential(3, 4)));
    reports.put("grouped", scored(new GraphShape(3, 4, 2, true, false)));
    reports.put("parallel and grouped", scored(new GraphShape(2, 6, 2, true, true)));
    reports.put("attention alone", scored(GraphShape.attentionOnly(2, 3)));
    reports.put("joint, positions", scored(new GraphShape(3, 2, 2, true, false, true, true)));
    for (Map.Entry<String, CircuitReport> shape : reports.entrySet()) {
      CircuitReport report = shape.getValue();
      Browser page = browser.orElseThrow();
      page.open(watched(report));
      assertThat(page.ask("return watched.names"))
          .as(shape.getKey())
          .extracting(JsonNode::textValue)
          .isEqualTo(
              IntStream.range(0, report.graph().edgeCount())
                  .mapToObj(edge -> report.graph().edge(edge).name())
                  .toList());
      assertThat(page.ask("return watched.pruned"))
          .as(shape.getKey())
          .extracting(JsonNode::longValue)
          .isEqualTo(report.circuit().pruned().ordinals().asLongStream().boxed().toList());
      for (Ranking ranking : Ranking.values()) {
        int count = report.graph().edgeCount() / 2;
        String kind = ranking == Ranking.ABSOLUTE ? "absolute" : "signed";
        assertThat(page.ask("return watched.top(arguments[0], arguments[1])", kind, count))
            .as(shape.getKey() + " " + kind)
            .extracting(JsonNode::longValue)
            .isEqualTo(
                report.scores().top(count, ranking).ordinals().asLongStream().boxed().toList());
      }
    }
  }

  private static CircuitReport scored(GraphShape shape) {
    return Reports.partlyScored(shape);
  }

  /** The page, and what its scripts keep to themselves. */
  private static byte[] watched(CircuitReport report) throws IOException {
    Page page = HtmlFormat.page(report);
    List<String> scripts = new ArrayList<>(page.scripts());
    scripts.add(
        """
        const everyEdge = Array.from({length: ranking.count}, (_, edge) => edge);
        globalThis.watched = {
          names: everyEdge.map(edge => graph.edgeName(edge)),
          pruned: graph.onPaths(everyEdge.filter(ranking.inCircuit)),
          top: (kind, count) => Array.from(ranking.order(kind).slice(0, count).sort()),
        };
        """);
    ByteArrayOutputStream html = new ByteArrayOutputStream();
    new Page(page.title(), page.body(), page.style(), scripts, page.data()).write(html);
    return html.toByteArray();
  }

  private static long drawn(Browser page) throws IOException {
    return page.ask("return document.querySelectorAll('#circuit [data-edge]').length").asLong();
  }
}
