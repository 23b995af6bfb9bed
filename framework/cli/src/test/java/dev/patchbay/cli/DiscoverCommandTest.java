package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.core.run.Extras;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.core.run.Verify;
import dev.patchbay.engine.memory.Batching;
import dev.patchbay.spi.graph.EdgeScores.Ranking;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class DiscoverCommandTest {

  private final Session session = new Session();

  @TempDir private Path folder;

  private static RunRequest requested(String... words) {
    DiscoverOptions options = new DiscoverOptions();
    CommandLine.populateCommand(options, words);
    return options.request();
  }

  private static Extras extras(String... words) {
    ExtraOptions options = new ExtraOptions();
    CommandLine.populateCommand(options, words);
    return options.extras();
  }

  @Test
  void discover_noOptions_isTheDefaultRunWithTheMetricLeftOpen() {
    assertThat(requested().measuredBy("kl-divergence")).isEqualTo(RunRequest.DEFAULT);
    assertThat(requested().metric()).isEmpty();
    assertThat(extras()).isEqualTo(new Extras(true, true));
  }

  @Test
  void discover_noCurveAndNoPatterns_leavesThemOut() {
    assertThat(extras("--no-curve", "--no-patterns")).isEqualTo(Extras.NONE);
  }

  @Test
  void discover_curveByName_keepsIt() {
    assertThat(extras("--curve", "--patterns")).isEqualTo(new Extras(true, true));
  }

  @Test
  void discover_everyOption_isInTheRequest() {
    RunRequest request =
        requested(
            ("--model m --task t --strategy acdc:threshold=.1,order=repo --metric kl-divergence"
                    + " --ablation zero --edges 40 --signed --dtype float64 --device gpu0"
                    + " --batch-size 8 --memory 6g --threads 2 --seed 7 --verify full")
                .split(" "));

    assertThat(request.model()).isEqualTo("m");
    assertThat(request.task()).isEqualTo("t");
    assertThat(request.strategy()).isEqualTo("acdc:threshold=.1,order=repo");
    assertThat(request.metric()).contains("kl-divergence");
    assertThat(request.ablation()).contains("zero");
    assertThat(request.selection().edges()).hasValue(40);
    assertThat(request.selection().ranking()).isEqualTo(Ranking.SIGNED);
    assertThat(request.dataType()).isEqualTo(DataType.FLOAT64);
    assertThat(request.device()).isEqualTo("gpu0");
    assertThat(request.batching()).isEqualTo(new Batching(8, true, OptionalLong.of(6L << 30)));
    assertThat(request.threads()).isEqualTo(2);
    assertThat(request.seed()).isEqualTo(7);
    assertThat(request.verify()).isEqualTo(Verify.FULL);
  }

  @Test
  void discover_negativeThreshold_isANumberAndNoOption() {
    assertThat(requested("--threshold", "-0.5").selection().threshold()).hasValue(-0.5);
  }

  @Test
  void plugins_folders_areOpenedInTheirOrder() {
    List<Path> opened = new ArrayList<>();
    Session user =
        new Session(
            folders -> {
              opened.addAll(folders);
              return MadeUp.CATALOG;
            });

    assertThat(user.type("plugins", "--plugins", "a", "--plugins", "b")).isZero();

    assertThat(opened).containsExactly(Path.of("a"), Path.of("b"));
  }

  private static List<String> settings(String... words) {
    return Settings.lines(requested(words).by("kl-divergence", "patching"), Optional.empty());
  }

  @Test
  void settings_defaults_areAllSaid() {
    assertThat(settings())
        .hasSize(2)
        .startsWith(
            "model patchbay-small, task ioi, strategy acdc, metric kl-divergence, ablation patching");
    assertThat(settings().get(1))
        .matches(
            "float32 on cpu, batches of up to 32 in \\d.* [GT]iB, all cores, seed 0, verify baseline");
  }

  @Test
  void plan_lines_sayHowItGoes() {
    assertThat(String.join("\n", new PlanPage(new Console.Paint(false)).lines(MadeUp.plan())))
        .isEqualTo(
            """
            toy on ioi, acdc
              prompts         10 of up to 7 tokens; batches: 2 of 4, 1 of 2
              numbers         float32 on cpu
              batches         of up to 4: as asked
              held            one batch at a time
              memory          about 4.00 MiB of tensors (they may take 8.00 MiB), and 2.00 MiB of Java and libraries
                              3.00 MiB   weights
                              1.00 MiB   passes

            Nothing has run. Without --explain, this is what will.""");
  }

  @Test
  void plan_asJson_isOneObject() throws IOException {
    JsonNode plan = new ObjectMapper().readTree(Json.of(MadeUp.plan()));

    assertThat(plan.get("batches")).hasSize(3);
    assertThat(plan.get("peak_bytes").longValue()).isEqualTo(4L << 20);
    assertThat(plan.get("memory").get("weights").longValue()).isEqualTo(3L << 20);
  }

  @Test
  void discover_explain_writesNothing() {
    Session real = new RealSession();
    Path out = folder.resolve("out");

    assertThat(real.type("discover", "--model", "induction", "--explain", "--out", out.toString()))
        .as(real.err())
        .isZero();

    assertThat(out).doesNotExist();
    assertThat(real.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"float16", "bfloat16"})
  void discover_halfPrecision_isRefusedWithTheReason(String word) {
    assertThat(session.type("discover", "--dtype", word)).isEqualTo(2);

    assertThat(session.err())
        .isEqualTo(
            "--dtype cannot be '"
                + word
                + "': PyTorch multiplies such matrices on a processor 60 times slower than"
                + " float32's, and a sum of theirs ends at 65,504.\n"
                + "Give float32. Weights that are stored as float16 or bfloat16 are widened as"
                + " they are read.\n");
  }

  @Test
  void discover_anotherStrategy_isMeasuredByWhatSuitsTheTask() {
    assertThat(requested("--strategy", "eap").metric()).isEmpty();
  }

  @Test
  void discover_withoutAnAblation_leavesItToTheTask() {
    assertThat(requested().ablation()).isEmpty();
  }

  @Test
  void settings_edgesAndDtype_areSaid() {
    assertThat(settings("--edges", "40", "--dtype", "float64", "--threads", "2"))
        .satisfies(
            lines -> assertThat(lines.get(0)).endsWith("ablation patching, 40 edges by |score|"))
        .satisfies(
            lines ->
                assertThat(lines.get(1)).startsWith("float64 on cpu").contains(", 2 threads, "));
  }

  @Test
  void settings_memoryAndBatchSize_areSaid() {
    assertThat(settings("--memory", "1.5g", "--batch-size", "8").get(1))
        .startsWith("float32 on cpu, batches of 8 in 1.50 GiB, all cores");
  }

  @Test
  void discover_smallerBatchesThanAsked_areSaidAfterTheRun() {
    // The made-up run says that it went in batches of 32.
    assertThat(Settings.batches(requested("--memory", "800m"), 32)).isEmpty();
    assertThat(Settings.batches(requested("--memory", "800m"), 4))
        .contains("batches of 4: with 32 the run might have taken more than its memory");
  }

  @Test
  void outcome_asJson_isOneObject() throws IOException {
    Path file = Path.of("patchbay-out", "circuit.dot");
    String text = Json.of(MadeUp.outcome(), List.of(Path.of("patchbay-out", "report.json"), file));

    JsonNode json = new ObjectMapper().readTree(text);
    assertThat(json.get("kept").intValue()).isEqualTo(3);
    assertThat(json.get("faithfulness").doubleValue()).isEqualTo((9.2776 + 9.3) / (9.31 + 9.3));
    assertThat(json.get("cost").get("discover").get("tests").intValue()).isEqualTo(81);
    assertThat(json.get("files").get(1).textValue()).isEqualTo(file.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--model",
        "--task",
        "--prompts",
        "--bos",
        "--strategy",
        "--metric",
        "--ablation",
        "--edges",
        "--threshold",
        "--signed",
        "--dtype",
        "--device",
        "--batch-size",
        "--memory",
        "--threads",
        "--seed",
        "--verify",
        "--out"
      })
  void help_everySetting_saysItsDefault(String option) {
    session.type("discover", "--help");

    String text = session.out().replaceAll("\\s+", " ");
    String fromOption = text.substring(text.indexOf(" " + option + "=") + 1);
    if (!fromOption.startsWith(option)) {
      fromOption = text.substring(text.indexOf(" " + option + " "));
    }
    assertThat(fromOption.substring(0, Math.max(0, fromOption.indexOf(" --", 3))))
        .contains("(default: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "discover", "plugins", "export", "tokenize", "tasks"})
  void help_everyCommand_hasAnExample(String command) {
    int exitCode = session.type((command + " --help").trim().split(" "));

    assertThat(exitCode).isZero();
    assertThat(session.out()).contains("Example").contains("  patchbay ");
    assertThat(session.err()).isEmpty();
  }

  @Test
  void help_noDefaultIsAnEmptyOptional() {
    session.type("discover", "--help");

    assertThat(session.out()).doesNotContain("Optional").doesNotContain("DEFAULT-VALUE");
  }

  @Test
  void version_namesPatchbayAndJava() {
    assertThat(session.type("--version")).isZero();

    assertThat(session.out()).startsWith("patchbay ").contains("Java ");
  }

  @Test
  void noWords_showTheHelp() {
    assertThat(session.type()).isZero();

    assertThat(session.out()).contains("Usage: patchbay").contains("discover");
  }
}
