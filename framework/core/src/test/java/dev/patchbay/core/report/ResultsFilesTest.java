package dev.patchbay.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.spi.export.ResultsExporter;
import dev.patchbay.spi.export.ResultsExporterProvider;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.plugin.PluginDescriptor;
import dev.patchbay.spi.report.ComparisonResults;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultsFilesTest {

  @TempDir Path temp;

  private record Fake(String name, boolean makesFolder, ResultsExporter exporter)
      implements ResultsExporterProvider {

    @Override
    public PluginDescriptor descriptor() {
      return new PluginDescriptor(name, "A fake.", "none", "none");
    }

    @Override
    public ResultsExporter create(Options options) {
      return exporter;
    }
  }

  private static ResultsExporter puts(String... names) {
    return (results, files) -> {
      for (String name : names) {
        files.put(
            name,
            out -> out.write((name + " of " + results.title()).getBytes(StandardCharsets.UTF_8)));
      }
    };
  }

  private static ResultsFiles files(ResultsExporter plots) {
    return new ResultsFiles(
        PluginCatalog.of(
            new Fake("html", false, puts("report.html")), new Fake("plots", true, plots)));
  }

  private Path results() throws IOException {
    try (OutputStream out = Files.newOutputStream(temp.resolve("results.json"))) {
      ResultsJson.write(ResultsJsonTest.TINY, out);
    }
    return temp.resolve("results.json");
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void write_results_putsThePageAndThePlotsBeside() throws IOException {
    ComparisonResults read = ResultsJson.read(results());

    List<Path> written = files(puts("a.svg", "b-2.svg")).write(read, temp);

    assertThat(names(temp))
        .containsExactly("plots/a.svg", "plots/b-2.svg", "report.html", "results.json");
    assertThat(written).hasSize(3).allMatch(Files::exists);
    assertThat(temp.resolve("report.html")).hasContent("report.html of Tiny");
  }

  @Test
  void export_oneFile_goesWhereItIsWanted() throws IOException {
    files(puts()).export(results(), "html", temp.resolve("x/page.html"));

    assertThat(temp.resolve("x/page.html")).hasContent("report.html of Tiny");
  }

  @Test
  void export_oneFileToAFolder_isRefused() throws IOException {
    Path results = results();

    assertThatThrownBy(() -> files(puts()).export(results, "html", temp))
        .isInstanceOf(PatchbayException.class)
        .hasMessage("'%s' is a folder.\nGive a file, such as report.html.".formatted(temp));
  }

  @Test
  void export_nameThatLeavesTheFolder_isTheExportersFault() throws IOException {
    Path results = results();

    assertThatThrownBy(
            () -> files(puts("../a.svg")).export(results, "plots", temp.resolve("plots")))
        .isInstanceOf(PatchbayException.class)
        .hasMessageStartingWith(
            "The exporter of comparisons 'plots' stopped in 'write' with"
                + " java.lang.IllegalArgumentException: '../a.svg' is not a file name.\n");
    assertThat(names(temp)).containsExactly("results.json");
  }

  @Test
  void export_unknownFormat_listsThoseThatThereAre() throws IOException {
    Path results = results();

    assertThatThrownBy(() -> files(puts()).export(results, "plot", temp))
        .isInstanceOf(PatchbayException.class)
        .hasMessageContaining("No exporter of comparisons is named 'plot'.")
        .hasMessageContaining("html, plots");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"format": "patchbay-results", "version": 1} | true
          {"title": {"a": [1]}, "format": "patchbay-results"} | true
          {"format": "another"} | false
          {"schema": "patchbay-report/1", "format": "patchbay-results"} | false
          ["format", "patchbay-results"] | false
          {"title": | false
          """)
  void holdsResults_content_decides(String content, boolean expected) throws IOException {
    Path file = Files.writeString(temp.resolve("any.json"), content);

    assertThat(ResultsFiles.holdsResults(file)).isEqualTo(expected);
  }
}
