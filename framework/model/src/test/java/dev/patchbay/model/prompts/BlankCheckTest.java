package dev.patchbay.model.prompts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.model.tokenizer.BosPolicy;
import dev.patchbay.model.tokenizer.TinyTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * In {@link TinyTokenizer} "John" is the token 29 and " John" 25, "When" and "ary" are tokens
 * without a twin; in the sentencepiece tokenizer every text gets a blank in front.
 */
class BlankCheckTest {

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(
      value = BosPolicy.class,
      names = {"ALWAYS", "NEVER"})
  void notes_aWordWithoutItsBlank_isNamedWithBothTokens(BosPolicy bos) throws IOException {
    assertThat(
            notes(
                "{'clean':'Mary','answers':[' Mary','John']},{'clean':'Mary','answers':['John']}",
                bos))
        .containsExactly(
            "answers that go on with the prompt's last word: 'John' (prompt 1: token 29, with the"
                + " blank 25). Was ' John' meant?");
  }

  @Test
  void notes_wrongAnswers_areLookedAtToo() throws IOException {
    assertThat(notes("{'clean':'Mary','answers':[' Mary'],'wrong_answers':['John']}")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        // Behind a blank, a bracket or a quote a word has none of its own.
        "{'clean':'Mary ','answers':['John']}",
        "{'clean':'Mary (','answers':['John']}",
        "{'clean':'Mary \\\"','answers':['John']}",
        "{'clean':'Mary\\n','answers':['John']}",
        // With a blank before them these are not a single token.
        "{'clean':'Mary','answers':['When','ary']}",
        // No word.
        "{'clean':'Mary','answers':[',']}",
        "{'clean':'Mary','answers':[' John']}",
        // Ids say what they mean.
        "{'clean':'Mary','answers':[29]}",
        "{'clean':[2,20],'answers':['John']}",
        // Read inside the prompt, not after it.
        "{'clean':'Mary, John','answers':['John'],'position':1}"
      })
  void notes_whereNothingSlipped_areNone(String prompt) throws IOException {
    assertThat(notes(prompt)).isEmpty();
  }

  @Test
  void notes_sentencepiece_areNone() throws IOException {
    Files.writeString(folder.resolve("tokenizer.json"), TinyTokenizer.read("sentencepiece.json"));

    assertThat(read("{'clean':'Mary to','answers':['John']}", 280, BosPolicy.ALWAYS)).isEmpty();
  }

  private List<String> notes(String prompts) throws IOException {
    return notes(prompts, BosPolicy.NEVER);
  }

  private List<String> notes(String prompts, BosPolicy bos) throws IOException {
    TinyTokenizer.copy(folder, "tokenizer.json");
    return read(prompts, TinyTokenizer.SIZE, bos);
  }

  private List<String> read(String prompts, int vocabulary, BosPolicy bos) throws IOException {
    Path file = folder.resolve("p.json");
    Files.writeString(file, "{'prompts':[%s]}".formatted(prompts).replace('\'', '"'));
    Files.writeString(
        folder.resolve("tokenizer_config.json"),
        vocabulary == TinyTokenizer.SIZE ? "{}" : "{\"bos_token\": \"<s>\"}");
    return PromptFile.read(file)
        .prompts(
            TinyTokenizer.model(vocabulary),
            Optional.of(TinyTokenizer.open(folder, Map.of("bos_token_id", TinyTokenizer.BOS))),
            bos)
        .notes();
  }
}
