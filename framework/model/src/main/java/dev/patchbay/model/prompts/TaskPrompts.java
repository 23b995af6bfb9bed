package dev.patchbay.model.prompts;

import dev.patchbay.model.tokenizer.BosPolicy;
import dev.patchbay.spi.model.ModelInfo;
import dev.patchbay.spi.model.Token;
import dev.patchbay.spi.model.Tokenizer;
import dev.patchbay.spi.task.Answer;
import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.PromptSet;
import dev.patchbay.spi.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The prompts of a task that reads text, under a policy. The token for the beginning of a text
 * comes before them where the policy says so, whether or not the task thinks of it itself.
 */
public final class TaskPrompts {

  private TaskPrompts() {}

  /**
   * The task's prompts.
   *
   * @param tokenizer the model's; nothing where it has none
   */
  public static PromptSet of(
      Task task, ModelInfo model, Optional<Tokenizer> tokenizer, BosPolicy bos) {
    if (tokenizer.isEmpty()) {
      return task.prompts(model, tokenizer);
    }
    AppliedBos applied = new AppliedBos(tokenizer.get(), bos);
    PromptSet prompts = task.prompts(model, Optional.of(applied));
    Optional<Token> known = tokenizer.get().bos();
    if (!applied.hasRead()) {
      return prompts; // ids, as ids in a file: they are complete
    } else if (applied.addsBos()) {
      return begun(prompts, known.orElseThrow());
    } else if (bos == BosPolicy.NEVER && known.filter(t -> anyBegins(prompts, t)).isPresent()) {
      return noted(
          prompts, prompts.pairs(), known.get().piece() + " before prompts, by the task itself");
    }
    return prompts;
  }

  private static boolean anyBegins(PromptSet prompts, Token bos) {
    return prompts.pairs().stream().anyMatch(pair -> begins(pair, bos));
  }

  private static boolean begins(PromptPair pair, Token bos) {
    return pair.clean().get(0) == bos.id();
  }

  private static PromptSet begun(PromptSet prompts, Token bos) {
    if (prompts.pairs().stream().allMatch(pair -> begins(pair, bos))) {
      return prompts;
    }
    List<PromptPair> pairs =
        prompts.pairs().stream()
            .map(pair -> begins(pair, bos) ? pair : after(bos.id(), pair))
            .toList();
    return noted(prompts, pairs, bos.piece() + " before each prompt");
  }

  private static PromptSet noted(PromptSet prompts, List<PromptPair> pairs, String note) {
    return new PromptSet(
        prompts.name(), pairs, Stream.concat(prompts.notes().stream(), Stream.of(note)).toList());
  }

  private static PromptPair after(int bos, PromptPair pair) {
    return new PromptPair(
        after(bos, pair.clean()),
        pair.corrupted().isEmpty() ? List.of() : after(bos, pair.corrupted()),
        pair.answers().stream()
            .map(answer -> new Answer(answer.position() + 1, answer.right(), answer.wrong()))
            .toList());
  }

  private static List<Integer> after(int bos, List<Integer> ids) {
    List<Integer> all = new ArrayList<>(List.of(bos));
    all.addAll(ids);
    return all;
  }
}
