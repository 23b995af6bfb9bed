package dev.patchbay.spi.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptPairTest {

  @Test
  void of_pair_readsTheAnswerAtTheLastPosition() {
    PromptPair pair = PromptPair.of(List.of(1, 2, 3), List.of(1, 9, 3), List.of(4), List.of(5));
    assertThat(pair.answers()).containsExactly(new Answer(2, List.of(4), List.of(5)));
    assertThat(pair.length()).isEqualTo(3);
  }

  @Test
  void of_noTwin_isAccepted() {
    assertThat(PromptPair.of(List.of(1), List.of(), List.of(2), List.of()).corrupted()).isEmpty();
  }

  @Test
  void of_emptyPrompt_isRefused() {
    assertThatThrownBy(() -> PromptPair.of(List.of(), List.of(), List.of(1), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A prompt is empty.\nGive it at least one token.");
  }

  @Test
  void of_twinsOfUnequalLength_isRefused() {
    assertThatThrownBy(() -> PromptPair.of(List.of(1, 2), List.of(1), List.of(3), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "A clean prompt has 2 tokens and its corrupted twin 1.\n"
                + "Patching swaps activations position by position: make the twins equally long.");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 2})
  void pair_positionOutsideThePrompt_isRefused(int position) {
    assertThatThrownBy(
            () -> PromptPair.at(position, List.of(1, 2), List.of(), List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "The answer is read at position %s of a prompt of 2 tokens.".formatted(position));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void pair_positionsOutOfOrder_areRefused(int second) {
    List<Answer> answers =
        List.of(new Answer(1, List.of(3), List.of()), new Answer(second, List.of(4), List.of()));
    assertThatThrownBy(() -> new PromptPair(List.of(1, 2), List.of(), answers))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "Answers are read at position %s after position 1.".formatted(second));
  }

  @Test
  void pair_noPosition_isRefused() {
    assertThatThrownBy(() -> new PromptPair(List.of(1), List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("A prompt is read at no position.");
  }

  @Test
  void withCorrupted_anotherTwin_keepsPromptAndAnswers() {
    PromptPair pair = PromptPair.at(0, List.of(1, 2), List.of(), List.of(3), List.of(4));
    assertThat(pair.withCorrupted(List.of(5, 6)))
        .isEqualTo(PromptPair.at(0, List.of(1, 2), List.of(5, 6), List.of(3), List.of(4)));
  }

  @Test
  void pair_lists_areCopied() {
    List<Integer> clean = new ArrayList<>(List.of(1, 2));
    PromptPair pair = PromptPair.of(clean, List.of(), List.of(), List.of());
    clean.clear();
    assertThat(pair.clean()).containsExactly(1, 2);
  }

  @Test
  void promptSet_empty_isRefused() {
    assertThatThrownBy(() -> new PromptSet("ioi", List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The prompt set 'ioi' is empty.\nGive it at least one prompt.");
  }
}
