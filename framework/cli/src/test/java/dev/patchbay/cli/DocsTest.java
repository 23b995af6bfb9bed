package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README and the manual say of the repository and of the command. */
class DocsTest {

  private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
  private static final Path README = ROOT.resolve("README.md");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]*)(?:#([^)\\s]*))?\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

  /** What differs from one run, or one machine, to the next. */
  private static final Pattern MEASURED = Pattern.compile("[\\d.]+ (?:s|GiB)\\b");

  /** Longer, it would be a manual again. */
  private static final int LONGEST_README = 150;

  @TempDir private Path folder;

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(README, ROOT.resolve("CONTRIBUTING.md")));
    for (String place : List.of("docs", "examples")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(place))) {
        files
            .filter(file -> file.toString().endsWith(".md"))
            .filter(file -> !file.toString().contains("target"))
            .forEach(pages::add);
      }
    }
    return pages;
  }

  @Test
  void links_ofEveryPage_leadSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path page : pages()) {
      for (MatchResult link : LINK.matcher(Files.readString(page)).results().toList()) {
        if (!link.group(1).contains("://") && !leadsSomewhere(page, link)) {
          broken.add(ROOT.relativize(page) + ": " + link.group());
        }
      }
    }

    assertThat(broken).isEmpty();
  }

  private static boolean leadsSomewhere(Path page, MatchResult link) throws IOException {
    Path target = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1)).normalize();
    return Files.exists(target)
        && (link.group(2) == null || anchors(target).contains(link.group(2)));
  }

  private static List<String> anchors(Path page) throws IOException {
    return HEADING
        .matcher(Files.readString(page))
        .results()
        .map(
            heading ->
                heading
                    .group(1)
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} -]", "")
                    .replace(' ', '-'))
        .toList();
  }

  @Test
  void manual_itsTableOfContents_listsEveryPage() throws IOException {
    String contents = Files.readString(ROOT.resolve("docs/README.md"));

    try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
      assertThat(files.map(file -> String.valueOf(file.getFileName())))
          .filteredOn(name -> name.endsWith(".md") && !name.equals("README.md"))
          .hasSizeGreaterThan(5)
          .allSatisfy(name -> assertThat(contents).contains("](" + name + ")"));
    }
  }

  @Test
  void readme_isADoor() throws IOException {
    assertThat(Files.readAllLines(README)).hasSizeLessThanOrEqualTo(LONGEST_README);
  }

  @Test
  void readme_itsFirstRun_isWhatTheCommandPrints() throws IOException {
    RealSession user = new RealSession();
    String out = folder.resolve("out").toString();
    assertThat(user.type("discover", "--out", out)).isZero();

    String readme = MEASURED.matcher(Files.readString(README)).replaceAll("");
    String printed = user.out().replace(out, "patchbay-out");
    for (String line : MEASURED.matcher(printed).replaceAll("").lines().toList()) {
      assertThat(readme).contains(line);
    }
  }
}
