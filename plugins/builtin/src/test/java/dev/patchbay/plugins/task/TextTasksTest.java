package dev.patchbay.plugins.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.plugins.words.WordTokenizer;
import dev.patchbay.plugins.words.Words;
import dev.patchbay.spi.model.Token;
import dev.patchbay.spi.model.Tokenizer;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.PromptSet;
import dev.patchbay.spi.task.TaskProvider;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the tasks that are written as text have in common, and what each asks. */
class TextTasksTest {

  static List<TaskProvider> tasks() {
    return List.of(new IoiTask(), new DocstringTask(), new GreaterThanTask());
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void prompts_halves_shareNoPrompt(TaskProvider task) {
    List<List<Integer>> validation = cleans(WordModel.prompts(task, "half=validation"));

    assertThat(validation).doesNotHaveDuplicates().hasSize(32);
    assertThat(cleans(WordModel.prompts(task, "half=test")))
        .doesNotContainAnyElementsOf(validation);
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void prompts_otherSeeds_areOthers(TaskProvider task) {
    assertThat(WordModel.prompts(task, "seed=1")).isNotEqualTo(WordModel.prompts(task, "seed=2"));
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void prompts_aTokenizerThatAddsBos_haveItBeforeThem(TaskProvider task) {
    PromptSet plain = WordModel.prompts(task);
    PromptSet begun = WordModel.prompts(new WordTokenizer(Words.vocabulary(), true), task);

    PromptPair first = begun.pairs().get(0);
    assertThat(first.clean().get(0)).isZero();
    assertThat(first.clean().subList(1, first.length())).isEqualTo(plain.pairs().get(0).clean());
    assertThat(first.answers().get(0).position()).isEqualTo(first.length() - 1);
    assertThat(begun.notes()).contains("<|BOS|> before each prompt");
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void prompts_aModelWithoutTokenizer_isRefused(TaskProvider task) {
    assertThatThrownBy(
            () ->
                task.create(Options.none(task.descriptor().name()))
                    .prompts(WordModel.of(WordModel.WORDS), Optional.empty()))
        .isInstanceOf(PatchbayException.class)
        .hasMessageStartingWith(
            "The task '%s' is written as text, but the model 'wordy' has no tokenizer.\n"
                .formatted(task.descriptor().name()));
  }

  @ParameterizedTest
  @CsvSource({"0", "-3", "100001"})
  void prompts_impossibleCounts_areRefused(String count) {
    for (TaskProvider task : tasks()) {
      assertThatThrownBy(() -> WordModel.prompts(task, "prompts=" + count))
          .isInstanceOf(PatchbayException.class)
          .hasMessageContaining("cannot make prompts=" + count);
    }
  }

  @Test
  void prompts_aVocabularyThatLacksWords_leavesThemOutAndCounts() {
    List<String> fewer =
        Words.vocabulary().stream().filter(p -> !List.of(" Mary", " store").contains(p)).toList();
    PromptSet prompts = WordModel.prompts(new WordTokenizer(fewer), new IoiTask());

    assertThat(prompts.notes())
        .containsExactly(
            "no token before the prompts",
            "98 names, 1 left out",
            "7 places, 1 left out",
            "8 objects");
  }

  @Test
  void prompts_tooFewNames_areRefused() {
    List<String> pieces = List.of(" Mary", " David", " store", " ring", "Then", ",");

    assertThatThrownBy(() -> WordModel.prompts(new WordTokenizer(pieces), new IoiTask()))
        .isInstanceOf(PatchbayException.class)
        .hasMessage(
            "The task 'ioi' needs 6 names of the right number of tokens; the tokenizer of 'wordy'"
                + " has 2 of 99: David, Mary.\n"
                + "Take a model in whose tokenizer each of these words is a single token, as in GPT-2's.");
  }

  @Test
  void prompts_moreThanThereAre_areRefused() {
    List<String> events = Words.events().stream().map(event -> " " + event).toList();
    List<String> oneEvent =
        Words.vocabulary().stream()
            .filter(piece -> piece.equals(" plan") || !events.contains(piece))
            .filter(piece -> !piece.matches(" 1[1-6]"))
            .toList();
    Tokenizer tokenizer = new WordTokenizer(oneEvent);

    assertThatThrownBy(() -> WordModel.prompts(tokenizer, new GreaterThanTask(), "prompts=60"))
        .isInstanceOf(PatchbayException.class)
        .hasMessage(
            "The task 'greater-than' finds 95 different prompts for this model, too few for two"
                + " halves of 60.\n"
                + "Ask for fewer: --task greater-than:prompts=47.");
  }

  @Test
  void prompts_ofATokenizerThatJoinsWords_areRefused() {
    // What differs is not what was meant: the third name is never read.
    Tokenizer tokenizer = new ForgetfulTokenizer();

    assertThatThrownBy(() -> WordModel.prompts(tokenizer, new IoiTask()))
        .isInstanceOf(PatchbayException.class)
        .hasMessageStartingWith("The task 'ioi' meant to change [");
  }

  /** Reads every text of several tokens without its last. */
  private static final class ForgetfulTokenizer implements Tokenizer {

    @Override
    public List<Token> encode(String text) {
      List<Token> tokens = WordModel.WORDS.encode(text);
      return tokens.size() < 2 ? tokens : tokens.subList(0, 3);
    }

    @Override
    public String decode(List<Integer> ids) {
      return WordModel.WORDS.decode(ids);
    }

    @Override
    public Optional<Token> bos() {
      return Optional.empty();
    }

    @Override
    public boolean addsBos() {
      return false;
    }

    @Override
    public int size() {
      return WordModel.WORDS.size();
    }
  }

  @Test
  void ioi_abc_hasThreeOtherNamesInTheirPlaces() {
    for (PromptPair pair : WordModel.prompts(new IoiTask(), "order=abba").pairs()) {
      assertThat(differences(pair)).containsExactly(2, 4, 10);
      List<Integer> names =
          List.of(2, 4, 10).stream().map(place -> pair.corrupted().get(place)).toList();
      assertThat(names).doesNotHaveDuplicates();
      assertThat(names).doesNotContain(pair.clean().get(2), pair.clean().get(4));
      assertThat(pair.answers().get(0).right()).containsExactly(pair.clean().get(2));
      assertThat(pair.answers().get(0).wrong()).containsExactly(pair.clean().get(4));
    }
  }

  @Test
  void ioi_flipped_namesTheAnswerAgain() {
    for (PromptPair pair : WordModel.prompts(new IoiTask(), "corruption=flipped").pairs()) {
      assertThat(differences(pair)).containsExactly(10);
      assertThat(pair.corrupted().get(10)).isEqualTo(pair.answers().get(0).right().get(0));
    }
  }

  @Test
  void ioi_random_differsOnlyWhereNamesAre() {
    for (PromptPair pair : WordModel.prompts(new IoiTask(), "corruption=random").pairs()) {
      assertThat(differences(pair)).isNotEmpty().isSubsetOf(2, 4, 10);
    }
  }

  @Test
  void ioi_everyTemplate_endsBeforeTheAnswer() {
    List<PromptPair> pairs =
        WordModel.prompts(new IoiTask(), "template=all", "prompts=200").pairs();

    assertThat(pairs.stream().map(PromptPair::length).distinct().count()).isGreaterThan(4);
    assertThat(pairs)
        .extracting(
            pair -> WordModel.WORDS.decode(pair.clean().subList(pair.length() - 1, pair.length())))
        .containsOnly(" to");
  }

  @ParameterizedTest
  @CsvSource({
    "random-random,10 12 14 26 33",
    "random-doc,26 33",
    "random-def,10 12",
    "random-answer,14",
    "random-def-doc,10 12 26 33",
    "random-answer-doc,14 26 33"
  })
  void docstring_corruptions_differWhereTheyShould(String corruption, String places) {
    Integer[] expected =
        List.of(places.split(" ")).stream().map(Integer::valueOf).toArray(Integer[]::new);
    for (PromptPair pair :
        WordModel.prompts(new DocstringTask(), "corruption=" + corruption).pairs()) {
      assertThat(pair.length()).isEqualTo(40);
      assertThat(differences(pair)).containsExactly(expected);
      assertThat(pair.answers().get(0).right()).containsExactly(pair.clean().get(14));
      assertThat(pair.answers().get(0).wrong()).hasSize(13);
    }
  }

  @Test
  void docstring_randomDefDoc_renamesTheArgumentsThroughout() {
    for (PromptPair pair :
        WordModel.prompts(new DocstringTask(), "corruption=random-def-doc").pairs()) {
      assertThat(pair.corrupted().get(26)).isEqualTo(pair.corrupted().get(10));
      assertThat(pair.corrupted().get(33)).isEqualTo(pair.corrupted().get(12));
      assertThat(pair.corrupted().get(14)).isEqualTo(pair.answers().get(0).right().get(0));
    }
  }

  @Test
  void docstring_corruptionOfVaryingLength_isRefused() {
    assertThatThrownBy(
            () -> WordModel.prompts(new DocstringTask(), "corruption=vary-length-doc-desc"))
        .isInstanceOf(PatchbayException.class)
        .hasMessage(
            "'docstring' cannot read corruption=vary-length-doc-desc.\n"
                + "Give corruption one of random-random, random-doc, random-def, random-answer,"
                + " random-def-doc, random-answer-doc.");
  }

  @Test
  void greaterThan_prompts_haveTheYearsAfterAsAnswers() {
    for (PromptPair pair : WordModel.prompts(new GreaterThanTask()).pairs()) {
      int year = Integer.parseInt(word(pair.clean().get(7)));
      assertThat(differences(pair)).containsExactly(7);
      assertThat(word(pair.corrupted().get(7))).isEqualTo("01");
      assertThat(pair.clean().get(9)).isEqualTo(pair.clean().get(6));
      assertThat(pair.answers().get(0).right().stream().map(id -> Integer.parseInt(word(id))))
          .containsExactlyElementsOf(IntStream.range(year + 1, 100).boxed().toList());
      assertThat(pair.answers().get(0).wrong().stream().map(id -> Integer.parseInt(word(id))))
          .containsExactlyElementsOf(IntStream.range(0, year + 1).boxed().toList());
    }
  }

  @Test
  void greaterThan_toTheYear_isHannasWording() {
    PromptPair pair = WordModel.prompts(new GreaterThanTask(), "ending=to-the-year").pairs().get(0);

    assertThat(WordModel.WORDS.decode(pair.clean()))
        .matches("The \\w+ lasted from the year (\\d\\d)\\d\\d to the year \\1");
  }

  private static String word(int id) {
    return WordModel.WORDS.decode(List.of(id));
  }

  private static List<Integer> differences(PromptPair pair) {
    return IntStream.range(0, pair.length())
        .filter(i -> !pair.clean().get(i).equals(pair.corrupted().get(i)))
        .boxed()
        .toList();
  }

  private static List<List<Integer>> cleans(PromptSet prompts) {
    return prompts.pairs().stream().map(PromptPair::clean).toList();
  }
}
