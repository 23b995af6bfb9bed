package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * The tasks in GPT-2's own tokens, against those that were published. The tokenizer's files are too
 * large for this repository: they are looked for beside it.
 */
class Gpt2TasksTest {

  private static final Path FILES =
      Path.of("../../../shared/reference/golden/tokenizers/gpt2").normalize();

  private final RealSession session = new RealSession();

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> tasks_inTokensOfGpt2_areThePublished() throws IOException {
    if (!Files.isDirectory(FILES)) {
      LoggerFactory.getLogger(Gpt2TasksTest.class)
          .info("GPT-2's tokenizer is not here ({}): the tasks' tokens are not compared.", FILES);
      return Stream.empty();
    }
    String model = model().toString();
    return Stream.of(
        DynamicTest.dynamicTest("ioi_reference_hasItsTokens", () -> ioi(model)),
        DynamicTest.dynamicTest("greaterThan_years_areAllThatSplit", () -> years(model)),
        DynamicTest.dynamicTest("greaterThan_prompt_hasItsTokens", () -> war(model)));
  }

  /** A model of GPT-2's vocabulary, as far as its configuration goes: no weight is read here. */
  private Path model() throws IOException {
    Path model = TextModel.in(folder.resolve("gpt2"));
    Path config = model.resolve("config.json");
    String sizes =
        Files.readString(config).replaceFirst("\"vocab_size\": *\\d+", "\"vocab_size\": 50257");
    assertThat(sizes).contains("50257");
    Files.writeString(config, sizes);
    Files.delete(model.resolve("tokenizer.json"));
    Files.copy(FILES.resolve("tokenizer.json"), model.resolve("tokenizer.json"));
    return model;
  }

  private void ioi(String model) throws IOException {
    JsonNode first =
        answer("tasks", "ioi:reference=true", "--model", model, "--show", "1", "--json")
            .get("examples")
            .get(0);

    assertThat(first.get("clean_ids").toString())
        .isEqualTo("[6423,11,5335,290,19627,1816,284,262,7072,13,19627,2921,257,9970,284]");
    assertThat(first.get("corrupted_ids").toString())
        .isEqualTo("[6423,11,24164,290,25176,1816,284,262,7072,13,9953,2921,257,9970,284]");
    assertThat(first.get("answers").get(0).get("right").toString()).isEqualTo("[\" Mary\"]");
  }

  private void years(String model) throws IOException {
    JsonNode task = answer("tasks", "greater-than:reference=true", "--model", model, "--json");

    assertThat(task.get("notes"))
        .extracting(JsonNode::textValue)
        .contains("120 nouns", "604 years, 75 left out");
  }

  private void war(String model) throws IOException {
    JsonNode text =
        answer("tokenize", "--model", model, "--json", "The war lasted from the year 1742 to 17")
            .get("texts")
            .get(0);

    assertThat(text.get("ids").toString())
        .isEqualTo("[464,1175,15436,422,262,614,1596,3682,284,1596]");
  }

  private JsonNode answer(String... words) throws IOException {
    int exitCode = session.type(words);
    assertThat(exitCode).as(session.err()).isZero();
    return new ObjectMapper().readTree(session.out());
  }
}
