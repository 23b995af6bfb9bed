package dev.patchbay.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFolderTest {

  /** A number that no process has: Linux goes to 2²². */
  private static final String NO_PROCESS = "999999999";

  @TempDir Path temp;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private String[] names() throws IOException {
    try (Stream<Path> files = Files.list(temp)) {
      return files.map(file -> file.getFileName().toString()).sorted().toArray(String[]::new);
    }
  }

  @Test
  void put_whileAnotherWritesTheSameName_eachFileIsWhole() {
    OutputFolder folder = OutputFolder.open(temp);

    folder.put(
        "report.json",
        out -> {
          out.write(bytes("first"));
          OutputFolder.open(temp).put("report.json", other -> other.write(bytes("other run")));
          out.flush();
          assertThat(temp.resolve("report.json")).hasContent("other run");
        });

    assertThat(temp.resolve("report.json")).hasContent("first");
  }

  @Test
  void open_leftOverOfAKilledProcess_isRemovedAndThatOfALivingOneStays() throws IOException {
    String living = ".patchbay-" + ProcessHandle.current().pid() + "-1f.tmp";
    Files.createFile(temp.resolve(living));
    Files.createFile(temp.resolve(".patchbay-" + NO_PROCESS + "-2e.tmp"));
    Files.createFile(temp.resolve(".mine-" + NO_PROCESS + "-2e.tmp"));

    OutputFolder.open(temp);

    assertThat(names()).containsExactly(".mine-" + NO_PROCESS + "-2e.tmp", living);
  }
}
