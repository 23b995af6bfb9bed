package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
    Files.writeString(folder.resolve("report.json"), "{}");
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
    assertThat(session.type("export", folder.toString(), "--format", "dot", "-o", "a.dot"))
        .isZero();

    assertThat(session.framework.exports).containsExactly("dot to a.dot");
    assertThat(session.out()).isEmpty();
  }

  @Test
  void export_results_goWhereTheOptionSays() throws IOException {
    Path results = Files.writeString(folder.resolve("results.json"), "{}");

    assertThat(session.type("export", results.toString(), "--format", "plots", "-o", "plots"))
        .isZero();

    assertThat(session.framework.exports).containsExactly("results as plots to plots");
  }

  @Test
  void export_aFolderWithResultsAlone_readsThem() throws IOException {
    Path comparison = Files.createDirectory(folder.resolve("comparison"));
    Files.writeString(comparison.resolve("results.json"), "{}");

    assertThat(session.type("export", comparison.toString(), "--format", "html", "-o", "a.html"))
        .isZero();

    assertThat(session.framework.exports).containsExactly("results as html to a.html");
  }

  @Test
  void export_resultsWithoutATarget_isRefused() throws IOException {
    Path results = Files.writeString(folder.resolve("results.json"), "{}");

    assertThat(session.type("export", results.toString(), "--format", "html")).isEqualTo(2);

    assertThat(session.err())
        .contains("The results of a comparison are not written to the standard output.")
        .contains("Give a file or a folder with -o.");
  }
}
