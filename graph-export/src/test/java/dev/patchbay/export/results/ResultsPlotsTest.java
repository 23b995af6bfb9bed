package dev.patchbay.export.results;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.spi.plugin.Options;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ResultsPlotsTest {

  @Test
  void write_realisticResults_hasAFileForEachFigureOfEachSetting() throws IOException {
    Map<String, String> files = files(Comparisons.realistic());

    assertThat(files.keySet())
        .hasSize(20)
        .contains(
            "roc-edges-ioi-patchbay-small.svg",
            "roc-acdc-nodes-greater-than-patchbay-small.svg",
            "faithfulness-log-ioi-patchbay-small.svg",
            "cost-auc-ioi-patchbay-small.svg")
        .noneMatch(name -> name.contains("docstring"));
  }

  @Test
  void write_roc_drawsThePointsWhereTheyAre() throws Exception {
    Document svg = parsed(files(Comparisons.realistic()).get("roc-edges-ioi-patchbay-small.svg"));

    Element eap = first(svg, "eap");
    String[] places = child(eap, "path").getAttribute("d").substring(1).split("L");
    // From the lower left corner to the upper right one: the plot is 380 by 300 at (64, 34).
    assertThat(places).hasSize(26).startsWith("64,334").endsWith("444,34");
    assertThat(child(eap, "path").getAttribute("stroke-dasharray")).isEqualTo("none");
    assertThat(child(first(svg, "random"), "path").getAttribute("stroke-dasharray"))
        .isNotEqualTo("none");
  }

  @Test
  void write_severalSeeds_areInTheNames() throws IOException {
    assertThat(files(Comparisons.large()).keySet())
        .hasSize(10 * 15)
        .contains("roc-edges-docstring-gpt2-seed-4.svg");
  }

  @Test
  void write_nastyText_staysTextInFilesOfPlainNames() throws Exception {
    Map<String, String> files = files(Comparisons.nasty());

    assertThat(files.keySet())
        .hasSize(10)
        .allMatch(name -> name.matches("[a-z0-9][a-z0-9.-]*\\.svg"));
    for (String text : files.values()) {
      Document svg = parsed(text);
      assertThat(svg.getElementsByTagName("script").getLength()).isZero();
      assertThat(svg.getElementsByTagName("img").getLength()).isZero();
      assertThat(text).contains("&lt;/script&gt;").doesNotContain("\u202e");
    }
  }

  @Test
  void write_cellsOfOneNameInPlainLetters_getFilesOfTheirOwn() throws IOException {
    Comparisons comparison = Comparisons.realistic();
    comparison
        .cells()
        .forEach(
            cell -> {
              if (cell.get("task").asText().equals("greater-than")) {
                ((ObjectNode) cell).put("task", "IOI");
              }
            });

    assertThat(files(comparison).keySet())
        .hasSize(20)
        .contains("kl-ioi-patchbay-small.svg", "kl-ioi-patchbay-small-2.svg");
  }

  @Test
  void write_underAnotherLocale_givesSameBytes() throws IOException {
    Map<String, String> before = files(Comparisons.realistic());
    Locale locale = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(files(Comparisons.realistic())).isEqualTo(before);
    } finally {
      Locale.setDefault(locale);
    }
  }

  @Test
  void look_first280_areAllDifferent() {
    assertThat(IntStream.range(0, 280).mapToObj(PlotLook::of).distinct()).hasSize(280);
  }

  private static Map<String, String> files(Comparisons comparison) throws IOException {
    Map<String, String> files = new TreeMap<>();
    new ResultsPlots()
        .create(Options.none("plots"))
        .write(
            comparison.results(),
            (name, content) -> {
              ByteArrayOutputStream out = new ByteArrayOutputStream();
              content.write(out);
              assertThat(files.put(name, out.toString(StandardCharsets.UTF_8))).isNull();
            });
    return files;
  }

  private static Document parsed(@Nullable String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(
            new ByteArrayInputStream(Objects.requireNonNull(svg).getBytes(StandardCharsets.UTF_8)));
  }

  /** The group whose title begins so. */
  private static Element first(Document svg, String title) {
    NodeList groups = svg.getElementsByTagName("g");
    return IntStream.range(0, groups.getLength())
        .mapToObj(i -> (Element) groups.item(i))
        .filter(group -> child(group, "title").getTextContent().startsWith(title))
        .findFirst()
        .orElseThrow();
  }

  private static Element child(Element parent, String name) {
    return (Element) parent.getElementsByTagName(name).item(0);
  }
}
