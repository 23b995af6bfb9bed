package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.core.report.FolderLock;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code compare --resume} takes and what it measures again; what fails and what goes on. */
class StudyFilesTest {

  private static final String ONE =
      "return DiscoveryResult.of(EdgeScores.of(experiment.graph(),"
          + " new double[experiment.graph().edgeCount()]));";

  @TempDir private Path folder;
  private final RealSession user = new RealSession();
  private Path jar;

  @BeforeEach
  void makeFolders() throws IOException {
    jar = Files.createDirectory(folder.resolve("plugins")).resolve("acme.jar");
  }

  private int compare(String model, String... more) {
    List<String> words = new ArrayList<>(List.of("compare", "--model", model, "--resamples", "0"));
    words.addAll(List.of("--out", folder.resolve("out").toString()));
    words.addAll(List.of(more));
    return user.type(words.toArray(String[]::new));
  }

  private JsonNode cell(String strategy) throws IOException {
    JsonNode results = new ObjectMapper().readTree(folder.resolve("out/results.json").toFile());
    for (JsonNode cell : results.get("cells")) {
      if (cell.get("strategy").asText().equals(strategy)) {
        return cell;
      }
    }
    throw new AssertionError("No cell of " + strategy);
  }

  private Path cellFile(String strategy) throws IOException {
    try (Stream<Path> cells = Files.list(folder.resolve("out/cells"))) {
      return cells
          .filter(
              file -> file.getFileName().toString().matches(".*" + strategy + ".*[0-9a-f]\\.json"))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void resume_nothingChanged_takesEveryCell() throws IOException {
    String model = TextModel.in(folder.resolve("model")).toString();
    assertThat(compare(model, "--strategy", "eap")).as(user.err()).isZero();
    byte[] before = Files.readAllBytes(folder.resolve("out/results.json"));
    Files.writeString(folder.resolve("out/cells/mark"), "");
    Object time = Files.getLastModifiedTime(cellFile("eap"));

    assertThat(compare(model, "--strategy", "eap", "--resume")).as(user.err()).isZero();

    assertThat(user.err()).doesNotContain("measured again");
    assertThat(Files.getLastModifiedTime(cellFile("eap"))).isEqualTo(time);
    assertThat(new ObjectMapper().readTree(before).get("cells").get(0)).isEqualTo(cell("eap"));
  }

  @Test
  void resume_checkpointReplaced_measuresAgainAndSaysSo() throws IOException {
    Path model = TextModel.in(folder.resolve("model"));
    assertThat(compare(model.toString(), "--strategy", "eap")).as(user.err()).isZero();
    JsonNode before = cell("eap");
    try (RandomAccessFile weights =
        new RandomAccessFile(model.resolve("model.safetensors").toFile(), "rw")) {
      weights.seek(weights.length() - 2);
      int old = weights.read();
      weights.seek(weights.length() - 2);
      weights.write(old ^ 0x40); // half an exponent: another number, and finite
    }

    assertThat(compare(model.toString(), "--strategy", "eap", "--resume")).as(user.err()).isZero();

    assertThat(user.err())
        .containsPattern("resume: 1 of 1 cells measured again: modelHash was '[0-9a-f]{16}', is '");
    assertThat(cell("eap").get("figures")).isNotEqualTo(before.get("figures"));
  }

  @Test
  void resume_scoresOverwritten_measuresThemAloneAgain() throws IOException {
    for (String strategy : List.of("eap", "random")) {
      String out = folder.resolve(strategy).toString();
      assertThat(
              user.type("discover", "--model", "induction", "--strategy", strategy, "--out", out))
          .isZero();
    }
    Path scores = folder.resolve("scores.json");
    Files.copy(folder.resolve("random/scores.json"), scores);
    String[] words = {"--strategy", "eap", "--scores", "theirs=" + scores, "--scores-as", "scores"};
    assertThat(compare("induction", words)).as(user.err()).isZero();
    Files.delete(scores);
    Files.copy(folder.resolve("eap/scores.json"), scores);

    String[] again = Stream.concat(Stream.of(words), Stream.of("--resume")).toArray(String[]::new);
    assertThat(compare("induction", again)).as(user.err()).isZero();

    assertThat(user.err())
        .containsPattern("resume: 1 of 2 cells measured again: scores was '[0-9a-f]{16}', is '");
    assertThat(cell("theirs").at("/figures/cmd/value"))
        .isEqualTo(cell("eap").at("/figures/cmd/value"));
  }

  @Test
  void resume_pluginReplaced_measuresItsCellsAgain() throws IOException {
    StrategyJar.make(jar, "acme", ONE);
    String[] words = {"--strategy", "acme", "--strategy", "eap", "--plugins", "" + jar.getParent()};
    assertThat(compare("induction", words)).as(user.err()).isZero();
    // Another file: a jar that this process has open must stay as it is.
    Files.delete(jar);
    jar = jar.resolveSibling("acme-2.jar");
    StrategyJar.make(jar, "acme", "progress.throwIfStopped(); " + ONE);

    String[] again = Stream.concat(Stream.of(words), Stream.of("--resume")).toArray(String[]::new);
    assertThat(compare("induction", again)).as(user.err()).isZero();

    assertThat(user.err())
        .containsPattern("resume: 1 of 2 cells measured again: plug-in of the strategy was '");
  }

  @Test
  void resume_pluginsLibraryReplaced_measuresItsCellsAgain() throws IOException {
    StrategyJar.make(jar, "acme", ONE);
    Path library = library("table-1.jar", "1");
    String[] words = {"--strategy", "acme", "--strategy", "eap", "--plugins", "" + jar.getParent()};
    assertThat(compare("induction", words)).as(user.err()).isZero();
    Files.delete(library);
    library("table-2.jar", "2");

    String[] again = Stream.concat(Stream.of(words), Stream.of("--resume")).toArray(String[]::new);
    assertThat(compare("induction", again)).as(user.err()).isZero();

    assertThat(user.err())
        .containsPattern("resume: 1 of 2 cells measured again: plug-in of the strategy was '");
  }

  /** A jar that announces no plug-in, with what one may read. */
  private Path library(String name, String content) throws IOException {
    Path library = jar.resolveSibling(name);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(library))) {
      out.putNextEntry(new JarEntry("table.txt"));
      out.write(content.getBytes(StandardCharsets.UTF_8));
    }
    return library;
  }

