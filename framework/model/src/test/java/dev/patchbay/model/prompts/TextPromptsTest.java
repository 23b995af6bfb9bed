package dev.patchbay.model.prompts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.model.tokenizer.BosPolicy;
import dev.patchbay.model.tokenizer.TinyTokenizer;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.task.Answer;
import dev.patchbay.spi.task.PromptPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prompts as text; the tokenizer is {@link TinyTokenizer}. */
class TextPromptsTest {

  /** M=2 ary=20 ,=13 ĠJohn=25 ĠMary=21. */
  private static final String GOOD =
      "{'clean':'Mary, John','corrupt':'Mary, Mary','answers':[' Mary'],'wrong_answers':[' John',3]}";

  @TempDir Path folder;

  @BeforeEach
  void tokenizer() throws IOException {
    TinyTokenizer.copy(folder, "tokenizer.json");
  }

  @Test
  void prompts_json_areTheirTokens() throws IOException {
    assertThat(json(GOOD))
        .isEqualTo(
            PromptPair.of(
                List.of(2, 20, 13, 25), List.of(2, 20, 13, 21), List.of(21), List.of(25, 3)));
  }

  @Test
  void prompts_anAnswerOutsideAList_isOne() throws IOException {
    assertThat(json("{'clean':[1],'answers':' Mary'}").answers())
        .containsExactly(new Answer(0, List.of(21), List.of()));
  }

  @Test
  void prompts_textBesideIds_mayStandTogether() throws IOException {
    assertThat(json("{'clean':'Mary','corrupt':[5,6],'answers':[7]}"))
        .isEqualTo(PromptPair.of(List.of(2, 20), List.of(5, 6), List.of(7), List.of()));
  }

  @Test
  void prompts_withBos_haveItBeforeEachTextAndNoAnswer() throws IOException {
    PromptPair pair =
        prompts("p.json", "{\"prompts\":[" + GOOD.replace('\'', '"') + "]}", BosPolicy.ALWAYS, 30);

    assertThat(pair)
        .isEqualTo(
            PromptPair.of(
                List.of(0, 2, 20, 13, 25), List.of(0, 2, 20, 13, 21), List.of(21), List.of(25, 3)));
  }

  @Test
  void prompts_csv_keepsBlanksInText() throws IOException {
    assertThat(
            prompts(
                "p.csv",
                "clean, corrupted,correct_idx,incorrect_idx\n\"Mary, John\", Mary Mary JohnJohn, 21 ,25\n",
                BosPolicy.AUTO,
                30))
        .isEqualTo(
            PromptPair.of(
                List.of(2, 20, 13, 25), List.of(21, 21, 25, 29), List.of(21), List.of(25)));
  }

  @ParameterizedTest
  @CsvSource({"'Mary',true", "[2],false"})
  void hasTextPrompts_isWhetherAPromptIsText(String clean, boolean text) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("p.json"),
            "{\"prompts\":[{\"clean\":%s,\"answers\":[\" Mary\"]}]}"
                .formatted(clean.equals("Mary") ? "\"Mary\"" : clean));

    assertThat(PromptFile.read(file).hasTextPrompts()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'answers':['Mary','Wary']|prompt 1, 'answers' 'Mary' is 'M' 'ary'; prompt 1, 'answers' 'Wary' is 'W' 'ary'.",
        "'answers':['Mary']|\\nOne token with the blank before it the other way round: ' Mary'. Was that meant?",
        "'answers':[' Mary'],'wrong_answers':[' When']|'wrong_answers' ' When' is 'Ġ' 'When'.\\nOne token with the blank before it the other way round: 'When'.",
        "'answers':['Wary']|\\nGive each answer its first piece alone, or a token id.",
        "'answers':['z']|'answers' 'z' is none.",
        "'answers':['aa','aaa','rr','rrr','yy','yyy','nn']|'yy' is 'y' 'y'; and 2 more."
      })
  void prompts_answersOfSeveralTokens_areListedWithTheirPieces(String answers, String message) {
    assertRefused("{'clean':'Mary'," + answers + "}", "p.json: answers are not one token: ");
    assertRefused("{'clean':'Mary'," + answers + "}", message.replace("\\n", "\n"));
  }

  @Test
  void prompts_twinsOfUnequalLength_areShownWhereTheyPart() {
    assertRefused(
        "{'clean':'Mary, John John','corrupt':'Mary, the Mary Mary Mary','answers':[1]}",
        "'corrupt' is 9 tokens, but the clean prompt has 5: from token 3 on the twin goes"
            + " 'Ġ' 't' 'he' 'ĠMary' …, the prompt 'ĠJohn' 'ĠJohn'.\nPatching swaps");
  }

  @Test
  void prompts_aTwinThatIsLonger_isShownFromItsEnd() {
    assertRefused(
        "{'clean':'Mary','corrupt':'Mary John','answers':[1]}",
        "'corrupt' is 3 tokens, but the clean prompt has 2: from token 2 on the twin goes 'ĠJohn',"
            + " the prompt no further.");
  }

  @Test
  void prompts_aPositionBehindTheText_isRefused() {
    assertRefused(
        "{'clean':'Mary','answers':[1],'position':2}",
        "'position' is 2, but the prompt has 2 tokens.");
  }

  @Test
  void prompts_textWithoutAToken_isRefused() {
    assertRefused("{'clean':'zzz','answers':[1]}", "'clean' is text without any token.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'clean':'Mary, John','answers':[1]}|'clean' is text with the token 25 'ĠJohn'",
        "{'clean':'Mary','answers':[' Mary']}|'answers' is text with the token 21 'ĠMary'"
      })
  void prompts_aTokenThatTheModelLacks_namesBothSizes(String prompt, String message) {
    assertThatThrownBy(() -> prompt(prompt, 21))
        .isInstanceOf(PatchbayException.class)
        .hasMessageContaining(message)
        .hasMessageContaining(", but the model's vocabulary has 21 and the tokenizer's 30.\n");
  }

  private PromptPair json(String prompt) throws IOException {
    return prompt(prompt, 30);
  }

  private PromptPair prompt(String prompt, int vocabulary) throws IOException {
    return prompts(
        "p.json", ("{'prompts':[" + prompt + "]}").replace('\'', '"'), BosPolicy.AUTO, vocabulary);
  }

  private PromptPair prompts(String name, String content, BosPolicy bos, int vocabulary)
      throws IOException {
    PromptFile file = PromptFile.read(Files.writeString(folder.resolve(name), content));
    return file.prompts(
            TinyTokenizer.model(vocabulary),
            Optional.of(TinyTokenizer.open(folder, Map.of("bos_token_id", TinyTokenizer.BOS))),
            bos)
        .pairs()
        .get(0);
  }

  private void assertRefused(String prompt, String message) {
    assertThatThrownBy(() -> json(prompt))
        .isInstanceOf(PatchbayException.class)
        .hasMessageContaining(message);
  }
}
