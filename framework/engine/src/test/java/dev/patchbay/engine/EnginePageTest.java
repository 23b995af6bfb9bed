package dev.patchbay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page that walks through the engine. */
class EnginePageTest {

  private static final Path PAGE = Path.of("src/main/java/dev/patchbay/engine/package-info.java");

  private static final Pattern LINK = Pattern.compile("\\{@link (dev[\\w.]+)(?:#(\\w+))? [\\w.]+}");

  private static String page() throws IOException {
    return Files.readString(PAGE).replaceAll("\\s+\\* +", " ");
  }

  @Test
  void links_ofThePage_leadToClassesAndMethods() throws IOException, ClassNotFoundException {
    List<MatchResult> links = LINK.matcher(page()).results().toList();

    assertThat(links).as("every link names one").hasSize(page().split("\\{@link", -1).length - 1);
    for (MatchResult link : links) {
      Class<?> type = Class.forName(link.group(1));
      if (link.group(2) != null) {
        assertThat(Arrays.stream(type.getDeclaredMethods()).map(method -> method.getName()))
            .as(link.group())
            .contains(link.group(2));
      }
    }
  }
}
