package dev.patchbay.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.model.file.JsonFile;
import dev.patchbay.spi.model.Token;
import dev.patchbay.spi.model.Tokenizer;
import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokenizers that end the process in which the tokenizers library reads them. */
class GuardedTokenizerTest {

  private static final String MODEL =
      "\"type\": \"BPE\", \"vocab\": {\"a\": 0, \"b\": 1, \"ab\": 2}, \"merges\": [[\"a\", \"b\"]]";

  @TempDir Path folder;

  @Test
  void encode_aPatternThatRunsOn_isRefusedForThatTextAlone() throws IOException {
    write(
        "\"pre_tokenizer\": {\"type\": \"Split\", \"pattern\": {\"Regex\": \"(a+)+$\"},"
            + " \"behavior\": \"Isolated\", \"invert\": false}",
        MODEL);
    Tokenizer tokenizer = TinyTokenizer.open(folder);
    String text = "a".repeat(60) + "b";

    assertThat(tokenizer.encode("bab")).containsExactly(new Token(1, "b"), new Token(2, "ab"));
    assertThatThrownBy(() -> tokenizer.encode(text))
        .isInstanceOf(PatchbayException.class)
        .hasMessage(
            folder.resolve("tokenizer.json")
                + ": the tokenizers library broke down over '"
                + "a".repeat(40)
                + "…' (Onig: Regex search error: retry-limit-in-match over).\n"
                + "A regular expression or a table of the tokenizer is not fit for it: give prompts"
                + " as token ids, or put another tokenizer into the folder.");
    assertThat(tokenizer.encode("é")).isEmpty();
    assertThat(tokenizer.decode(List.of(0, 1))).isEqualTo("a b");
  }

  @Test
  void encode_aPatternThatDoesNotFinish_isEndedAfterItsTime() throws IOException {
    // Six thousand searches, none of which takes as many steps as it may.
    write(split("a+a+;"), MODEL);
    byte[] json = Files.readAllBytes(folder.resolve("tokenizer.json"));

    try (GuardedSpeller speller = new GuardedSpeller(folder, json, Duration.ofSeconds(4))) {
      assertThatThrownBy(() -> speller.encode("a".repeat(6_000)))
          .isInstanceOf(PatchbayException.class)
          .hasMessage(
              folder
                  + ": the tokenizers library has not finished over '"
                  + "a".repeat(40)
                  + "…' after 4 seconds.\n"
                  + "A regular expression or a table of the tokenizer is not fit for it: give"
                  + " prompts as token ids, or put another tokenizer into the folder.");
      assertThat(speller.encode("ab")).containsExactly(new Token(2, "ab"));
    }
  }

  @Test
  void encode_aPlainPatternAndALongText_isGuarded() throws IOException {
    write(split("a+a+;"), MODEL);
    Tokenizer tokenizer = TinyTokenizer.open(folder);
    long before = ProcessHandle.current().children().count();

    assertThat(tokenizer.encode("a".repeat(400))).hasSize(400);
    assertThat(ProcessHandle.current().children()).hasSize((int) before);
    assertThat(tokenizer.encode("a".repeat(401))).hasSize(401);
    assertThat(ProcessHandle.current().children()).hasSize((int) before + 1);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      value = {
        "{'String':'▁'},~ ~,true",
        "{'String':'a'},aa,false",
        "{'String':'a'},~~,false",
        "{'Regex':'a'},a,false"
      })
  void is_replacementsThatMayGrow_areNotPlain(String pattern, String content, boolean plain)
      throws IOException {
    write(
        "\"normalizer\": {\"type\": \"Replace\", \"pattern\": %s, \"content\": \"%s\"}"
            .formatted(pattern.replace('\'', '"'), content),
        MODEL);

    assertThat(PlainTokenizer.is(JsonFile.object(folder.resolve("tokenizer.json"), 1000)))
        .isEqualTo(plain);
  }

  private static String split(String pattern) {
    return "\"pre_tokenizer\": {\"type\": \"Split\", \"pattern\": {\"Regex\": \"%s\"},"
            .formatted(pattern)
        + " \"behavior\": \"Isolated\", \"invert\": false}";
  }

  @Test
  void encode_whatCannotBeSpelt_isNamedAsInOurProcess() throws IOException {
    write(
        "\"pre_tokenizer\": {\"type\": \"Split\", \"pattern\": {\"Regex\": \"(a+)+$\"},"
            + " \"behavior\": \"Isolated\", \"invert\": false}",
        "\"type\": \"WordLevel\", \"vocab\": {\"b\": 0}, \"unk_token\": \"[UNK]\"");

    assertThatThrownBy(() -> TinyTokenizer.open(folder).encode("é"))
        .isInstanceOf(PatchbayException.class)
        .hasMessageContaining("The tokenizer cannot spell 'é' in the text 'é' (WordLevel error:");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "'normalizer': {'type': 'Precompiled', 'precompiled_charsmap': 'AAAA'};'type': 'BPE', 'vocab': {'a': 0}, 'merges': [];broke down (Precompiled: Error(",
        "'normalizer': null;'type': 'BPE', 'continuing_subword_prefix': '##', 'vocab': {'a': 0, 'b': 1}, 'merges': [['a', 'b']];broke down (byte index 2 is out of bounds of `b`)",
        "'pre_tokenizer': {'type': 'Split', 'pattern': {'Regex': '(a'}, 'behavior': 'Isolated', 'invert': false};'type': 'BPE', 'vocab': {'a': 0}, 'merges': [];the tokenizers library refuses this tokenizer (Oniguruma error: end pattern with unmatched parenthesis"
      })
  void encode_aTokenizerThatCannotBeOpened_isRefused(String part, String model, String message)
      throws IOException {
    write(part.replace('\'', '"'), model.replace('\'', '"'));

    assertThatThrownBy(() -> TinyTokenizer.open(folder).encode("a"))
        .isInstanceOf(PatchbayException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"post_processor\": {\"type\": \"TemplateProcessing\", \"single\": [{\"Sequence\":"
            + " {\"id\": \"B\", \"type_id\": 0}}], \"pair\": [], \"special_tokens\": {}}",
        "\"truncation\": {\"direction\": \"Right\", \"max_length\": 0, \"strategy\":"
            + " \"LongestFirst\", \"stride\": 1}",
        "\"padding\": {\"strategy\": {\"Fixed\": 100000000000}, \"direction\": \"Right\","
            + " \"pad_to_multiple_of\": 0, \"pad_id\": 0, \"pad_type_id\": 0, \"pad_token\": \"a\"}"
      })
  void encode_whatIsForTraining_isNotGivenToTheLibrary(String part) throws IOException {
    write(part, MODEL);

    assertThat(TinyTokenizer.open(folder).encode("ab")).containsExactly(new Token(2, "ab"));
  }

  private void write(String part, String model) throws IOException {
    Files.writeString(
        folder.resolve("tokenizer.json"),
        "{\"version\": \"1.0\", \"added_tokens\": [], %s, \"model\": {%s}}".formatted(part, model));
  }
}
