package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class VisibleTest {

  @Test
  void of_whatCanBeSeen_isTheSame() {
    assertThat(Visible.of("Ġ 'é' 東京 🙂 \\")).isEqualTo("Ġ 'é' 東京 🙂 \\");
  }

  @Test
  void of_whatCannot_isEscaped() {
    assertThat(Visible.of("\n\r\t\u001b[1m\u200d\u202e\u2028\u00ad\ud800\udb40\udc41"))
        .isEqualTo("\\n\\r\\t\\u001b[1m\\u200d\\u202e\\u2028\\u00ad\\ud800\\udb40\\udc41");
  }

  @Test
  void lines_ofOurs_stayAndOfOthersAreSeen() {
    assertThat(Visible.lines("a\n\tb \u001b[1mc\u001b[0m \u001b[31md\u202e\r", true))
        .isEqualTo("a\n\tb \u001b[1mc\u001b[0m \\u001b[31md\\u202e\\r");
    assertThat(Visible.lines("\u001b[1mc\n", false)).isEqualTo("\\u001b[1mc\n");
  }

  @Test
  void err_ofAConsole_showsWhatIsInAMessageAndNotAllOfALongOne() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    Console console = new Console(stream, stream, false, true, true, 80);

    console.err().println("a\u001b[2J" + "x".repeat(5000) + "\u202e is wrong.\nMend it.");

    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("a\\u001b[2Jxxx")
        .contains("x…x")
        .endsWith("x\\u202e\nis wrong.\nMend it." + System.lineSeparator())
        .hasSizeLessThan(1100);
  }

  @Test
  void out_ofAConsole_isNotCut() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    Console console = new Console(stream, stream, true, true, true, 80);

    console.out().println(console.paint().strong("[\"" + "x".repeat(5000) + "\"]"));

    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo("\u001b[1m[\"" + "x".repeat(5000) + "\"]\u001b[0m" + System.lineSeparator());
  }
}
