package dev.patchbay.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.spi.model.Token;
import dev.patchbay.spi.model.Tokenizer;
import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Small tokenizers, class by class and file by file, against what transformers answered ({@code
 * matrix.py} asks). Where its versions differ, 4.57.6 is right unless it refuses; whether a token
 * of its own comes before a text is right in 5.24.0 for the rows of {@link #SAVED_BY_5}.
 */
class TokenizerMatrixTest {

  private static final String VERSION_4 = "4.57.6";
  private static final String VERSION_5 = "5.24.0";

  /**
   * A class that adds the token by itself, a template without it, and no setting: version 4 writes
   * the setting whenever it saves and version 5 never does, so that version 5 has saved them.
   */
  private static final String SAVED_BY_5 =
      "(Llama|Gemma)Tokenizer.*, add_bos_token None, no template"
          + "|no class, (llama|mistral|gemma|gemma2), .*, add_bos_token None, no template"
          + "|no settings, (llama|gemma)";

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> tokenizer_ofEveryRow_answersAsTransformers() throws IOException {
    JsonNode matrix = JSON.readTree(TinyTokenizer.read("matrix.json"));
    return StreamSupport.stream(matrix.get("rows").spliterator(), false)
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.get("name").textValue(), () -> check(row, matrix.get("bases"))));
  }

  private void check(JsonNode row, JsonNode bases) throws IOException {
    Path files = Files.createTempDirectory(folder, "row");
    write(files, row, (ObjectNode) bases.get(row.get("base").textValue()).deepCopy());
    Tokenizer tokenizer =
        TinyTokenizer.open(
            files,
            JSON.convertValue(row.get("config"), new TypeReference<Map<String, Object>>() {}));
    JsonNode right = right(row);
    if (right.has("refused")) {
      assertThatThrownBy(() -> tokenizer.encode("b")).isInstanceOf(PatchbayException.class);
      return;
    }
    for (int i = 0; i < row.get("texts").size(); i++) {
      String text = row.get("texts").get(i).textValue();
      JsonNode ids = right.get("ids").get(i);
      if (ids.isTextual()) {
        assertThatThrownBy(() -> tokenizer.encode(text))
            .isInstanceOf(PatchbayException.class)
            .hasMessageContaining("in the text '" + text + "'");
      } else {
        assertThat(tokenizer.encode(text)).as(text).extracting(Token::id).isEqualTo(numbers(ids));
      }
    }
    assertThat(BosPolicy.AUTO.before(tokenizer).stream().map(Token::id).toList())
        .as("before a text")
        .isEqualTo(numbers(before(row, right)));
    assertThat(tokenizer.size()).isEqualTo(right.get("size").intValue());
  }

  private static JsonNode right(JsonNode row) {
    JsonNode answers = row.get("answers");
    if (answers.has("both")) {
      return answers.get("both");
    }
    return answers.get(answers.get(VERSION_4).has("refused") ? VERSION_5 : VERSION_4);
  }

  private static JsonNode before(JsonNode row, JsonNode right) {
    return (row.get("name").textValue().matches(SAVED_BY_5)
            ? row.get("answers").get(VERSION_5)
            : right)
        .get("before");
  }

  private static void write(Path folder, JsonNode row, ObjectNode base) throws IOException {
    if (row.get("pair").booleanValue()) {
      JSON.writeValue(folder.resolve("vocab.json").toFile(), base.get("model").get("vocab"));
      List<String> lines = new ArrayList<>();
      base.get("model")
          .get("merges")
          .forEach(pair -> lines.add(pair.get(0).textValue() + " " + pair.get(1).textValue()));
      Files.write(folder.resolve("merges.txt"), lines);
    } else {
      row.get("tokens").forEach(base.withArray("added_tokens")::add);
      base.set("post_processor", row.get("post"));
      JSON.writeValue(folder.resolve("tokenizer.json").toFile(), base);
    }
    for (Map.Entry<String, JsonNode> file : row.get("files").properties()) {
      JSON.writeValue(folder.resolve(file.getKey()).toFile(), file.getValue());
    }
  }

  private static List<Integer> numbers(JsonNode ids) {
    List<Integer> numbers = new ArrayList<>();
    ids.forEach(id -> numbers.add(id.intValue()));
    return numbers;
  }
}
