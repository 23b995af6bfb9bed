package dev.patchbay.export.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.spi.export.ResultsExporterProvider;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PatchbayException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultsPageTest {

  @TempDir Path folder;

  @Test
  void services_loaded_areThePageAndThePlots() {
    assertThat(ServiceLoader.load(ResultsExporterProvider.class))
        .extracting(format -> format.descriptor().name())
        .containsExactlyInAnyOrder("html", "plots");
  }

  @Test
  void write_results_areInThePageAsTheyWere() throws IOException {
    Comparisons comparison = Comparisons.nasty();

    String html = html(comparison.write(folder));

    assertThat(data(html, "results")).isEqualTo(comparison.json());
    assertThat(data(html, "costs").textValue())
        .isEqualTo(Files.readString(folder.resolve("costs.csv")));
  }

  @Test
  void write_nastyText_opensNoElement() throws IOException {
    String html = html(Comparisons.nasty().write(folder));

    assertThat(html.split("<script", -1)).hasSize(1 + 3);
    assertThat(html).doesNotContain("<img").doesNotContain("\u202e").doesNotContain("\u2028");
  }

  @Test
  void write_noCosts_saysNone() throws IOException {
    Path results = Comparisons.realistic().write(folder);
    Files.delete(folder.resolve("costs.csv"));

    assertThat(data(html(results), "costs").isNull()).isTrue();
  }

  @Test
  void write_twice_givesSameBytes() throws IOException {
    Path results = Comparisons.realistic().write(folder);

    assertThat(html(results)).isEqualTo(html(results));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      []                                              | it does not say "format": "patchbay-results"
      {"schema": "patchbay-report/1"}                 | it does not say "format": "patchbay-results"
      {"format": "patchbay-results", "version": 2}    | its version is 2, and this program reads 1
      {"format": "patchbay-results",                  | it is not JSON (line 1)
      """)
  void write_anotherFile_isRefused(String content, String why) throws IOException {
    Path file = Files.writeString(folder.resolve("results.json"), content);

    assertThatThrownBy(() -> html(file))
        .isInstanceOf(PatchbayException.class)
        .hasMessage(
            "'%s' cannot be read as the results of a comparison: %s.\n'patchbay compare' writes results.json into its --out folder."
                .formatted(file, why));
  }

  static String html(Path results) throws IOException {
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
