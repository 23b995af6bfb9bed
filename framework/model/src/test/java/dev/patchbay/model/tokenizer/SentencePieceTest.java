package dev.patchbay.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.spi.model.Token;
import dev.patchbay.spi.model.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A tokenizer in the manner of Llama 2: a blank is {@code ▁}, every text gets one in front, and
 * what the vocabulary lacks falls back to bytes.
 */
class SentencePieceTest {

  @TempDir private Path folder;
  private Tokenizer tokenizer;

  @BeforeEach
  void open() throws IOException {
    Files.writeString(folder.resolve("tokenizer.json"), TinyTokenizer.read("sentencepiece.json"));
    Files.writeString(folder.resolve("tokenizer_config.json"), "{\"bos_token\": \"<s>\"}");
    tokenizer = TinyTokenizer.open(folder, Map.of());
  }

  @ParameterizedTest
  @CsvSource({
    "Mary, ▁Mary",
    "' Mary', ▁ ▁Mary",
    "Mary to John, ▁Mary ▁to ▁John",
    "é, ▁ <0xC3> <0xA9>",
  })
  void encode_text_givesPiecesOfTheVocabulary(String text, String pieces) {
    assertThat(tokenizer.encode(text)).extracting(Token::piece).containsExactly(pieces.split(" "));
  }

  @ParameterizedTest
  @CsvSource({"Mary to John", "Mary é to", "' Mary'"})
  void decode_encodedText_isTheText(String text) {
    List<Integer> ids = tokenizer.encode(text).stream().map(Token::id).toList();

    assertThat(tokenizer.decode(ids)).isEqualTo(text);
  }

  @Test
  void bos_templateThatAddsIt_isKnown() {
    assertThat(tokenizer.addsBos()).isTrue();
    assertThat(tokenizer.bos()).contains(new Token(1, "<s>"));
  }
}
