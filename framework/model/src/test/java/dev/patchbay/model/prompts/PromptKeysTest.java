package dev.patchbay.model.prompts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.model.tokenizer.BosPolicy;
import dev.patchbay.model.tokenizer.TinyTokenizer;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.task.Answer;
import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.PromptSet;
import dev.patchbay.testing.Mutations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the keys of prompt files are called: no key is passed over in silence. */
class PromptKeysTest {

  private static final PromptPair PAIR =
      PromptPair.of(List.of(1, 2, 3), List.of(1, 2, 4), List.of(7), List.of(8));

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'prompts':[{'clean':[1,2,3],'corrupt':[1,2,4],'answers':[7],'wrong_answers':[8]}]}",
        "{'prompts':[{'clean':[1,2,3],'corrupted':[1,2,4],'answers':[7],'wrong_answers':[8]}]}",
        "{'prompts':[{'clean':[1,2,3],'corrupted':[1,2,4],'correct_idx':[7],'incorrect_idx':[8]}]}",
        "{'prompts':[{'clean':[1.0,2,3],'corrupt':[1,2,4.0],'answers':[7.0],'wrong_answers':[8]}]}",
        "{'prompts':[{'clean':[1,2,3],'corrupt':[1,2,4],'answers':[7],'wrong_answers':[8],"
            + "'position':2.0}]}",
        "{'clean':[1,2,3],'corrupt':[1,2,4],'answers':[7],'wrong_answers':[8]}\n",
        "[{'clean':[1,2,3],'corrupt':[1,2,4],'answers':[7],'wrong_answers':[8]}]\n",
      })
  void read_json_takesEitherWordsAndWholeNumbersAsFloats(String json) throws IOException {
    assertThat(read("p.json", json.replace('\'', '"')).pairs()).containsExactly(PAIR);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "clean,corrupted,correct_idx,incorrect_idx\n1 2 3,1 2 4,7,8\n",
        "clean,corrupt,answers,wrong_answers\n1 2 3,1 2 4,7,8\n",
        "clean,corrupted,correct_idx,incorrect_idx\r1 2 3,1 2 4,7,8\r",
        "clean,corrupted,correct_idx,incorrect_idx\r\n\r\n\"[1, 2, 3]\",1 2 4,7.0,8.0\r\n  \r\n",
        "clean,corrupt,correct_idx,incorrect_idx,positions\n1.0 2 3,1 2 4,7,8,2.0",
        "clean,corrupt,answers,wrong_answers\n\"(1, 2, 3)\",\" (1,2,4) \",\"(7,)\",8\n",
      })
  void read_csv_takesEitherWordsAndEveryEndOfALine(String csv) throws IOException {
    assertThat(read("p.csv", csv).pairs()).containsExactly(PAIR);
  }

  @Test
  void read_jsonLines_isAPromptEach() throws IOException {
    String line = "{\"clean\":[1,2,3],\"corrupt\":[1,2,4],\"answers\":[7],\"wrong_answers\":[8]}\n";

    assertThat(read("p.jsonl", line + "\n" + line + line.strip()).pairs())
        .containsExactly(PAIR, PAIR, PAIR);
    assertThat(read("p.json", line + line).pairs()).containsExactly(PAIR, PAIR);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'postion':0|p.json: prompt 1 has the unknown key 'postion'. Did you mean 'position' or 'positions'?",
        "'Position':0|p.json: prompt 1 has the unknown key 'Position'. Did you mean 'position' or 'positions'?",
        "'Answers':[7]|p.json: prompt 1 has the unknown key 'Answers'.",
        "'wrong-answers':[8]|p.json: prompt 1 has the unknown key 'wrong-answers'. Did you mean 'wrong_answers'?",
        "'corupted':[1,2,4]|p.json: prompt 1 has the unknown key 'corupted'. Did you mean 'corrupted'?",
        "'label':52|p.json: prompt 1 has the unknown key 'label'.",
        "'comment':'x'|p.json: prompt 1 has the unknown key 'comment'.",
        "'':1|p.json: prompt 1 has the unknown key ''."
      })
  void read_anUnknownKeyOfAPrompt_isRefused(String field, String problem) {
    assertRefused(
        "p.json",
        "{'prompts':[{'clean':[1,2,3],'answers':[7]," + field + "}]}",
        problem + "\nKnown: clean, corrupt, answers, wrong_answers, position, positions.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'prompts':[{'clean':[1],'answer':[7]}]}|p.json: prompt 1 has the unknown key 'answer'. Did you mean 'answers'?;Known: clean, corrupt, answers, wrong_answers, position, positions.",
        "{'prompts':[],'prompt':[]}|p.json: the file has the unknown key 'prompt'.;Known beside 'prompts': seq_labels, word_idxs.",
        "{'prompts':[{'clean':[1],'corrupt':[2],'corrupted':[3],'answers':[7]}]}|p.json: prompt 1, 'corrupt' is there, and 'corrupted' too.;Both mean the same: omit one of them.",
        "{'prompts':[{'clean':[1],'answers':[7],'position':0,'positions':[0]}]}|p.json: prompt 1, 'position' is there, and 'positions' too.;Both mean the same: omit one of them.",
        "{'prompts':[{'clean':[1],'answers':[7],'positions':0}]}|p.json: prompt 1, 'positions' is 0.;'position' is a whole number from 0 on, 'positions' a list of such.",
        "{'prompts':[{'clean':[1],'answers':[7],'position':[0]}]}|p.json: prompt 1, 'position' is [0].;'position' is a whole number from 0 on, 'positions' a list of such.",
        "{'prompts':[{'clean':[1],'answers':[7,9],'wrong_answers':[8,9]}]}|p.json: prompt 1, 'wrong_answers' is a list with token 9 in it, which is right as well.;An answer is either: take it out of one of the lists.",
        "{'prompts':[{'clean':[1],'clean':[2],'answers':[7]}]}|p.json: the file is not valid JSON (line 1: Duplicate field 'clean').;Correct it, or copy it again.",
        "{'prompts':[{'clean':[1],'answers':[7]}]}{'prompts':[]}|p.json: something follows the object with the list 'prompts'.;Put all prompts into one list, or each on a line of its own without 'prompts'.",
        "[{'clean':[1],'answers':[7]}][{'clean':[1],'answers':[7]}]|p.json: the file holds no JSON object.;It must begin with '{'.",
        "[{'clean':[1],'answers':[7]}]x|p.json: the file is not valid JSON (line 1: Unrecognized token 'x').;Correct it, or copy it again.",
        "[{'clean':[1],'answers':[7]}]{'answers':[8]}|p.json: the file holds no JSON object.;It must begin with '{'.",
        "{'Clean':[1],'answers':[7]}|p.json: prompt 1 has the unknown key 'Clean'. Did you mean 'clean'?;Known: clean, corrupt, answers, wrong_answers, position, positions.",
        "{'corrupt':[1],'answers':[7]}|p.json: prompt 1, 'clean' is missing or empty.;Give it text, or at least one token id.",
        "{'clean':[1],'answers':[7]}[]|p.json: the file holds no JSON object.;It must begin with '{'."
      })
  void read_contradictoryJson_isRefused(String json, String message) {
    assertRefused("p.json", json, message.replace(';', '\n'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "clean,correct_idx,postion;1,7,0|p.csv: the column 'postion' is unknown. Did you mean 'position' or 'positions'?;Give it that name; or, if it means something else, another one.",
        "Clean,correct_idx;1,7|p.csv: the column 'Clean' is unknown. Did you mean 'clean'?;Give it that name; or, if it means something else, another one.",
        "clean,clean,correct_idx;1,2,7|p.csv: there are two columns 'clean'.;Omit one of them, or give it another name.",
        "clean,corrupt,corrupted,correct_idx;1,2,2,7|p.csv: there are the columns 'corrupt' and 'corrupted'.;They mean the same: omit one of them.",
        "clean,correct_idx,incorrect_idx;1,7,7|p.csv: prompt 1, 'incorrect_idx' is a list with token 7 in it, which is right as well.;An answer is either: take it out of one of the lists.",
        "clean,correct_idx,position;1,7,-1|p.csv: prompt 1, 'position' is a list with -1 in it.;Positions are whole numbers from 0 on.",
        "clean,answers;1,cat;2,7|p.csv: the column 'answers' is text in prompt 1 and token ids in prompt 2.;Give text or ids throughout; JSON takes both."
      })
  void read_contradictoryCsv_isRefused(String csv, String message) {
    assertRefused(
        "p.csv", csv.replace(';', '\n'), message.replace(".;", ".\n").replace("?;", "?\n"));
  }

  /** The keys of AutoCircuit's files, and the columns of EAP-IG's for Llama. */
  @Test
  void read_whatOthersWriteBesides_isNoted() throws IOException {
    assertThat(
            read(
                    "p.json",
                    "{\"seq_labels\":[\"a\"],\"word_idxs\":{},\"prompts\":[{\"clean\":[1],\"answers\":[7]}]}")
                .notes())
        .containsExactly("not read in the file: 'seq_labels', 'word_idxs'");
    assertThat(
            read(
                    "p.csv",
                    ",clean,corrupted,corrupted_hard,correct_idx,label,comment\n0,1,2,x,7,y,\"5\"\" ring\"\n")
                .notes())
        .containsExactly("not read in the file: '', 'corrupted_hard', 'label', 'comment'");
    assertThat(read("p.csv", "clean,correct_idx\n1,7\n").notes()).isEmpty();
  }

  /** M=2 ary=20 ,=13 ĠJohn=25 ĠMary=21. */
  @Test
  void read_csvWithAnswersAsText_isTheirTokens() throws IOException {
    TinyTokenizer.copy(folder, "tokenizer.json");
    Files.writeString(
        folder.resolve("p.csv"),
        """
        clean,corrupted,answers,wrong_answers
        "Mary, John","Mary, Mary", Mary, John
        "Mary, John","Mary, Mary","[' Mary', 'M']",
        """);

    assertThat(
            PromptFile.read(folder.resolve("p.csv"))
                .prompts(
                    TinyTokenizer.model(TinyTokenizer.SIZE),
                    Optional.of(TinyTokenizer.open(folder)),
                    BosPolicy.AUTO)
                .pairs())
        .extracting(pair -> pair.answers().get(0))
        .containsExactly(
            new Answer(3, List.of(21), List.of(25)), new Answer(3, List.of(21, 2), List.of()));
  }

  private PromptSet read(String name, String content) throws IOException {
    return PromptFile.read(Files.writeString(folder.resolve(name), content))
        .prompts(TinyTokenizer.model(TinyTokenizer.SIZE), Optional.empty(), BosPolicy.AUTO);
  }

  private void assertRefused(String name, String content, String message) {
    assertThatThrownBy(
            () -> read(name, name.endsWith(".json") ? content.replace('\'', '"') : content))
        .isInstanceOf(PatchbayException.class)
        .hasMessage(folder + "/" + message);
  }

  @Test
  void read_aFileWithOneThingWrong_isRefusedInWordsOrRead() throws IOException {
    String whole =
        "{\"seq_labels\":[],\"prompts\":[{\"clean\":[1,2],\"corrupt\":[1,3],\"answers\":[[4],[5]],"
            + "\"wrong_answers\":[7,8],\"positions\":[0,1]}]}";
    int refused = 0;
    for (String mutation : Mutations.of(whole)) {
      try {
        read("p.json", mutation);
      } catch (PatchbayException e) {
        assertThat(e.getMessage()).contains("p.json").contains("\n");
        refused++;
      }
    }

    assertThat(refused).isGreaterThan(50);
  }
}
