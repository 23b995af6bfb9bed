package dev.patchbay.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.PromptSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptHashTest {

  private static final PromptPair PAIR =
      PromptPair.of(List.of(1, 2, 3), List.of(1, 2, 4), List.of(7), List.of(8, 9));
  private static final PromptPair LONE =
      PromptPair.of(List.of(5), List.of(), List.of(6), List.of());

  private static String hash(String name, PromptPair... pairs) {
    return PromptHash.of(new PromptSet(name, List.of(pairs)));
  }

  /** Worked out by Python's hashlib over struct.pack('>…i') of the documented numbers. */
  @Test
  void of_twoPairs_documentedBytes() {
    assertThat(hash("a", PAIR, LONE))
        .isEqualTo("8aff8a6044bb250c3a9be686f6645e05d2145af3496335d385be2cfd7debcd42");
  }

  @Test
  void of_otherName_sameHash() {
    assertThat(hash("a", PAIR)).isEqualTo(hash("b", PAIR));
  }

  @Test
  void of_otherOrder_otherHash() {
    assertThat(hash("a", PAIR, LONE)).isNotEqualTo(hash("a", LONE, PAIR));
  }

  @Test
  void of_answerMovedToWrongAnswers_otherHash() {
    PromptPair moved = PromptPair.of(PAIR.clean(), PAIR.corrupted(), List.of(7, 8), List.of(9));

    assertThat(hash("a", moved)).isNotEqualTo(hash("a", PAIR));
  }
}
