package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FittedTest {

  @Test
  void of_aShortLine_isTheLine() {
    assertThat(Fitted.of("four words are here", 19)).containsExactly("four words are here");
  }

  @Test
  void of_aLongSentence_breaksBetweenWords() {
    assertThat(Fitted.of("four words are here", 18)).containsExactly("four words are", "here");
  }

  @Test
  void of_aRowOfATable_goesOnBelowItsLastColumn() {
    assertThat(Fitted.of("written           out/report.json, scores.json, circuit.dot, x.html", 50))
        .containsExactly(
            "written           out/report.json, scores.json,",
            "                  circuit.dot, x.html");
  }

  @Test
  void of_aPathWiderThanTheTerminal_staysWhole() {
    String path = "a/very/long/path/that/does/not/fit";

    assertThat(Fitted.of("See it: open " + path + " in a browser", 20))
        .containsExactly("See it: open", path, "in a browser");
  }

  @Test
  void of_aWordWithoutABlank_isLeftAlone() {
    assertThat(Fitted.of("abcdefghij", 4)).containsExactly("abcdefghij");
  }

  @Test
  void of_codesForColour_takeNoRoom() {
    String bold = "\u001B[1mfour words\u001B[0m";

    assertThat(Fitted.of(bold + " are here", 19)).hasSize(1);
    assertThat(Fitted.of(bold + " are here", 14)).containsExactly(bold + " are", "here");
  }

  @Test
  void of_lettersBeyondTheFirstPlane_countOnce() {
    assertThat(Fitted.of("𝒳𝒴 𝒵", 4)).hasSize(1);
  }

  @Test
  void show_toATerminal_fitsItAndElsewhereIsLeftAlone() {
    String line = "one two three four";

    assertThat(shown(line, "out")).isEqualTo("one two\nthree four\n");
    assertThat(shown(line, "err")).isEqualTo(line + "\n");
  }

  private static String shown(String line, String terminal) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    Map<String, String> properties =
        Map.of("patchbay.terminal", terminal, "patchbay.columns", "10");
    Console.of(out, out, Map.of(), name -> properties.getOrDefault(name, "")).show(line);
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