  @Test
  void resume_emptyCell_measuresItAgainAndSaysSo() throws IOException {
    assertThat(compare("induction", "--strategy", "eap")).isZero();
    Files.write(cellFile("eap"), new byte[0]);

    assertThat(compare("induction", "--strategy", "eap", "--resume")).as(user.err()).isZero();

    assertThat(user.err()).contains("resume: 1 of 1 cells measured again: damaged or incomplete");
    assertThat(cellFile("eap")).isNotEmptyFile();
  }

  @Test
  void compare_strategyWithAnError_failsAloneByName() throws IOException {
    StrategyJar.make(jar, "deep", "return discover(experiment, progress);");
    StrategyJar.make(
        jar.resolveSibling("missing.jar"),
        "missing",
        "throw new NoClassDefFoundError(\"com/acme/Lost\");");

    int code =
        compare(
            "induction",
            "--strategy",
            "deep",
            "--strategy",
            "missing",
            "--strategy",
            "eap",
            "--plugins",
            String.valueOf(jar.getParent()));

    assertThat(code).as(user.err()).isEqualTo(1);
    assertThat(cell("eap").get("status").asText()).isEqualTo("done");
    assertThat(cell("deep").get("status").asText()).isEqualTo("failed");
    assertThat(cell("deep").get("reason").asText()).contains("'deep'", "StackOverflowError");
    assertThat(cell("missing").get("reason").asText()).contains("'missing'", "com.acme.Lost");
  }

  @Test
  void compare_strategyThatNeedsTooMuch_isRefusedAlone() throws IOException {
    assertThat(
            compare(
                "patchbay-small",
                "--strategy",
                "acdc:threshold=9",
                "--strategy",
                "random",
                "--memory",
                "24m"))
        .as(user.err())
        .isZero();

    assertThat(cell("acdc:threshold=9").get("status").asText()).isEqualTo("refused");
    assertThat(cell("acdc:threshold=9").get("reason").asText()).contains("may take 24.0 MiB");
    assertThat(cell("random").get("status").asText()).isEqualTo("done");

    assertThat(
            compare(
                "patchbay-small",
                "--strategy",
                "acdc:threshold=9",
                "--strategy",
                "random",
                "--resume"))
        .as(user.err())
        .isZero();
    assertThat(user.err()).contains("resume: 1 of 2 cells measured again: refused before");
    assertThat(cell("acdc:threshold=9").get("status").asText()).isEqualTo("done");
  }

  @Test
  void resume_modelGone_isRefusedAndLosesNothing() throws IOException {
    Path model = TextModel.in(folder.resolve("model"));
    assertThat(compare(model.toString(), "--strategy", "eap")).as(user.err()).isZero();
    Files.move(model, folder.resolve("elsewhere"));

    assertThat(compare(model.toString(), "--strategy", "eap", "--resume")).isEqualTo(1);

    assertThat(user.err()).contains(model + ": there is no such folder.");
    assertThat(cellFile("eap")).isNotEmptyFile();
  }

  @Test
  void compare_folderInUse_isRefused() {
    try (FolderLock held = FolderLock.of(folder.resolve("out"))) {
      assertThat(held).isNotNull();

      assertThat(compare("induction", "--strategy", "eap")).isEqualTo(1);
    }

    assertThat(user.err())
        .contains("The output folder '%s' is in use: ".formatted(folder.resolve("out")));
    assertThat(folder.resolve("out/cells")).doesNotExist();
  }
}
