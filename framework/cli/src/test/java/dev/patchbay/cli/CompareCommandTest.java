package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.catalog.PluginLoader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Comparisons on the embedded model whose circuit is five edges. */
class CompareCommandTest {

  /** The same numbers in float32, summed prompt by prompt and batch by batch. */
  private static final double FLOAT32 = 1e-5;

  @TempDir private Path folder;

  private final RealSession user = new RealSession();

  private int compare(String... more) {
    List<String> words =
        new ArrayList<>(
            List.of("compare", "--model", "induction", "--resamples", "50", "--out", out()));
    words.addAll(List.of(more));
    return user.type(words.toArray(String[]::new));
  }

  private String out() {
    return folder.resolve("out").toString();
  }

  private JsonNode results() throws IOException {
    return new ObjectMapper().readTree(folder.resolve("out/results.json").toFile());
  }

  private JsonNode cell(String strategy) throws IOException {
    for (JsonNode cell : results().get("cells")) {
      if (cell.get("strategy").asText().equals(strategy)) {
        return cell;
      }
    }
    throw new AssertionError("No cell of " + strategy);
  }

  @Test
  void compare_exactAndRandom_aTableFilesAndADifferenceThatIsNoChance() throws IOException {
    assertThat(compare("--strategy", "exact", "--strategy", "random")).as(user.err()).isZero();

    assertThat(user.out())
        .contains("the known circuit has 5 of 81 edges")
        .containsPattern("exact +5 [*]1\\.000 \\[1\\.000 1\\.000\\]")
        .contains("written  ")
        .contains("report.html");
    JsonNode exact = cell("exact");
    assertThat(exact.at("/figures/edge_auc_trapezoid/value").asDouble()).isEqualTo(1);
    assertThat(exact.at("/figures/faithfulness/low").asDouble()).isBetween(.99, 1.01);
    assertThat(exact.at("/curves/faithfulness")).hasSize(10);
    JsonNode difference = results().at("/differences/0");
    assertThat(difference.get("figure").asText()).isEqualTo("edge_auc_trapezoid");
    assertThat(difference.get("distinguishable").asBoolean()).isTrue();
    assertThat(Files.readAllLines(folder.resolve("out/results.csv"))).hasSize(3);
    assertThat(Files.readAllLines(folder.resolve("out/costs.csv"))).hasSize(3);
    Path page = folder.resolve("out/report.html");
    assertThat(Files.readString(page)).contains("Strategies compared");
    assertThat(folder.resolve("out/plots")).isNotEmptyDirectory();
    Path again = folder.resolve("again.html");
    assertThat(user.type("export", out(), "--format", "html", "-o", again.toString())).isZero();
    assertThat(again).as("the page of what was read back").hasSameBinaryContentAs(page);
  }

  @Test
  void compare_areas_areThoseOfTheExam() throws IOException {
    assertThat(compare("--strategy", "eap", "--strategy", "acdc")).isZero();
    RealSession other = new RealSession();
    assertThat(
            other.type(
                "exam",
                "--model",
                "induction",
                "--strategy",
                "eap",
                "--strategy",
                "acdc",
                "--json"))
        .isZero();

    JsonNode exam = new ObjectMapper().readTree(other.out()).get("cells");
    for (int i = 0; i < 2; i++) {
      JsonNode figures = results().at("/cells/" + i + "/figures");
      for (String name : List.of("edge_auc_trapezoid", "edge_auc_pessimistic")) {
        assertThat(figures.at("/" + name + "/value").asDouble())
            .isEqualTo(exam.get(i).get(name).asDouble());
      }
    }
  }

  @Test
  void compare_taskWithoutOtherPrompts_judgesAsDiscoverDoes() throws IOException {
    assertThat(compare("--strategy", "eap", "--task", "induction:seed=4")).as(user.err()).isZero();
    JsonNode eap = cell("eap");
    assertThat(eap.get("held_out_prompts").asInt()).as("the seed was given").isZero();
    RealSession other = new RealSession();
    assertThat(
            other.type(
                "discover",
                "--model",
                "induction",
                "--task",
                "induction:seed=4",
                "--strategy",
                "eap",
                "--edges",
                "5",
                "--json",
                "--out",
                folder.resolve("one").toString()))
        .isZero();

    Path report = folder.resolve("one/report.json");
    JsonNode evaluation = new ObjectMapper().readTree(report.toFile()).get("evaluation");
    assertThat(eap.at("/figures/metric/value").asDouble())
        .isCloseTo(evaluation.get("circuit").asDouble(), within(FLOAT32));
    assertThat(eap.at("/figures/faithfulness/value").asDouble())
        .isCloseTo(evaluation.get("faithfulness").asDouble(), within(FLOAT32));
  }

