package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the README promises: the embedded model, its task, no download. */
class FirstFiveMinutesTest {

  private final RealSession session = new RealSession();

  @TempDir Path folder;

  @Test
  void discover_noOptions_printsTheTableAndWritesTheFiles() throws IOException {
    int exitCode = session.type("discover", "--out", folder + "/out");

    assertThat(exitCode).as(session.err()).isZero();
    assertThat(session.out())
        .contains("edges kept")
        .contains("faithfulness")
        .contains("See it: patchbay export ");
    try (Stream<Path> files = Files.list(folder.resolve("out"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "report.json",
              "scores.json",
              "circuit.dot",
              "circuit.graphml",
              "decisions.jsonl",
              "timing.json");
    }
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

  @Test
  void export_theReportOfARun_equalsTheFileBesideIt() throws IOException {
    session.type("discover", "--out", folder + "/out");

    int exitCode = session.type("export", folder + "/out", "--format", "dot");

    assertThat(exitCode).as(session.err()).isZero();
    assertThat(session.out()).isEqualTo(Files.readString(folder.resolve("out/circuit.dot")));
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
