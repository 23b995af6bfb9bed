package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.catalog.PluginLoader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A standard output that takes nothing: a full disk, a reader that has ended. */
class StandardOutputTest {

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @ParameterizedTest
  @ValueSource(
      strings = {"plugins", "plugins --json", "tasks", "models", "truth", "--help", "--version"})
  void execute_outputThatTakesNothing_fails(String words) {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    Console console =
        new Console(
            new PrintStream(full, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            false,
            false,
            100);

    int exitCode =
        Patchbay.execute(console, PluginLoader::load, new Interruption(), words.split(" "));

    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            The standard output took no more, and what was printed is incomplete.
            Is the disk full, or has the program that reads it ended?
            """);
    assertThat(exitCode).isEqualTo(1);
  }
}
