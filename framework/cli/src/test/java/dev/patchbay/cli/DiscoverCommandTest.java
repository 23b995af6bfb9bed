package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.core.run.Extras;
import dev.patchbay.core.run.Journal;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.core.run.Verify;
import dev.patchbay.engine.Batching;
import dev.patchbay.spi.graph.EdgeScores.Ranking;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiscoverCommandTest {

  private final Session session = new Session();

  private RunRequest requested(String... words) {
    assertThat(
            session.type(
                Stream.concat(Stream.of("discover"), Stream.of(words)).toArray(String[]::new)))
        .as(session.err())
        .isZero();
    return session.framework.requests.get(0);
  }

  @Test
  void discover_noOptions_isTheDefaultRun() {
    assertThat(requested()).isEqualTo(RunRequest.DEFAULT.with(new Extras(true, true)));
    assertThat(session.framework.outputs).containsExactly(Path.of("patchbay-out"));
  }

  @Test
  void discover_noCurveAndNoPatterns_leavesThemOut() {
    assertThat(requested("--no-curve", "--no-patterns").extras()).isEqualTo(Extras.NONE);
  }

  @Test
  void discover_curveByName_keepsIt() {
    assertThat(requested("--curve", "--patterns").extras()).isEqualTo(new Extras(true, true));
  }

  @Test
  void discover_resume_goesOnWithTheJournalOfTheOutputFolder() {
    requested("--out", "folder");
    requested("--out", "folder", "--resume");

    Path file = Path.of("folder", "search.journal");
    assertThat(session.framework.journals)
        .containsExactly(new Journal(file, false), new Journal(file, true));
  }

  @Test
  void discover_everyOption_isInTheRequest() {
    RunRequest request =
        requested(
            ("--model m --task t --strategy acdc:threshold=.1,order=repo --metric kl-divergence"
                    + " --ablation zero --edges 40 --signed --dtype float64 --device gpu0"
                    + " --batch-size 8 --memory 6g --threads 2 --seed 7 --verify full --out folder")
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
    assertThat(session.framework.outputs).containsExactly(Path.of("folder"));
  }

  @Test
  void discover_negativeThreshold_isANumberAndNoOption() {
    assertThat(requested("--threshold", "-0.5").selection().threshold()).hasValue(-0.5);
  }

  @Test
  void discover_pluginFolders_areOpenedInTheirOrder() {
    assertThat(session.type("discover", "--plugins", "a", "--plugins", "b")).isZero();

    assertThat(session.framework.pluginFolders).containsExactly(Path.of("a"), Path.of("b"));
  }

  @Test
  void discover_defaults_areSaidBeforeTheRun() {
    session.type("discover");

    assertThat(session.err())
        .startsWith(
            """
            model patchbay-small, task ioi, strategy acdc, metric kl-divergence, ablation patching
            float32 on cpu, batches of up to 32""")
        .containsPattern("up to 32 in \\d.* [GT]iB, all cores, seed 0, verify baseline\n");
  }

  @Test
  void discover_explain_printsThePlanAndStops() {
    assertThat(session.type("discover", "--explain")).isZero();

    assertThat(session.out())
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

            Nothing has run. Leave --explain out, and this is what will.
            """);
    assertThat(session.framework.outputs).isEmpty();
  }

  @Test
  void discover_explainAsJson_isOneObject() throws IOException {
    session.type("discover", "--explain", "--json");

    JsonNode plan = new ObjectMapper().readTree(session.out());
    assertThat(plan.get("batches")).hasSize(3);
    assertThat(plan.get("peak_bytes").longValue()).isEqualTo(4L << 20);
    assertThat(plan.get("memory").get("weights").longValue()).isEqualTo(3L << 20);
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

  @ParameterizedTest
  @CsvSource({
    "path/to/gpt2, induction",
    "induction, induction",
    "saturated, induction",
    "docstring:rotate=7, docstring",
    "or-gate, gate"
  })
  void discover_anotherModel_isAskedForWhatItCan(String model, String task) {
    assertThat(requested("--model", model).task()).isEqualTo(task);
  }

  @Test
  void discover_edgesAndDtype_areSaidBeforeTheRun() {
    session.type("discover", "--edges", "40", "--dtype", "float64", "--threads", "2");

    assertThat(session.err())
        .contains("ablation patching, 40 edges by |score|\nfloat64 on cpu")
        .contains(", 2 threads, ");
  }

  @Test
  void discover_memoryAndBatchSize_areSaidBeforeTheRun() {
    session.type("discover", "--memory", "1.5g", "--batch-size", "8");

    assertThat(session.err()).contains("float32 on cpu, batches of 8 in 1.50 GiB, all cores");
  }

  @Test
  void discover_smallerBatchesThanAsked_areSaidAfterTheRun() {
    // The made-up run says that it went in batches of 32.
    assertThat(Settings.batches(requested("--memory", "800m"), 32)).isEmpty();
    assertThat(Settings.batches(requested("--memory", "800m"), 4))
        .contains("batches of 4: with 32 the run might have taken more than its memory");
  }

  @Test
  void discover_json_isOneObjectAndNothingElse() throws IOException {
    session.type("discover", "--json");

    JsonNode json = new ObjectMapper().readTree(session.out());
    assertThat(json.get("kept").intValue()).isEqualTo(3);
    assertThat(json.get("faithfulness").doubleValue()).isEqualTo((9.2776 + 9.3) / (9.31 + 9.3));
    assertThat(json.get("cost").get("discover").get("tests").intValue()).isEqualTo(81);
    assertThat(json.get("files").get(1).textValue())
        .isEqualTo(Path.of("patchbay-out", "circuit.dot").toString());
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
