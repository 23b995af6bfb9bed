package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that are called and those that are not. */
class CommandsTest {

  private final Session user = new Session();

  @TempDir Path folder;

  private String typed(String... words) {
    assertThat(user.type(words)).as(user.err()).isZero();
    return user.out();
  }

  /** A file of words makes every command complete. */
  private String written(String words) throws IOException {
    return typed("@" + Files.writeString(folder.resolve("words.txt"), words));
  }

  @Test
  void help_noCommandCalled_listsAllAsIfAllWereComplete() throws IOException {
    assertThat(typed("--help"))
        .contains("discover", "compare", "exam", "bench")
        .isEqualTo(written("--help"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "discover",
        "compare",
        "plugins",
        "models",
        "tasks",
        "tokenize",
        "doctor",
        "export",
        "truth",
        "exam",
        "bench"
      })
  void help_ofACommand_isTheSameHoweverItIsAskedFor(String command) throws IOException {
    assertThat(typed(command, "--help"))
        .contains("--debug", "--plugins")
        .isEqualTo(typed("help", command))
        .isEqualTo(written(command + " --help"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sizes", "decisions"})
  void help_ofABenchmark_showsItsOptions(String command) throws IOException {
    assertThat(typed("bench", command, "--help"))
        .contains("--debug", "--plugins")
        .isEqualTo(written("bench " + command + " --help"));
  }

  @Test
  void execute_wordsInAFile_runsTheCommandAmongThem() throws IOException {
    assertThat(written("plugins --json")).isEqualTo(typed("plugins", "--json"));
  }
}
