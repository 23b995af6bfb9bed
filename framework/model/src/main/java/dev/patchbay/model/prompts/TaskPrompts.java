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
    if (!applied.hasRead) {
      return prompts; // ids, as ids in a file: they are complete
    } else if (applied.addsBos()) {
      return begun(prompts, known.orElseThrow());
    }
    boolean begins =
        known.isPresent() && prompts.pairs().stream().anyMatch(pair -> begins(pair, known.get()));
    if (bos == BosPolicy.NEVER && begins) {
      return noted(
          prompts, prompts.pairs(), known.get().piece() + " before prompts, by the task itself");
    }
    return prompts;
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

  /**
   * A tokenizer under a policy: whether it adds the token for the beginning of a text is as the
   * policy says. It knows whether it has read a text.
   */
  private static final class AppliedBos implements Tokenizer {

    private final Tokenizer tokenizer;
    private final BosPolicy policy;
    private boolean hasRead;

    AppliedBos(Tokenizer tokenizer, BosPolicy policy) {
      this.tokenizer = tokenizer;
      this.policy = policy;
    }

    @Override
    public List<Token> encode(String text) {
      hasRead = true;
      return tokenizer.encode(text);
    }

    @Override
    public String decode(List<Integer> ids) {
      return tokenizer.decode(ids);
    }

    @Override
    public Optional<Token> bos() {
      return tokenizer.bos();
    }

    @Override
    public boolean addsBos() {
      return policy.before(tokenizer).isPresent();
    }

    @Override
    public int size() {
      return tokenizer.size();
    }
  }
}
