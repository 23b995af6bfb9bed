package dev.patchbay.model.prompts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.model.tokenizer.BosPolicy;
import dev.patchbay.spi.model.ModelInfo;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.ModelSpec.Norm;
import dev.patchbay.spi.model.Token;
import dev.patchbay.spi.model.Tokenizer;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.PromptSet;
import dev.patchbay.spi.task.Task;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TaskPromptsTest {

  private static final ModelInfo MODEL =
      new ModelInfo(
          "tiny",
          "",
          ModelSpec.builder("tiny")
              .nLayers(1)
              .nHeads(1)
              .dModel(4)
              .dHead(4)
              .dVocab(10)
              .nCtx(8)
              .norm(Norm.NONE, 0)
              .build());
  private static final Token BOS = new Token(9, "<s>");
  private static final PromptPair PAIR =
      PromptPair.of(List.of(1, 2), List.of(1, 3), List.of(4), List.of(5));
  private static final PromptPair BEGUN =
      PromptPair.of(List.of(9, 1, 2), List.of(9, 1, 3), List.of(4), List.of(5));

  private record Words(Optional<Token> bos, boolean addsBos) implements Tokenizer {

    @Override
    public List<Token> encode(String text) {
      return List.of(new Token(1, text));
    }

    @Override
    public String decode(List<Integer> ids) {
      return ids.toString();
    }

    @Override
    public int size() {
      return 10;
    }
  }

  /** Answers with one pair, after it has read a text or not. */
  private record OnePair(PromptPair pair, boolean reads) implements Task {

    @Override
    public PromptSet prompts(ModelInfo model) {
      return new PromptSet("one", List.of(pair));
    }

    @Override
    public PromptSet prompts(ModelInfo model, Optional<Tokenizer> tokenizer) {
      if (reads) {
        tokenizer.orElseThrow().encode("text");
      }
      return prompts(model);
    }

    @Override
    public String metric() {
      return "nll";
    }
  }

  private static PromptSet prompts(PromptPair pair, boolean reads, boolean adds, BosPolicy bos) {
    Words words = new Words(Optional.of(BOS), adds);
    return TaskPrompts.of(new OnePair(pair, reads), MODEL, Optional.of(words), bos);
  }

  @Test
  void of_taskThatForgetsTheToken_getsItWhereThePolicySaysSo() {
    PromptSet always = prompts(PAIR, true, false, BosPolicy.ALWAYS);

    assertThat(always.pairs()).containsExactly(BEGUN);
    assertThat(always.notes()).containsExactly("<s> before each prompt");
    assertThat(prompts(PAIR, true, true, BosPolicy.AUTO).pairs()).containsExactly(BEGUN);
    assertThat(prompts(PAIR, true, false, BosPolicy.AUTO).pairs()).containsExactly(PAIR);
    assertThat(prompts(PAIR, true, true, BosPolicy.NEVER).pairs()).containsExactly(PAIR);
  }

  @Test
  void of_taskThatPutsTheTokenItself_notTwice() {
    PromptSet prompts = prompts(BEGUN, true, false, BosPolicy.ALWAYS);

    assertThat(prompts.pairs()).containsExactly(BEGUN);
    assertThat(prompts.notes()).isEmpty();
  }

  @Test
  void of_taskThatPutsTheTokenUnderNever_noted() {
    assertThat(prompts(BEGUN, true, true, BosPolicy.NEVER).notes())
        .containsExactly("<s> before prompts, by the task itself");
  }

  @Test
  void of_taskOfIds_asItIs() {
    assertThat(prompts(PAIR, false, true, BosPolicy.ALWAYS).pairs()).containsExactly(PAIR);
  }

  @Test
  void of_tokenizerWithoutTheToken_refusedUnderAlways() {
    Words words = new Words(Optional.empty(), false);

    assertThatThrownBy(
            () ->
                TaskPrompts.of(
                    new OnePair(PAIR, true), MODEL, Optional.of(words), BosPolicy.ALWAYS))
        .isInstanceOf(PatchbayException.class)
        .hasMessageStartingWith(
            "The tokenizer names no token for the beginning of a text, but --bos is always.\n");
  }
}
