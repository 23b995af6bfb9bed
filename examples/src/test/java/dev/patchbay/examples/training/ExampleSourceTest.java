package dev.patchbay.examples.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.spi.model.Token;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExampleSourceTest {

  private static final int MANY = 500;

  private static ExampleSource source(String task) {
    return Recipe.sources().stream().filter(s -> s.task().equals(task)).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ioi", "docstring", "greater-than"})
  void training_andHeldOut_shareNoCombination(String task) {
    ExampleSource source = source(task);
    Set<String> learnt = combinations(source.training(new SplittableRandom(1)));
    Set<String> asked = combinations(source.heldOut(new SplittableRandom(1)));

    Set<String> both = new HashSet<>(learnt);
    both.retainAll(asked);
    assertThat(both).isEmpty();
  }

  private static Set<String> combinations(Stream<Example> examples) {
    return examples.limit(MANY).map(Example::combination).collect(Collectors.toSet());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ioi", "docstring", "greater-than"})
  void heldOut_answers_areDecidedByTheirPrompts(String task) {
    ExampleSource source = source(task);
    assertThat(source.heldOut(new SplittableRandom(2)).limit(MANY))
        .allSatisfy(
            example -> {
              switch (task) {
                case "ioi" -> assertThat(count(example.prompt(), example.answer())).isOne();
                case "docstring" ->
                    assertThat(example.prompt())
                        .contains(example.combination().replace(" ", ", ") + ", ")
                        .doesNotContain(":param" + example.answer());
                default ->
                    assertThat(Integer.parseInt(example.answer()))
                        .isGreaterThan(Integer.parseInt(lastTwo(example.combination())));
              }
            });
  }

  private static String lastTwo(String text) {
    return text.substring(text.length() - 2);
  }

  /** How often a word occurs in a text, whatever follows it. */
  private static int count(String text, String word) {
    return (int) List.of(text.split("\\W+")).stream().filter(word.trim()::equals).count();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ioi", "docstring", "greater-than"})
  void draw_answer_isOneTokenAfterThePrompt(String task) {
    ExampleSource source = source(task);
    assertThat(source.training(new SplittableRandom(3)).limit(MANY))
        .allSatisfy(
            example -> {
              List<Token> prompt = Recipe.tokenizer().encode(example.prompt());
              List<Token> text = Recipe.tokenizer().encode(example.text());
              assertThat(text).startsWith(prompt.toArray(Token[]::new)).hasSize(prompt.size() + 1);
            });
  }
}
