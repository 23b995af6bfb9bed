package dev.patchbay.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.Token;
import dev.patchbay.spi.model.Tokenizer;
import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FolderTokenizerTest {

  private static final String TEMPLATE =
      """
      "post_processor": {"type": "TemplateProcessing",
        "single": [{"SpecialToken": {"id": "<|endoftext|>", "type_id": 0}},
                   {"Sequence": {"id": "A", "type_id": 0}}],
        "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
        "special_tokens": {"<|endoftext|>":
          {"id": "<|endoftext|>", "ids": [0], "tokens": ["<|endoftext|>"]}}},
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"tokenizer.json", "vocab.json,merges.txt"})
  void encode_text_givesIdsAndPieces(String files) throws IOException {
    TinyTokenizer.copy(folder, files.split(","));

    assertThat(TinyTokenizer.open(folder).encode("Mary, John"))
        .containsExactly(
            new Token(2, "M"), new Token(20, "ary"), new Token(13, ","), new Token(25, "ĠJohn"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tokenizer.json", "vocab.json,merges.txt"})
  void decode_ofEncoded_isTheText(String files) throws IOException {
    TinyTokenizer.copy(folder, files.split(","));
    Tokenizer tokenizer = TinyTokenizer.open(folder);
    String text = "When Mary,\n\n John<|endoftext|>é  the";

    assertThat(tokenizer.decode(tokenizer.encode(text).stream().map(Token::id).toList()))
        .isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tokenizer.json", "vocab.json,merges.txt"})
  void encode_aSpecialToken_isMatchedBeforeSplitting(String files) throws IOException {
    TinyTokenizer.copy(folder, files.split(","));

    assertThat(TinyTokenizer.open(folder).encode("a<|endoftext|>a"))
        .extracting(Token::id)
        .containsExactly(3, 0, 3);
  }

  @Test
  void encode_aTextLongerThanTheFileAllows_isWhole() throws IOException {
    write(
        "tokenizer.json",
        withFields(
            """
            "truncation": {"direction": "Right", "max_length": 2, "strategy": "LongestFirst",
              "stride": 0},
            "padding": {"strategy": {"Fixed": 2000}, "direction": "Right",
              "pad_to_multiple_of": null, "pad_id": 0, "pad_type_id": 0, "pad_token": "a"},
            """));

    assertThat(TinyTokenizer.open(folder).encode("a".repeat(1500))).hasSize(1500);
  }

  @Test
  void encode_aVocabularyTrainedWithDropout_givesThePiecesOfAll() throws IOException {
    write(
        "tokenizer.json",
        TinyTokenizer.read("tokenizer.json")
            .replace("\"type\": \"BPE\",", "\"type\": \"BPE\", \"dropout\": 1.0,"));

    assertThat(TinyTokenizer.open(folder).encode(" Mary")).containsExactly(new Token(21, "ĠMary"));
  }

  @Test
  void size_isOneMoreThanTheLargestId() throws IOException {
    TinyTokenizer.copy(folder, "tokenizer.json");

    assertThat(TinyTokenizer.open(folder).size()).isEqualTo(TinyTokenizer.SIZE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2147483648", "2147483647", "4294967295", "-1", "1.5", "\"7\""})
  void encode_anIdThatNoModelHas_isRefused(String id) throws IOException {
    Files.writeString(
        folder.resolve("tokenizer.json"),
        TinyTokenizer.read("tokenizer.json").replace("\"ĠMary\": 21", "\"ĠMary\": " + id));

    assertThatThrownBy(() -> TinyTokenizer.open(folder).encode(" Mary"))
        .isInstanceOf(PatchbayException.class)
        .hasMessage(
            ("%s/tokenizer.json: %s was found where the id of the token 'ĠMary' is expected.\n"
                    + "The vocabulary maps each token to a whole number from 0 to 2147483646.")
                .formatted(folder, id));
  }

  @Test
  void in_aFolderWithoutTokenizer_isNone() throws IOException {
    TinyTokenizer.copy(folder, "vocab.json");

    assertThat(FolderTokenizer.in(folder, new CheckpointConfig("c", Map.of()))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "{};false;none",
        "{'bos_token':'<|endoftext|>'};false;0",
        "{'bos_token':{'content':'<|endoftext|>'},'add_bos_token':true};false;0",
        "{'bos_token':'<|endoftext|>','add_bos_token':false};false;0",
        "{'bos_token':null,'add_bos_token':true};false;none",
        "{'bos_token':'<s>','add_bos_token':true};false;30",
        "{'tokenizer_class':'LlamaTokenizer','bos_token':'<|endoftext|>','add_bos_token':true};true;0",
        "{'tokenizer_class':'LlamaTokenizer','bos_token':null,'add_bos_token':true};false;none"
      })
  void bos_isWhatTheSettingsSay(String settings, boolean adds, String id) throws IOException {
    TinyTokenizer.copy(folder, "tokenizer.json");
    write("tokenizer_config.json", settings.replace('\'', '"'));
    Tokenizer tokenizer = TinyTokenizer.open(folder);

    assertThat(tokenizer.addsBos()).isEqualTo(adds);
    assertThat(tokenizer.bos().map(bos -> "" + bos.id()).orElse("none")).isEqualTo(id);
  }

  @Test
  void addsBos_withoutSettings_isWhatTheTemplateDoes() throws IOException {
    write("tokenizer.json", withFields(TEMPLATE));
    Tokenizer tokenizer = TinyTokenizer.open(folder, Map.of("bos_token_id", 0));

    assertThat(tokenizer.addsBos()).isTrue();
    assertThat(tokenizer.bos()).contains(new Token(0, "<|endoftext|>"));
    assertThat(tokenizer.encode("a")).containsExactly(new Token(3, "a"));
  }

  @Test
  void addsBos_ofAClassThatHearsTheSetting_isNotTheTemplates() throws IOException {
    write("tokenizer.json", withFields(TEMPLATE));
    write(
        "tokenizer_config.json",
        "{\"tokenizer_class\": \"LlamaTokenizer\", \"add_bos_token\": false}");

    assertThat(TinyTokenizer.open(folder).addsBos()).isFalse();
  }

  @Test
  void addsBos_ofATemplateWithTwoTokens_isRefused() throws IOException {
    write(
        "tokenizer.json",
        withFields(
            TEMPLATE
                .replace("\"ids\": [0]", "\"ids\": [0, 3]")
                .replace(
                    "\"tokens\": [\"<|endoftext|>\"]", "\"tokens\": [\"<|endoftext|>\", \"a\"]")));
    Tokenizer tokenizer = TinyTokenizer.open(folder);

    assertThatThrownBy(() -> BosPolicy.AUTO.encode(tokenizer, "a"))
        .isInstanceOf(PatchbayException.class)
        .hasMessage(
            folder.resolve("tokenizer.json")
                + ": the tokenizer puts 2 tokens before a text ('<|endoftext|>' 'a'), and Patchbay"
                + " at most one.\nGive prompts as token ids, or --bos never.");
    assertThat(BosPolicy.NEVER.encode(tokenizer, "a")).containsExactly(new Token(3, "a"));
  }

  @Test
  void encode_anAddedTokenThatIsTooLong_isRefused() throws IOException {
    TinyTokenizer.copy(folder, "tokenizer.json");
    write("added_tokens.json", "{\"%s\": 30}".formatted("x".repeat(4097)));

    assertRefused(
        TinyTokenizer.open(folder),
        "the added token 'xxxxxxxxxxxxxxxxxxxx…' has 4097 characters, and may have 4096.");
  }

  @Test
  void encode_aWordThatCannotBeSpelt_namesIt() throws IOException {
    write(
        "tokenizer.json",
        """
        {"version": "1.0", "added_tokens": [], "pre_tokenizer": {"type": "Whitespace"},
         "model": {"type": "WordLevel", "vocab": {"b": 0, "c": 1}, "unk_token": "[UNK]"}}
        """);
    Tokenizer tokenizer = TinyTokenizer.open(folder);

    assertThat(tokenizer.encode("b c")).containsExactly(new Token(0, "b"), new Token(1, "c"));
    assertThat(tokenizer.addsBos()).isFalse();
    assertThatThrownBy(() -> tokenizer.encode("b dog c"))
        .isInstanceOf(PatchbayException.class)
        .hasMessage(
            "The tokenizer cannot spell 'dog' in the text 'b dog c' (WordLevel error: Missing [UNK]"
                + " token from the vocabulary).\nIts vocabulary lacks it, and it has no token for"
                + " what it does not know: use other words, or give token ids.");
  }

  @ParameterizedTest
  @CsvSource({"AUTO,a,3", "ALWAYS,a,0 3", "NEVER,a,3", "ALWAYS,<|endoftext|>a,0 3"})
  void policy_beforeAText_putsTheTokenOnce(BosPolicy policy, String text, String ids)
      throws IOException {
    TinyTokenizer.copy(folder, "tokenizer.json");
    Tokenizer tokenizer = TinyTokenizer.open(folder, Map.of("bos_token_id", 0));

    assertThat(policy.encode(tokenizer, text))
        .extracting(token -> "" + token.id())
        .containsExactly(ids.split(" "));
  }

  @Test
  void policy_alwaysWithoutToken_isRefused() throws IOException {
    TinyTokenizer.copy(folder, "tokenizer.json");
    Tokenizer tokenizer = TinyTokenizer.open(folder);

    assertThatThrownBy(() -> BosPolicy.ALWAYS.before(tokenizer))
        .isInstanceOf(PatchbayException.class)
        .hasMessageStartingWith("The tokenizer names no token for the beginning of a text");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "tokenizer.model|x|the only tokenizer here is sentencepiece's tokenizer.model",
        "tokenizer.json|{}|tokenizer.json: the tokenizers library refuses this tokenizer (",
        "tokenizer.json|{|tokenizer.json: the file is not valid JSON (",
        "tokenizer.json|[]|tokenizer.json: the file holds no JSON object."
      })
  void encode_filesThatCannotBeRead_areRefusedThen(String name, String content, String message)
      throws IOException {
    write(name, content);
    Tokenizer tokenizer = TinyTokenizer.open(folder);

    assertRefused(tokenizer, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "merges.txt|a b c|merges.txt: line 1 is not a pair of pieces: 'a b c'.",
        "merges.txt|a x|refuses this tokenizer",
        "vocab.json|{\"a\": 0}|vocab.json and merges.txt are not known to be GPT-2's",
        "vocab.json,tokenizer_config.json|{\"tokenizer_class\": \"GPT2Tokenizer\"}|vocab.json: \"GPT2Tokenizer\" was found where the id of the token 'tokenizer_class' is expected.",
        "tokenizer_config.json|{\"tokenizer_class\": \"LlamaTokenizer\"}|are for 'LlamaTokenizer'",
        "added_tokens.json|{\"<N>\": \"x\"}|'x' was found where the id of the added token"
      })
  void encode_aPairThatCannotBeRead_isRefused(String names, String content, String message)
      throws IOException {
    TinyTokenizer.copy(folder, "vocab.json", "merges.txt");
    for (String name : names.split(",", -1)) {
      write(name, content);
    }

    assertRefused(TinyTokenizer.open(folder), message);
  }

  @Test
  void encode_aDamagedFile_readsOrRefuses() throws IOException {
    byte[] good = TinyTokenizer.read("tokenizer.json").getBytes(StandardCharsets.UTF_8);
    Random random = new Random(5);
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      byte[] bytes = good.clone();
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(128);
      Files.write(folder.resolve("tokenizer.json"), bytes);
      Tokenizer tokenizer = TinyTokenizer.open(folder);
      try {
        assertThat(tokenizer.encode("Mary")).hasSizeLessThan(9);
      } catch (PatchbayException e) {
        assertThat(e.getMessage()).contains("tokenizer.json").contains("\n");
        refused++;
      }
    }

    assertThat(refused).isBetween(1, 299);
  }

  private static void assertRefused(Tokenizer tokenizer, String message) {
    assertThatThrownBy(() -> tokenizer.encode("a"))
        .isInstanceOf(PatchbayException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("\n");
  }

  /** The tiny tokenizer with more fields. */
  private static String withFields(String fields) throws IOException {
    return TinyTokenizer.read("tokenizer.json").replaceFirst("\\{", "{" + fields.replace("$", ""));
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
  }
}
