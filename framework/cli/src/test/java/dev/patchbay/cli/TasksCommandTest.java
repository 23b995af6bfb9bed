package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TasksCommandTest {

  private final RealSession session = new RealSession();

  @TempDir Path folder;

  @Test
  void tasks_alone_listsEachWithASentenceAndItsOptions() {
    assertThat(session.type("tasks")).as(session.err()).isZero();

    assertThat(session.out())
        .startsWith("Tasks  --task NAME\n")
        .contains("  ioi            Say who is given something: ")
        .contains("prompts=32, half=validation, corruption=abc, order=mixed, template=0")
        .contains("  induction      Continue a repeated token")
        .doesNotContain("eap");
  }

  @Test
  void tasks_aName_explainsItAndNamesItsMetric() {
    assertThat(session.type("tasks", "docstring")).as(session.err()).isZero();

    assertThat(session.out())
        .contains("corruption=random-random")
        .endsWith("Judged by --metric logit-difference:wrong=max unless told otherwise.\n");
  }

  @Test
  void tasks_forAModel_showsPromptsAndWhatWasChecked() {
    int exitCode =
        session.type(
            "tasks", "induction:prompts=4,length=5", "--model", "induction", "--show", "1");

    assertThat(exitCode).as(session.err()).isZero();
    assertThat(session.out())
        .startsWith("induction on induction, 4 prompts\n")
        .contains("  metric    logit-difference\n")
        .contains("  lengths   5 tokens\n")
        .contains("no pair is identical; no prompt comes twice; no answer is both right and wrong")
        .containsPattern("1\n  clean     \\d+ \\d+ \\d+ \\d+ \\d+\n")
        .doesNotContain("\n2\n");
  }

  @Test
  void tasks_showWithoutAModel_isRefused() {
    assertThat(session.type("tasks", "ioi", "--show", "5")).isEqualTo(2);

    assertThat(session.err())
        .isEqualTo(
            """
            --show 5 is given, but no model to make prompts for.
            Name one: patchbay tasks ioi --model patchbay-small --show 5.
            """);
  }

  @Test
  void tasks_json_hasExamplesWithTheirIds() throws IOException {
    session.type("tasks", "induction:prompts=4", "--model", "induction", "--show", "2", "--json");

    JsonNode json = new ObjectMapper().readTree(session.out());
    assertThat(json.get("prompts").intValue()).isEqualTo(4);
    assertThat(json.get("options").get("prompts").textValue()).isEqualTo("4");
    assertThat(json.get("examples")).hasSize(2);
    assertThat(json.get("examples").get(0).get("clean_ids")).hasSize(12);
    assertThat(json.get("examples").get(0).get("answers").get(0).get("position").intValue())
        .isEqualTo(11);
  }

  @Test
  void tasks_textForAModelWithoutTokenizer_isRefused() {
    assertThat(session.type("tasks", "ioi", "--model", "induction")).isEqualTo(1);

    assertThat(session.err())
        .startsWith(
            "The task 'ioi' is written as text, but the model 'induction' has no tokenizer.\n");
  }

  @Test
  void tasks_aTokenizerOfFewWords_isRefusedWithTheirCount() throws IOException {
    String model = TextModel.in(folder.resolve("toy")).toString();

    assertThat(session.type("tasks", "ioi", "--model", model)).isEqualTo(1);
    assertThat(session.err()).startsWith("The task 'ioi' needs 6 names of the right number of");
  }

  @Test
  void tasks_anUnknownName_isRefusedWithTheNearest() {
    assertThat(session.type("tasks", "iio")).isEqualTo(2);

    assertThat(session.err()).contains("'iio'").contains("Did you mean 'ioi'?");
  }

  @ParameterizedTest
  @CsvSource({
    "discover --task prompts,FILE",
    "discover --task prompts:file=a/b.json,a/b.json",
    "discover --task prompts:file=,FILE",
    "tasks prompts,FILE"
  })
  void task_prompts_namesTheOptionForAFile(String words, String file) {
    assertThat(session.type(words.split(" "))).isEqualTo(2);

    assertThat(session.err())
        .contains(" is not a task: prompts of your own come from a file.\n")
        .endsWith("\nGive discover --prompts %s instead of a task.\n".formatted(file));
  }

  @Test
  void tasks_aModelWithoutTask_isRefused() {
    assertThat(session.type("tasks", "--model", "induction")).isEqualTo(2);

    assertThat(session.err())
        .isEqualTo(
            """
            --model induction is given, but no task.
            Name one: patchbay tasks ioi --model induction. 'patchbay tasks' lists them.
            """);
  }

  @Test
  void discover_aTextTaskOnAModelWithoutTokenizer_isRefused() {
    int exitCode =
        session.type(
            "discover", "--model", "induction", "--task", "greater-than", "--out", folder + "/out");

    assertThat(exitCode).isEqualTo(1);
    assertThat(session.err())
        .contains("The task 'greater-than' is written as text, but the model 'induction' has no");
  }
}
