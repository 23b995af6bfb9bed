package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Users whose numbers have other digits, another point or other small letters. */
class LocaleTest {

  private final Locale before = Locale.getDefault();

  @TempDir private Path folder;

  @AfterEach
  void restore() {
    Locale.setDefault(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fa-IR", "tr-TR"})
  void discover_anotherLocale_writesAndSaysTheSame(String locale) throws IOException {
    Map<String, String> expected = discovered("en-US");

    assertThat(discovered(locale)).isEqualTo(expected);
  }

  @Test
  void settleProcess_aLocaleWithItsOwnDigits_isLeftForTheRoot() {
    Locale.setDefault(Locale.forLanguageTag("fa-IR"));

    Patchbay.settleProcess();

    assertThat(String.format(Locale.getDefault(Locale.Category.FORMAT), "%d", 10)).isEqualTo("10");
    assertThat("TITLE".toLowerCase(Locale.getDefault())).isEqualTo("title");
  }

  /** Every file but the one that holds times, and what was printed. */
  private Map<String, String> discovered(String locale) throws IOException {
    Locale.setDefault(Locale.forLanguageTag(locale));
    Path out = folder.resolve("out");
    RealSession session = new RealSession();
    String[] words = {
      "discover",
      "--model",
      "induction",
      "--strategy",
      "eap",
      "--edges",
      "20",
      "--out",
      out.toString()
    };
    assertThat(session.type(words)).as(session.err()).isZero();
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(out)) {
      for (Path file : files.toList()) {
        if (!file.endsWith("timing.json")) {
          contents.put(file.getFileName().toString(), Files.readString(file));
        }
      }
    }
    contents.put("standard output", session.out().replaceAll("[0-9.]+ s\\b", "some s"));
    return contents;
  }
}
