package dev.patchbay.export.results;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.spi.export.ResultsExporterProvider;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.report.ComparisonResults;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class ResultsPageTest {

  @Test
  void services_loaded_areThePageAndThePlots() {
    assertThat(ServiceLoader.load(ResultsExporterProvider.class))
        .extracting(format -> format.descriptor().name())
        .containsExactlyInAnyOrder("html", "plots");
  }

  @Test
  void write_results_areInThePageAsTheyWere() throws IOException {
    ComparisonResults results = Comparisons.nasty().results();

    String html = html(results);

    ObjectNode data = (ObjectNode) data(html, "results");
    assertThat(Comparisons.results(data, data(html, "costs").textValue())).isEqualTo(results);
    assertThat(data.fieldNames())
        .toIterable()
        .startsWith("format", "version", "title")
        .doesNotContain("costs");
  }

  @Test
  void write_nastyText_opensNoElement() throws IOException {
    String html = html(Comparisons.nasty().results());

    assertThat(html.split("<script", -1)).hasSize(1 + 3);
    assertThat(html).doesNotContain("<img").doesNotContain("\u202e").doesNotContain("\u2028");
  }

  @Test
  void write_noCosts_saysNone() throws IOException {
    ComparisonResults results = Comparisons.results(Comparisons.realistic().json(), null);

    assertThat(data(html(results), "costs").isNull()).isTrue();
  }

  @Test
  void write_twice_givesSameBytes() throws IOException {
    ComparisonResults results = Comparisons.realistic().results();

    assertThat(html(results)).isEqualTo(html(results));
  }

  static String html(ComparisonResults results) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new ResultsPage()
        .create(Options.none("html"))
        .write(
            results,
            (name, content) -> {
              assertThat(name).isEqualTo("report.html");
              content.write(out);
            });
    return out.toString(StandardCharsets.UTF_8);
  }

  private static JsonNode data(String html, String id) throws IOException {
    String start = "id=\"" + id + "\">";
    int from = html.indexOf(start) + start.length();
    return new ObjectMapper().readTree(html.substring(from, html.indexOf("</script>", from)));
  }
}