  @Test
  void compare_strategyThatRefuses_isToldAndTheOthersGoOn() throws IOException {
    assertThat(compare("--strategy", "eap", "--strategy", "exact", "--metric", "kl-divergence"))
        .isZero();

    assertThat(cell("eap").get("status").asText()).isEqualTo("refused");
    assertThat(cell("exact").get("status").asText()).isEqualTo("done");
    assertThat(user.out()).contains("refused: eap on induction, by kl-divergence: The gradient");
  }

  @Test
  void compare_modelThatIsNot_failsItsCasesAlone() throws IOException {
    assertThat(compare("--model", "no-such", "--strategy", "random")).as(user.err()).isEqualTo(1);

    assertThat(results().get("cells")).hasSize(2);
    assertThat(results().at("/cells/1/status").asText()).isEqualTo("failed");
    assertThat(results().at("/cells/1/reason").asText()).contains("no-such");
  }

  @Test
  void compare_strategyThatIsNot_isRefusedBeforeAnythingRuns() {
    assertThat(compare("--strategy", "exakt")).isEqualTo(2);

    assertThat(user.err()).contains("exakt").contains("exact");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void compare_resumed_givesTheSameBytesWithoutMeasuringAgain() throws IOException {
    String[] words = {"--strategy", "eap", "--strategy", "acdc:threshold=0.1"};
    assertThat(compare(words)).isZero();
    byte[] before = Files.readAllBytes(folder.resolve("out/results.csv"));
    Path cell;
    try (Stream<Path> cells = Files.list(folder.resolve("out/cells"))) {
      cell = cells.filter(file -> file.toString().contains("acdc")).findFirst().orElseThrow();
    }
    Files.delete(cell);

    String[] again = Stream.concat(Stream.of(words), Stream.of("--resume")).toArray(String[]::new);
    assertThat(compare(again)).isZero();

    assertThat(Files.readAllBytes(folder.resolve("out/results.csv"))).isEqualTo(before);
    assertThat(cell).exists();
  }

  @Test
  void compare_jobs_givesTheSameFigures() throws IOException {
    String[] words = {"--strategy", "eap", "--strategy", "exact", "--strategy", "random"};
    assertThat(compare(words)).isZero();
    JsonNode alone = results().get("cells");

    // As many threads as this process has: an engine is given its threads once.
    String cores = Integer.toString(Runtime.getRuntime().availableProcessors());
    String[] two =
        Stream.concat(Stream.of(words), Stream.of("--jobs", "2", "--threads", cores))
            .toArray(String[]::new);
    assertThat(compare(two)).as(user.err()).isZero();

    JsonNode shared = results().get("cells");
    assertThat(shared).hasSameSizeAs(alone);
    for (int i = 0; i < alone.size(); i++) {
      assertThat(shared.get(i).get("id")).isEqualTo(alone.get(i).get("id"));
      assertThat(shared.get(i).at("/figures/cmd/value").asDouble())
          .isCloseTo(alone.get(i).at("/figures/cmd/value").asDouble(), within(FLOAT32));
    }
    try (Stream<Path> cells = Files.list(folder.resolve("out/cells"))) {
      assertThat(cells).noneMatch(file -> file.toString().endsWith(".claim"));
    }
  }

  @Test
  void compare_scoresFromAFile_areJudgedAsTheStrategyThatMadeThem() throws IOException {
    Path run = folder.resolve("run");
    assertThat(
            user.type(
                "discover", "--model", "induction", "--strategy", "eap", "--out", run.toString()))
        .isZero();

    assertThat(
            compare(
                "--strategy",
                "eap",
                "--scores",
                "theirs=" + run.resolve("scores.json"),
                "--scores-as",
                "scores"))
        .as(user.err())
        .isZero();

    JsonNode theirs = cell("theirs");
    for (String name : List.of("edge_auc_trapezoid", "cmd", "faithfulness")) {
      assertThat(theirs.at("/figures/" + name + "/value"))
          .isEqualTo(cell("eap").at("/figures/" + name + "/value"));
    }
    assertThat(theirs.at("/no_interval/edge_auc_trapezoid").asText()).contains("single prompts");
  }

  @Test
  void compare_fileThatBringsACircuit_isJudgedAsThatCircuit() throws IOException {
    Path run = folder.resolve("run");
    String acdc = "acdc:threshold=0.3";
    assertThat(
            user.type(
                "discover", "--model", "induction", "--strategy", acdc, "--out", run.toString()))
        .as(user.err())
        .isZero();

    assertThat(
            compare(
                "--strategy",
                acdc,
                "--scores",
                "theirs=" + run.resolve("scores.json"),
                "--scores",
                "ours=" + run.resolve("report.json"),
                "--rediscover",
                "2"))
        .as(user.err())
        .isZero();

    for (String name : List.of("theirs", "ours")) {
      for (String figure : List.of("precision_at_truth", "faithfulness", "kl", "circuit_edges")) {
        assertThat(cell(name).at("/figures/" + figure + "/value"))
            .as(name + " " + figure)
            .isEqualTo(cell(acdc).at("/figures/" + figure + "/value"));
      }
      assertThat(cell(name).at("/selection").asText()).isEqualTo("search");
      assertThat(cell(name).at("/circuits/0/label").asText()).isEqualTo("the circuit of its file");
      assertThat(cell(name).at("/no_interval/edge_auc_trapezoid").asText())
          .isEqualTo("a circuit that was given and cannot be found again on other prompts");
    }
  }

  /** The scores that EAP's run leaves, with something replaced wherever it stands. */
  private Path scoresOfEap(String pattern, String replacement) throws IOException {
    String run = folder.resolve("run").toString();
    assertThat(user.type("discover", "--model", "induction", "--strategy", "eap", "--out", run))
        .isZero();
    Path scores = folder.resolve("run/scores.json");
    return Files.writeString(scores, Files.readString(scores).replaceAll(pattern, replacement));
  }

  @Test
  void compare_scoresCutWithinATie_saysSo() throws IOException {
    Path scores = scoresOfEap("\"score\":[^,]*,", "\"score\":0.5,");

    assertThat(
            compare("--strategy", "random", "--scores", "flat=" + scores, "--scores-as", "scores"))
        .as(user.err())
        .isZero();

    String tie =
        "its circuit was cut within a tie: 5 of 81 edges that tie at |score| 0.5 are in, by their order in the graph alone";
    assertThat(cell("flat").get("notes")).hasSize(1);
    assertThat(cell("flat").at("/notes/0").asText()).isEqualTo(tie);
    assertThat(cell("random").has("notes")).isFalse();
    assertThat(user.out()).contains("flat: " + tie);
  }

  @Test
  void compare_circuitOfAFileWithoutOne_isRefused() throws IOException {
    Path scores = scoresOfEap(",\\s*\"in_graph\":\\s*(true|false)", "");

    assertThat(
            compare("--strategy", "random", "--scores", "mine=" + scores, "--scores-as", "circuit"))
        .isEqualTo(2);
    assertThat(user.err())
        .contains(
            scores
                + " brings no circuit: of no edge it says 'in_graph'.\nWith --scores-as scores circuits are made of its scores.");
  }

  @Test
  void compare_scoresOfAnotherModel_areRefusedWithBothGraphs() throws IOException {
    Path run = folder.resolve("run");
    assertThat(
            user.type(
                "discover", "--model", "or-gate", "--strategy", "eap", "--out", run.toString()))
        .isZero();

    assertThat(compare("--strategy", "eap", "--scores", "theirs=" + run.resolve("scores.json")))
        .isZero();

    assertThat(cell("theirs").get("status").asText()).isEqualTo("refused");
    assertThat(cell("theirs").get("reason").asText()).contains("theirs").contains("induction");
  }

  @Test
  void compare_rediscover_givesASearchItsIntervals() throws IOException {
    assertThat(compare("--strategy", "acdc:threshold=0.1", "--rediscover", "3")).isZero();

    JsonNode figures = cell("acdc:threshold=0.1").get("figures");
    assertThat(figures.at("/edge_auc_trapezoid/low").isNumber()).isTrue();
    assertThat(figures.at("/stability_jaccard/value").asDouble()).isBetween(.5, 1.);
  }

  @Test
  void compare_costs_areWhatEachStrategyTakesAlone() throws IOException {
    String[] both = {"--strategy", "clean-corrupted", "--strategy", "eap", "--ablation", "mean"};
    assertThat(compare(both)).isZero();
    JsonNode second = cell("eap").get("costs");
    assertThat(compare("--strategy", "eap", "--ablation", "mean")).isZero();

    assertThat(second).isEqualTo(cell("eap").get("costs"));
    assertThat(second.get("forward_passes").asDouble())
        .as("the means', and the clean one")
        .isEqualTo(2);
    assertThat(second.get("backward_passes").asDouble()).isEqualTo(1);
  }

  /**
   * Nothing stays: the nine inputs of the logits are tested, then no head of the others is read.
   */
  @Test
  void compare_search_costsTestsAndUntestedEdgesApart() throws IOException {
    assertThat(compare("--strategy", "acdc:threshold=100")).isZero();

    JsonNode costs = cell("acdc:threshold=100").get("costs");
    assertThat(costs.get("tests").asInt()).isEqualTo(9);
    assertThat(costs.get("untested").asInt()).isEqualTo(72);
    List<String> rows = Files.readAllLines(folder.resolve("out/costs.csv"));
    assertThat(rows.get(0)).endsWith(",tests,untested");
    assertThat(rows.get(1)).endsWith(",9,72");
  }

  @Test
  void compare_resamplesBelowZero_isRefused() {
    assertThat(user.type("compare", "--resamples", "-1", "--out", out())).isEqualTo(2);

    assertThat(user.err()).contains("--resamples is -1.");
  }

  @Test
  void compare_study_asksWhatItSays() throws IOException {
    Path study = folder.resolve("study.yaml");
    Files.writeString(
        study,
        """
        title: Behind a saturated softmax
        models: [saturated]
        strategies: [eap, {name: exact}]
        resamples: 20
        examine: {completeness: true, minimality: true, hypotheses: true, estimates: [eap]}
        """);

    assertThat(user.type("compare", study.toString(), "--out", out())).as(user.err()).isZero();

    JsonNode figures = cell("exact").get("figures");
    assertThat(figures.at("/completeness_greedy/value").asDouble())
        .as("the five edges are all there is")
        .isCloseTo(0, within(.01));
    assertThat(figures.at("/minimal_share/value").asDouble()).isEqualTo(1);
    assertThat(figures.at("/equivalence_p/value").asDouble()).isGreaterThan(.05);
    assertThat(cell("eap").at("/figures/estimate_r2/value").asDouble()).isBetween(0., 1.);
    JsonNode studies = results().get("studies");
    assertThat(studies.get("estimates")).hasSize(1);
    assertThat(studies.get("distributions")).hasSize(2);
  }

  @Test
  void compare_lambdaCurve_goesFromNothingToTheMeasuredEffect() throws IOException {
    Path study = folder.resolve("study.yaml");
    Files.writeString(
        study,
        """
        title: From clean to ablated
        models: [induction]
        strategies: [eap]
        resamples: 0
        examine: {estimates: [eap]}
        """);

    assertThat(user.type("compare", study.toString(), "--out", out())).as(user.err()).isZero();

    JsonNode studies = results().get("studies");
    JsonNode curve = studies.at("/lambdas/0");
    JsonNode names = studies.at("/estimates/0/names");
    int listed = 0;
    while (!names.get(listed).equals(curve.get("edge"))) {
      listed++;
    }
    JsonNode point = studies.at("/estimates/0/points/" + listed);
    assertThat(curve.at("/exact/0").asDouble()).isCloseTo(0, within(FLOAT32));
    assertThat(curve.at("/exact/10").asDouble())
        .isCloseTo(point.get(0).asDouble(), within(FLOAT32))
        .isGreaterThan(1);
    assertThat(curve.at("/linear/10").asDouble())
        .isCloseTo(point.get(1).asDouble(), within(FLOAT32));
    assertThat(curve.at("/exact/5").asDouble()).as("halfway").isNotZero();
  }

  @Test
  void compare_interrupted_saysSoAndWritesNoResults() {
    Interruption stop = new Interruption();
    stop.request();
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream err = new PrintStream(said, true, StandardCharsets.UTF_8);
    Console console = new Console(System.out, err, false, false, false, 100);

    int code =
        Patchbay.execute(
            console, PluginLoader::load, stop, "compare", "--model", "induction", "--out", out());

    assertThat(code).isEqualTo(130);
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("--resume goes on from here");
    assertThat(folder.resolve("out/results.json")).doesNotExist();
  }
}
