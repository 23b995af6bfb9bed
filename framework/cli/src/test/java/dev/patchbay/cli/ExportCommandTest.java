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
}
