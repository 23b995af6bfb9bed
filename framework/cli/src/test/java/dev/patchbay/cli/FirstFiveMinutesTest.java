package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the README promises: the embedded model, its task, no download. */
class FirstFiveMinutesTest {

  /** What rounding to four decimals may add up to over a row of a pattern. */
  private static final double ROUNDED = 5e-3;

  private final RealSession session = new RealSession();

  @TempDir Path folder;

  @Test
  void discover_noOptions_printsTheTableAndWritesTheFiles() throws IOException {
    int exitCode = session.type("discover", "--out", folder + "/out");

    assertThat(exitCode).as(session.err()).isZero();
    assertThat(session.out())
        .contains("edges kept")
        .contains("faithfulness")
        .contains("See it: open ");
    try (Stream<Path> files = Files.list(folder.resolve("out"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "report.json",
              "scores.json",
              "circuit.dot",
              "circuit.graphml",
              "report.html",
              "decisions.jsonl",
              "timing.json");
    }
  }

  @Test
  void discover_induction_keepsTheHeadsPatterns() throws IOException {
    session.type("discover", "--model", "induction", "--strategy", "eap", "--out", folder + "/out");

    JsonNode report = new ObjectMapper().readTree(folder.resolve("out/report.json").toFile());
    JsonNode clean = report.get("samples").get(0).get("clean");
    int last = clean.get("tokens").size() - 1;
    // By construction: head 0 of layer 0 looks at the token before.
    JsonNode previous = clean.get("pattern").get(0).get(0).get(last);
    assertThat(previous).hasSizeGreaterThanOrEqualTo(last);
    assertThat(previous.get(last - 1).doubleValue()).isGreaterThan(.9);
    for (JsonNode layer : clean.get("pattern")) {
      for (JsonNode head : layer) {
        for (int destination = 0; destination <= last; destination++) {
          double sum = 0;
          for (JsonNode weight : head.get(destination)) {
            sum += weight.doubleValue();
          }
          assertThat(head.get(destination).size()).isLessThanOrEqualTo(destination + 1);
          assertThat(sum).isCloseTo(1, within(ROUNDED));
        }
      }
    }
    assertThat(report.get("samples")).hasSize(2);
    assertThat(report.get("curve").get(report.get("curve").size() - 1).get(1).doubleValue())
        .isEqualTo(report.get("evaluation").get("full").doubleValue());
  }

  @Test
  void discover_explained_saysWhatTheReportCosts() {
    session.type("discover", "--model", "induction", "--explain");
    assertThat(session.out())
        .contains(
            "curve           the metric at MIB's edge fractions: up to ten runs of circuits more")
        .contains("patterns        of up to 2 prompts: a pass of each, clean and corrupted");

    session.type("discover", "--model", "induction", "--explain", "--no-curve", "--no-patterns");
    assertThat(session.out()).doesNotContain("curve  ", "patterns  ");
  }

  @Test
  void discover_withoutExtras_keepsNoCurveAndNoPatterns() throws IOException {
    session.type(
        "discover",
        "--model",
        "induction",
        "--no-curve",
        "--no-patterns",
        "--out",
        folder + "/out");

    JsonNode report = new ObjectMapper().readTree(folder.resolve("out/report.json").toFile());
    assertThat(report.get("curve")).isEmpty();
    assertThat(report.get("samples")).isEmpty();
    assertThat(report.get("decisions")).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"acdc", "eap", "eap-acdc", "exact"})
  void discover_everyMethodThatShould_findsTheWholeTruth(String strategy) throws IOException {
    int exitCode =
        session.type(
            "discover",
            "--model",
            "induction",
            "--strategy",
            strategy,
            "--json",
            "--out",
            folder + "/out");

    assertThat(exitCode).as(session.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(session.out());
    assertThat(json.get("recall").doubleValue()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"dot, circuit.dot", "html, report.html"})
  void export_theReportOfARun_equalsTheFileBesideIt(String format, String file) throws IOException {
    session.type("discover", "--out", folder + "/out");

    int exitCode = session.type("export", folder + "/out", "--format", format);

    assertThat(exitCode).as(session.err()).isZero();
    assertThat(session.out()).isEqualTo(Files.readString(folder.resolve("out").resolve(file)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "acdc",
        "eap",
        "eap-ig-inputs",
        "eap-ig-activations",
        "clean-corrupted",
        "eap-acdc",
        "attention-attribution",
        "exact",
        "random",
        "logit-difference",
        "kl-divergence",
        "probability",
        "probability-difference",
        "patching",
        "zero",
        "mean",
        "mean-positional",
        "induction",
        "dot",
        "graphml",
        "svg"
      })
  void plugins_everyBuiltIn_isThere(String name) {
    assertThat(session.type("plugins", name)).as(session.err()).isZero();

    assertThat(session.out()).contains("  cost   ");
  }
}
