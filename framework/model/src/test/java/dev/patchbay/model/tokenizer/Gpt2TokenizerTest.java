package dev.patchbay.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.spi.model.Token;
import dev.patchbay.spi.model.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * GPT-2's own tokenizer on strings whose tokens the original gave. Its files are too large for this
 * repository: they are looked for beside it.
 */
class Gpt2TokenizerTest {

  private static final Path FILES =
      Path.of("../../../shared/reference/golden/tokenizers/gpt2").normalize();

  private static final int CASES = 100;

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> tokenizer_ofGpt2_equalsTheOriginal() throws IOException {
    if (!Files.isDirectory(FILES)) {
      LoggerFactory.getLogger(Gpt2TokenizerTest.class)
          .info("GPT-2's tokenizer is not here ({}): not compared with the original.", FILES);
      return Stream.empty();
    }
    JsonNode cases =
        new ObjectMapper().readTree(FILES.resolve("golden.json").toFile()).get("cases");
    assertThat(cases).hasSize(CASES);
    return Stream.of(List.of("tokenizer.json"), List.of("vocab.json", "merges.txt"))
        .map(
            files ->
                DynamicTest.dynamicTest(
                    String.join(" and ", files) + "_everyString_hasItsIdsAndText",
                    () -> assertAll(files, cases)));
  }

  private void assertAll(List<String> files, JsonNode cases) throws IOException {
    Path copy = Files.createTempDirectory(folder, "gpt2");
    for (String file : files) {
      Files.copy(FILES.resolve(file), copy.resolve(file));
    }
    Tokenizer tokenizer = TinyTokenizer.open(copy);
    assertThat(tokenizer.size()).isEqualTo(50257);
    for (JsonNode one : cases) {
      String text = one.get("text").textValue();
      List<Integer> ids = new ArrayList<>();
      one.get("ids").forEach(id -> ids.add(id.intValue()));
      assertThat(tokenizer.encode(text)).as(text).extracting(Token::id).isEqualTo(ids);
      assertThat(tokenizer.decode(ids)).isEqualTo(one.get("decoded").textValue());
    }
  }
}
