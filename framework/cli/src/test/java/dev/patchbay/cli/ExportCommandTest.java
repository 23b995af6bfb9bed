package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.core.report.ReportJson;
import dev.patchbay.testkit.ResultsExporterContract;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandTest {

  private final Session session = new Session();

  @TempDir Path folder;

  @BeforeEach
  void writeReport() throws IOException {
    try (OutputStream out = Files.newOutputStream(folder.resolve("report.json"))) {
      ReportJson.write(MadeUp.report(), out);
    }
  }

  @Test
  void export_noOutput_writesToStandardOutputAlone() {
    int exitCode = session.type("export", folder + "/report.json", "--format", "dot");

    assertThat(exitCode).isZero();
    assertThat(session.out()).isEqualTo("dot of toy");
    assertThat(session.err()).isEmpty();
  }

  @Test
  void export_aFolder_readsTheReportInIt() {
    assertThat(session.type("export", folder.toString(), "--format", "dot")).isZero();

    assertThat(session.out()).isEqualTo("dot of toy");
  }

  @Test
  void export_output_writesTheFile() {
    Path file = folder.resolve("a.dot");

    assertThat(session.type("export", folder.toString(), "--format", "dot", "-o", file.toString()))
        .isZero();

    assertThat(file).hasContent("dot of toy");
    assertThat(session.out()).isEmpty();
  }

  @Test
  void export_results_goWhereTheOptionSays() throws IOException {
    Path plots = folder.resolve("plots");

    int exitCode =
        session.type("export", results(folder), "--format", "plots", "-o", plots.toString());

    assertThat(exitCode).as(session.err()).isZero();
    assertThat(plots.resolve("curve.svg")).hasContent("plots");
  }

  @Test
  void export_aFolderWithResultsAlone_readsThem() throws IOException {
    Path comparison = Files.createDirectory(folder.resolve("comparison"));
    results(comparison);
    Path page = folder.resolve("a.html");

    int exitCode =
        session.type("export", comparison.toString(), "--format", "page", "-o", page.toString());

    assertThat(exitCode).as(session.err()).isZero();
    assertThat(page).hasContent("page");
  }

  private static String results(Path folder) throws IOException {
    try (InputStream results = ResultsExporterContract.class.getResourceAsStream("results.json")) {
      Path file = folder.resolve("results.json");
      Files.write(file, results.readAllBytes());
      return file.toString();
    }
  }

  @Test
  void export_resultsWithoutATarget_isRefused() throws IOException {
    assertThat(session.type("export", results(folder), "--format", "page")).isEqualTo(2);

    assertThat(session.err())
        .contains("The results of a comparison are not written to the standard output.")
        .contains("Give a file or a folder with -o.");
  }
}
