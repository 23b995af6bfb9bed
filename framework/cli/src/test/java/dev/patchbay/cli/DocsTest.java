package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the README and the manual say of the repository and of the command. */
class DocsTest {

  private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
  private static final Path README = ROOT.resolve("README.md");
  private static final Pattern LINK =
      Pattern.compile("(?:]\\(|src(?:set)?=\")([^)#\\s\"]*)(?:#([^)\\s]*))?[)\"]");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

  /** What differs from one run, or one machine, to the next. */
  private static final Pattern MEASURED = Pattern.compile("[\\d.]+ (?:s|[MG]iB)\\b");

  private static final Pattern CONSOLE =
      Pattern.compile("```console\n\\$ \\./patchbay (.*)\n((?s:.*?))```\n");
  private static final Pattern WORD = Pattern.compile("'[^']*'|\\S+");
  private static final Pattern LONG_NUMBER = Pattern.compile("(\\d\\.\\d{4})\\d+");

  /** Where a command writes that is not told where. */
  private static final Map<String, String> FOLDERS =
      Map.of("discover", "patchbay-out", "compare", "patchbay-comparison");

  /** Positions in the README's prompt. */
  private static final int BRADLEY = 5;

  private static final int SECOND_BENJAMIN = 11;

  /** Longer, it would be a manual again. */
  private static final int LONGEST_README = 150;

  @TempDir private Path folder;

  private final RealSession user = new RealSession(true);

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

  /** A block that begins with a call of the command shows what it prints. */
  @ParameterizedTest
  @ValueSource(strings = {"docs/compare.md", "docs/cost.md", "docs/models.md"})
  void page_commandWithItsOutput_isWhatTheCommandPrints(String page) throws IOException {
    assertThat(CONSOLE.matcher(Files.readString(ROOT.resolve(page))).results())
        .hasSize(1)
        .allSatisfy(this::assertPrinted);
  }

  @Test
  void readme_itsFirstRunPicturesAndFinding_areWhatTheCommandMakes() throws IOException {
    String readme = Files.readString(README);
    assertThat(CONSOLE.matcher(readme).results()).hasSize(1).allSatisfy(this::assertPrinted);

    Path out = folder.resolve("patchbay-out");
    for (String theme : List.of("light", "dark")) {
      user.type("export", out.toString(), "--format", "svg:theme=" + theme);
      Path picture = ROOT.resolve("docs/circuit-%s.svg".formatted(theme));
      assertThat(rounded(user.out())).as(theme).isEqualTo(rounded(Files.readString(picture)));
    }

    JsonNode report = new ObjectMapper().readTree(out.resolve("report.json").toFile());
    JsonNode prompt = report.at("/samples/0/clean");
    StringBuilder text = new StringBuilder();
    prompt.get("tokens").forEach(token -> text.append(token.asText()));
    assertThat(words(readme)).contains('"' + text.toString().replace("<|BOS|>", "") + '"');
    assertThat(List.of("0/5", "1/7", "1/1", "1/2"))
        .extracting(head -> mostAttended(prompt.at("/pattern/" + head)))
        .containsExactly(BRADLEY, BRADLEY, BRADLEY, SECOND_BENJAMIN);
  }

  private void assertPrinted(MatchResult block) {
    List<String> typed = new ArrayList<>();
    WORD.matcher(block.group(1))
        .results()
        .forEach(word -> typed.add(word.group().replace("'", "")));
    if (FOLDERS.containsKey(typed.get(0))) {
      typed.addAll(List.of("--out", folder.resolve(FOLDERS.get(typed.get(0))).toString()));
    }
    assertThat(user.type(typed.toArray(String[]::new))).as(user.err()).isZero();
    String shown = block.group(2);
    for (String note : user.err().lines().toList()) { // a page may show them or not
      shown = shown.replace(note + "\n", "");
    }
    String printed = user.out().replace(folder + File.separator, "");
    assertThat(words(shown)).isEqualTo(words(printed));
  }

  /** Without what differs between runs and machines, however lines are broken. */
  private static String words(String text) {
    return MEASURED.matcher(text).replaceAll("#").strip().replaceAll("\\s+", " ");
  }

  /** Without the digits of a score that differ between processors. */
  private static String rounded(String svg) {
    return LONG_NUMBER.matcher(svg).replaceAll("$1");
  }

  /** The position to which a head attends most from the last one. */
  private static int mostAttended(JsonNode pattern) {
    JsonNode last = pattern.get(pattern.size() - 1);
    return IntStream.range(0, last.size())
        .boxed()
        .max(Comparator.comparingDouble(position -> last.get(position).doubleValue()))
        .orElseThrow();
  }

  /** The cheapest of the exam's models; others are held to theory by tests of the exam. */
  @Test
  void strategies_theExamOfTheOrGate_isWhatTheCommandFinds() throws IOException {
    assertThat(user.type("exam", "--model", "or-gate", "--out", folder.toString())).isZero();

    List<String[]> rows = rows(Files.readString(folder.resolve("exam.md")));
    List<String[]> page = rows(Files.readString(ROOT.resolve("docs/strategies.md")));
    int column = List.of(page.get(0)).indexOf("or-gate");
    assertThat(rows).hasSizeGreaterThan(10);
    for (int row = 0; row < rows.size(); row++) {
      assertThat(List.of(page.get(row)[1], page.get(row)[column]))
          .isEqualTo(List.of(rows.get(row)).subList(1, 3));
    }
  }

  /** The cells of the first table of the exam. */
  private static List<String[]> rows(String text) {
    return text.substring(text.indexOf("| models as they are"))
        .lines()
        .takeWhile(line -> line.startsWith("|"))
        .map(line -> line.split(" *\\| *"))
        .toList();
  }
}
