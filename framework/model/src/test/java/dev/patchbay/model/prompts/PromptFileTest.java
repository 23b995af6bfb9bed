package dev.patchbay.model.prompts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.model.safetensors.SafetensorsWriter;
import dev.patchbay.model.tokenizer.BosPolicy;
import dev.patchbay.model.tokenizer.TinyTokenizer;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.task.Answer;
import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.PromptSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptFileTest {

  private static final String GOOD =
      "{'clean':[1,2,3],'corrupt':[4,5,6],'answers':[7],'wrong_answers':[8,9]}";

  @TempDir Path folder;

  @Test
  void read_json_givesEveryPrompt() throws IOException {
    PromptSet prompts =
        json("{'prompts':[" + GOOD + ",{'clean':[1],'corrupt':[2],'answers':[3]}],'word_idxs':{}}");

    assertThat(prompts.name()).isEqualTo("prompts.json");
    assertThat(prompts.pairs())
        .containsExactly(
            PromptPair.of(List.of(1, 2, 3), List.of(4, 5, 6), List.of(7), List.of(8, 9)),
            PromptPair.of(List.of(1), List.of(2), List.of(3), List.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {"'position':1|1", "'positions':[0]|0", "'position':null|2"})
  void read_aPosition_isWhereTheAnswerIsRead(String field, int position) throws IOException {
    assertThat(json("{'prompts':[" + GOOD.replace("}", "," + field + "}") + "]}").pairs().get(0))
        .extracting(pair -> pair.answers().get(0).position())
        .isEqualTo(position);
  }

  @Test
  void read_severalPositions_shareOneListOfAnswers() throws IOException {
    PromptPair pair =
        onlyPair("{'clean':[1,2,3],'positions':[0,2],'answers':[7,8],'wrong_answers':[9]}");

    assertThat(pair.answers())
        .containsExactly(
            new Answer(0, List.of(7, 8), List.of(9)), new Answer(2, List.of(7, 8), List.of(9)));
  }

  @Test
  void read_severalPositions_takeAListOfAnswersEach() throws IOException {
    PromptPair pair =
        onlyPair(
            "{'clean':[1,2,3],'positions':[0,2],'answers':[[7],[8]],'wrong_answers':[[8],[7,9]]}");

    assertThat(pair.answers())
        .containsExactly(
            new Answer(0, List.of(7), List.of(8)), new Answer(2, List.of(8), List.of(7, 9)));
  }

  private PromptPair onlyPair(String prompt) throws IOException {
    return json("{'prompts':[" + prompt + "]}").pairs().get(0);
  }

  @Test
  void read_withoutTwin_isAPromptWithoutTwin() throws IOException {
    assertThat(json("{'prompts':[{'clean':[1,2],'answers':[3]}]}").pairs().get(0).corrupted())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'clean':'Then, A','answers':[1]}|'clean' is the text 'Then, A', but the model has no tokenizer.",
        "{'clean':[1],'answers':[' A']}|'answers' is the text ' A', but the model has no tokenizer.",
        "{'clean':['A'],'answers':[1]}|'clean' is a list with the text 'A' in it.",
        "{'clean':'','answers':[1]}|'clean' is missing or empty.",
        "{'clean':'A','answers':['']}|'answers' is a text of no characters.",
        "{'clean':'A','answers':[1],'position':-1}|'position' is -1.",
        "{'clean':[],'answers':[1]}|'clean' is missing or empty.",
        "{'answers':[1]}|'clean' is missing or empty.",
        "{'clean':[1]}|'answers' is missing or empty.",
        "{'clean':[1],'answers':[]}|'answers' is missing or empty.",
        "{'clean':[1],'answers':7}|'answers' is neither text nor a list.",
        "{'clean':[1,-2],'answers':[1]}|'clean' is a list with -2 in it.",
        "{'clean':[1.5],'answers':[1]}|'clean' is a list with 1.5 in it.",
        "{'clean':[4294967296],'answers':[1]}|'clean' is a list with 4294967296 in it.",
        "{'clean':[1,2],'corrupt':[1],'answers':[1]}|'corrupt' is 1 tokens, but the clean prompt has 2.",
        "{'clean':[1],'answers':[1],'position':1}|'position' is 1, but the prompt has 1 tokens.",
        "{'clean':[1],'answers':[1],'position':-1}|'position' is -1.",
        "{'clean':[1],'answers':[1],'position':'x'}|'position' is \"x\".",
        "{'clean':[1],'answers':[1],'positions':[0,0]}|'positions' is a list with 0 after 0.",
        "{'clean':[1],'answers':[1],'positions':[]}|'positions' is an empty list.",
        "{'clean':[1],'answers':[[1],[2]]}|'answers' is 2 lists for 1 position.",
        "{'clean':[1,2],'positions':[0,1],'answers':[[1],[]]}|'answers' is missing or empty.",
        "{'clean':[1,2],'positions':[0,1],'answers':[[1],2]}|'answers' is neither text nor a list."
      })
  void read_aWrongPrompt_isNamedWithFileNumberAndField(String prompt, String message) {
    assertRefused(
        "prompts.json",
        "{'prompts':[" + GOOD + "," + prompt.replace("\\", "") + "]}",
        "prompts.json: prompt 2, " + message.replace("\\", "") + "\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'prompts':[]}|prompts.json: there are no prompts in this file.",
        "{}|prompts.json: the file has no list 'prompts'.",
        "{'prompts':{}}|prompts.json: the file has no list 'prompts'.",
        "{'prompts':[3]}|prompts.json: prompt 1 is not a JSON object.",
        "[]|prompts.json: the file holds no JSON object.",
        "{'prompts':[|prompts.json: the file is not valid JSON (line 1:",
        "clean,corrupted|prompts.json: the file is not valid JSON (line 1:"
      })
  void read_aFileOfAnotherLayout_isRefused(String content, String message) {
    assertRefused("prompts.json", content, message);
  }

  @Test
  void read_noFile_isRefused() {
    assertThatThrownBy(() -> PromptFile.read(folder.resolve("none.json")))
        .isInstanceOf(PatchbayException.class)
        .hasMessageContaining("none.json: there is no such file.\n");
  }

  @Test
  void read_csv_givesEveryPrompt() throws IOException {
    PromptSet prompts =
        csv(
            "\uFEFFclean,corrupted,label,correct_idx,incorrect_idx\r\n"
                + "1 2 3,4 5 6,x,7,8\r\n"
                + "\r\n"
                + "\"9 10\",11 12,\"a, \"\"b\"\"\",\"[13, 14]\",");

    assertThat(prompts.pairs())
        .containsExactly(
            PromptPair.of(List.of(1, 2, 3), List.of(4, 5, 6), List.of(7), List.of(8)),
            PromptPair.of(List.of(9, 10), List.of(11, 12), List.of(13, 14), List.of()));
  }

  @Test
  void read_csvWithAPosition_readsTheAnswerThere() throws IOException {
    assertThat(csv("clean,correct_idx,position\n1 2 3,4,0\n").pairs().get(0).answers())
        .extracting(Answer::position)
        .containsExactly(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "clean,correct_idx;Then A,7|prompts.csv: prompt 1, 'clean' is the text 'Then A', but the model has no",
        "clean,correct_idx;1 2,3;A,4|the column 'clean' is text in prompt 2 and token ids in prompt 1.",
        "clean,corrupted,label;A,B,C|prompts.csv: prompt 1, 'label' is the text 'C'.",
        "clean,corrupted,label;A,B,100|prompts.csv: prompt 1, 'label' is the text '100'.",
        "clean,corrupted,label;A,B,99|prompts.csv: prompt 1, 'label' is 99, after which no year comes.",
        "clean,corrupted,label;A,B,|prompts.csv: prompt 1, 'label' is missing or empty.",
        "clean,correct_idx;-1 2,3|prompts.csv: prompt 1, 'clean' is a list with -1 in it.",
        "clean,correct_idx;4294967296,3|prompts.csv: prompt 1, 'clean' is a list with 4294967296 in it.",
        "clean,correct_idx;[],3|prompts.csv: prompt 1, 'clean' is missing or empty.",
        "clean,correct_idx;1 2,A|prompts.csv: prompt 1, 'correct_idx' is the text 'A', but the model has no",
        "clean,correct_idx;1 2,|prompts.csv: prompt 1, 'correct_idx' is missing or empty.",
        "clean,correct_idx;1,2;,3|prompts.csv: prompt 2, 'clean' is missing or empty.",
        "clean,correct_idx;1 2|prompts.csv: prompt 1 has 1 cells, the first line 2.",
        "clean,correct_idx|prompts.csv: there are no prompts in this file.",
        "clean,corrupted;1,2|prompts.csv: there is no column 'correct_idx'.",
        "~~|prompts.csv: there is no column 'clean'.",
        "clean,corrupted,correct_idx;1 2,3,4|'corrupted' is 1 tokens, but the clean prompt has 2."
      })
  void read_aWrongCsv_isRefused(String content, String message) {
    assertRefused("prompts.csv", content.replace(";", "\n"), message);
  }

  @Test
  void read_bytesThatAreNoText_areRefused() {
    SafetensorsWriter.bytes(folder.resolve("prompts.csv"), (byte) 0xff, (byte) 0xfe);

    assertThatThrownBy(() -> PromptFile.read(folder.resolve("prompts.csv")))
        .isInstanceOf(PatchbayException.class)
        .hasMessageContaining("prompts.csv: the file is not UTF-8 text.");
  }

  @Test
  void read_aDamagedFile_readsOrRefuses() throws IOException {
    byte[] good =
        ("{'prompts':[" + GOOD + "]}").replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    Random random = new Random(3);
    int refused = 0;
    for (int i = 0; i < 500; i++) {
      byte[] bytes = good.clone();
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(128);
      Path file = SafetensorsWriter.bytes(folder.resolve("prompts.json"), bytes);
      try {
        assertThat(ids(PromptFile.read(file)).pairs()).hasSize(1);
      } catch (PatchbayException e) {
        assertThat(e.getMessage()).contains("prompts.json").contains("\n");
        refused++;
      }
    }

    assertThat(refused).isBetween(1, 499);
  }

  @Test
  void hash_ofEqualPrompts_isTheSameWhateverTheirName() throws IOException {
    PromptSet prompts = json("{'prompts':[" + GOOD + "]}");

    assertThat(PromptHash.of(new PromptSet("other", prompts.pairs())))
        .matches("[0-9a-f]{64}")
        .isEqualTo(PromptHash.of(prompts));
  }

  /** What {@code sha256sum} says of the line {@code [1, 2, 3] [4, 5, 6] [7] [8, 9] 2}. */
  @Test
  void hash_ofOnePosition_isThatOfItsLine() throws IOException {
    assertThat(PromptHash.of(json("{'prompts':[" + GOOD + "]}")))
        .isEqualTo("246b16bc23a5c18206237b9881699fb0ff54b53cb664eede960716578bdf737a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {"[1,2,3]|[1,2,4]", "[7]|[6]", "[8,9]|[9,8]", "[4,5,6]|[4,5,7]"})
  void hash_ofOtherPrompts_isAnother(String from, String to) throws IOException {
    assertThat(PromptHash.of(json("{'prompts':[" + GOOD.replace(from, to) + "]}")))
        .isNotEqualTo(PromptHash.of(json("{'prompts':[" + GOOD + "]}")));
  }

  private PromptSet json(String content) throws IOException {
    return read("prompts.json", content);
  }

  private PromptSet csv(String content) throws IOException {
    return read("prompts.csv", content);
  }

  /** JSON is written with single quotes here. */
  private PromptSet read(String name, String content) throws IOException {
    return ids(
        PromptFile.read(
            Files.writeString(
                folder.resolve(name),
                name.endsWith(".json") ? content.replace('\'', '"') : content)));
  }

  /** The prompts for a model without tokenizer. */
  private static PromptSet ids(PromptFile file) {
    return file.prompts(TinyTokenizer.model(TinyTokenizer.SIZE), Optional.empty(), BosPolicy.AUTO);
  }

  private void assertRefused(String name, String content, String message) {
    assertThatThrownBy(() -> read(name, content))
        .isInstanceOf(PatchbayException.class)
        .hasMessageContaining(message);
  }
}
