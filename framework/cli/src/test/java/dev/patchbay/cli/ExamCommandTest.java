package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exam on the embedded model whose circuit is five edges. */
class ExamCommandTest {

  @TempDir private Path folder;

  private final RealSession user = new RealSession();

  private JsonNode cell(String... words) throws JsonProcessingException {
    String[] all = new String[words.length + 4];
    System.arraycopy(new String[] {"exam", "--model", "induction", "--json"}, 0, all, 0, 4);
    System.arraycopy(words, 0, all, 4, words.length);
    assertThat(user.type(all)).as(user.err()).isZero();
    return new ObjectMapper().readTree(user.out()).at("/cells/0");
  }

  @Test
  void exam_exactOnTheInductionModel_isPerfect() throws JsonProcessingException {
    JsonNode cell = cell("--strategy", "exact");

    assertThat(cell.get("edge_auc_trapezoid").asDouble()).isEqualTo(1);
    assertThat(cell.get("edge_auc_pessimistic").asDouble()).isEqualTo(1);
    assertThat(cell.get("precision").asDouble()).isEqualTo(1);
    assertThat(cell.get("true_edges").asInt()).isEqualTo(5);
    assertThat(cell.get("tests").asInt()).isEqualTo(81);
    assertThat(cell.get("untested").asInt()).isZero();
  }

  @Test
  void exam_acdcWithoutAThreshold_runsTheGridAndIsPerfect() throws JsonProcessingException {
    JsonNode cell = cell("--strategy", "acdc");

    assertThat(cell.get("thresholds")).hasSizeGreaterThan(5);
    assertThat(cell.get("edge_auc_trapezoid").asDouble()).isEqualTo(1);
    assertThat(cell.get("precision").asDouble()).isEqualTo(1);
    assertThat(cell.get("recall").asDouble()).isEqualTo(1);
  }

  @Test
  void exam_acdcWithAThreshold_runsOnce() throws JsonProcessingException {
    JsonNode cell = cell("--strategy", "acdc:threshold=100");

    assertThat(cell.has("thresholds")).isFalse();
    assertThat(cell.get("tests").asInt()).as("inputs of the logits").isEqualTo(9);
    assertThat(cell.get("untested").asInt()).as("of heads that nobody reads").isEqualTo(72);
    assertThat(cell.get("recall").asDouble()).isZero();
  }

  @Test
  void exam_noStrategy_triesEachThereIsAndItsVariants() throws JsonProcessingException {
    assertThat(user.type("exam", "--model", "or-gate", "--json")).as(user.err()).isZero();

    assertThat(new ObjectMapper().readTree(user.out()).findValuesAsText("strategy"))
        .containsSequence("acdc", "acdc:absolute=true")
        .containsSequence("exact", "exact:direction=denoising")
        .contains("eap", "random");
  }

  @Test
  void exam_strategyThatRefuses_isADashWithItsReason() {
    assertThat(
            user.type(
                "exam", "--model", "induction", "--strategy", "eap", "--metric", "kl-divergence"))
        .isZero();

    assertThat(user.out())
        .containsPattern("eap +- \\(1\\)")
        .contains("(1) The gradient of 'kl-divergence' vanishes on the clean run");
  }

  @Test
  void exam_strategyWithAnError_failsAloneAndSaysSo() throws Exception {
    StrategyJar.make(
        folder.resolve("lost.jar"), "lost", "throw new IllegalStateException(\"no\");");

    int code =
        user.type(
            "exam",
            "--model",
            "induction",
            "--strategy",
            "lost",
            "--strategy",
            "exact",
            "--plugins",
            folder.toString());

    assertThat(code).as(user.err()).isEqualTo(1);
    assertThat(user.out())
        .containsPattern("lost +- \\(1\\)")
        .containsPattern("exact +1\\.000")
        .contains("'lost' stopped in 'discover' with java.lang.IllegalStateException: no");
  }

  @Test
  void exam_out_writesBothFiles() throws Exception {
    Path out = folder.resolve("deep/exam");

    assertThat(
            user.type(
                "exam", "--model", "induction", "--strategy", "random", "--out", out.toString()))
        .isZero();

    assertThat(Files.readString(out.resolve("exam.md")))
        .contains("| models as they are | induction |")
        .containsPattern("\\| `random` \\| 0\\.\\d{3} / 0\\.\\d{3} \\|")
        .contains("Ablation: patching.");
    assertThat(Files.readString(out.resolve("exam.json"))).contains("\"edge_auc_trapezoid\"");
  }

  @Test
  void exam_modelsInTwoForms_areTwoTables() {
    assertThat(
            user.type(
                "exam",
                "--strategy",
                "random",
                "--model",
                "induction",
                "--model",
                "reverse",
                "--model",
                "induction:distractors=2,noise=.01"))
        .isZero();

    assertThat(user.out())
        .contains("AUC by edge, trapezoid, models as they are\n        induction  reverse\n")
        .contains(
            "AUC by edge, trapezoid, models with distractors=2,noise=.01\n        induction\n")
        .contains("True edges, models as they are: induction 5 of 81, reverse 11 of 94.")
        .contains("Ablation: patching for induction; zero for reverse.");
  }

  @Test
  void exam_unknownStrategy_isRefusedBeforeAnythingRuns() {
    assertThat(user.type("exam", "--strategy", "acdx")).isEqualTo(2);

    assertThat(user.err()).contains("'acdx'").contains("acdc");
  }

  @Test
  void exam_outThatIsAFile_isRefused() throws Exception {
    Path file = Files.writeString(folder.resolve("taken"), "");

    assertThat(user.type("exam", "--strategy", "random", "--out", file.toString())).isEqualTo(1);

    assertThat(user.err())
        .contains("The output folder '%s' cannot be written: a file of that name".formatted(file));
  }
}
