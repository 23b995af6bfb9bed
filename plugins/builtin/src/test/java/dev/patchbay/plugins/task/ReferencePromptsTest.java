package dev.patchbay.plugins.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.plugins.task.DocstringTask.Corruption;
import dev.patchbay.plugins.words.Words;
import dev.patchbay.spi.task.PromptPair;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The prompts of the reference repository, to the letter. Hashes are of texts that its recipe gave,
 * run in Python.
 */
class ReferencePromptsTest {

  private final List<Twins> ioi = IoiReference.prompts();

  @Test
  void ioi_clean_areTheTwoHundred() {
    assertThat(ioi.get(0).clean())
        .isEqualTo("Then, Mary and Jeffrey went to the restaurant. Jeffrey gave a bone to");
    assertThat(hash("\n", ioi.stream().map(t -> t.clean() + t.right().get(0))))
        .isEqualTo("3e5af48886771a9c");
  }

  @Test
  void ioi_corrupted_areTheTwoHundredWithoutTheirLastName() {
    assertThat(ioi.get(199).corrupted())
        .isEqualTo("Then, Andrea and Michelle went to the station. Jose gave a ring to");
    assertThat(hash("\n", ioi.stream().map(Twins::corrupted))).isEqualTo("abf0f02731e7bb6d");
  }

  @Test
  void ioi_halves_areAHundredEach() {
    List<PromptPair> test =
        WordModel.prompts(new IoiTask(), "reference=true", "half=test", "prompts=100").pairs();

    assertThat(test).hasSize(100);
    assertThat(WordModel.WORDS.decode(test.get(0).clean()))
        .isEqualTo("Then, Jessica and Rachel went to the garden. Rachel gave a drink to");
  }

  @Test
  void docstring_prompts_areTheHundred() {
    List<Twins> prompts =
        IntStream.range(0, 100)
            .mapToObj(PythonRandom::new)
            .map(r -> DocstringPrompt.draw(r, Words.variables(), Words.nouns()))
            .map(prompt -> prompt.twins(Corruption.RANDOM_RANDOM))
            .toList();

    assertThat(hash("\n@@\n", prompts.stream().map(Twins::clean))).isEqualTo("365e14bf11532da7");
    assertThat(hash("\n@@\n", prompts.stream().map(Twins::corrupted)))
        .isEqualTo("5c5d7c9b9edc9446");
    assertThat(prompts.get(1).right()).containsExactly(" count");
  }

  @Test
  void greaterThan_prompts_areDrawnAsLibtorchDraws() {
    PromptPair first = WordModel.prompts(new GreaterThanTask(), "reference=true").pairs().get(0);

    // The first noun of seed 54 is number 31.
    assertThat(WordModel.WORDS.decode(first.clean()))
        .startsWith("The %s lasted".formatted(Words.events().get(31)));
  }

  private static String hash(String between, Stream<String> texts) {
    try {
      byte[] all = String.join(between, texts.toList()).getBytes(StandardCharsets.UTF_8);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(all);
      return HexFormat.of().formatHex(hash).substring(0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
