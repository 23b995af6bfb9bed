package dev.patchbay.plugins.task;

import com.google.auto.service.AutoService;
import dev.patchbay.plugins.BuiltIn;
import dev.patchbay.plugins.model.CompiledModels;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.model.ModelInfo;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.plugin.Option;
import dev.patchbay.spi.plugin.Option.Role;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.PromptSet;
import dev.patchbay.spi.task.Task;
import dev.patchbay.spi.task.TaskProvider;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Induction: what followed this token the last time?
 *
 * <p>A prompt is a sequence of tokens that all differ, except for the last one, which is one of the
 * earlier tokens over again (not one of the two right before it); the answer is the token that
 * followed it then. The corrupted twin is another such sequence, and its answer is the wrong
 * answer. Tokens are drawn alike from all that the model both reads and predicts.
 */
@AutoService(TaskProvider.class)
public final class InductionTask extends BuiltIn<InductionTask.Config, Task>
    implements TaskProvider {

  /** The shortest sequence: a token, its successor, the token again. */
  private static final int SHORTEST = 3;

  /** The task's options. */
  public record Config(
      @Option(value = "how many prompts, 1 to 100000", fallback = "32") int prompts,
      @Option(value = "tokens of a prompt, 3 to as many as the model reads", fallback = "12")
          int length,
      @Option(value = "seed of the random sequences", fallback = "0", role = Role.SEED) long seed) {

    public Config {
      DrawnPrompts.check("induction", prompts);
      if (length < SHORTEST) {
        throw PatchbayException.usage(
            "'induction' cannot make prompts of length=%s.".formatted(length),
            "A token, its successor and the token again take %s.".formatted(SHORTEST));
      }
    }
  }

  public InductionTask() {
    super(
        "induction",
        "Continue a repeated token with what followed it before.",
        "Olsson et al. 2022, In-context Learning and Induction Heads",
        "none",
        Config.class,
        Induction::new);
  }

  private record Induction(Config config) implements Task {

    @Override
    public PromptSet prompts(ModelInfo model) {
      ModelSpec spec = model.spec();
      int tokens = Math.min(spec.dVocab(), spec.dVocabOut());
      int longest = Math.min(tokens, spec.nCtx());
      if (longest < config.length()) {
        throw PatchbayException.failed(
            ("The task 'induction' needs %s different tokens in a row; '%s' has %s tokens and reads"
                    + " at most %s at a time.")
                .formatted(config.length(), model.name(), tokens, spec.nCtx()),
            longest < SHORTEST
                ? "This model is too small for the task: take another."
                : "Make the prompts shorter: --task induction:length=%s.".formatted(longest));
      }
      Random random = new Random(config.seed());
      List<PromptPair> pairs = new ArrayList<>();
      for (int i = 0; i < config.prompts(); i++) {
        pairs.add(pair(random, tokens));
      }
      return new PromptSet("induction", pairs);
    }

    @Override
    public String metric() {
      return "logit-difference";
    }

    @Override
    public Optional<Circuit> truth(ModelInfo model, ComputationGraph graph) {
      return CompiledModels.truth("induction", model, graph);
    }

    private PromptPair pair(Random random, int tokens) {
      Sequence clean = sequence(random, tokens);
      Sequence corrupted = sequence(random, tokens);
      while (corrupted.answer() == clean.answer()) {
        corrupted = sequence(random, tokens);
      }
      return PromptPair.of(
          clean.tokens(), corrupted.tokens(), List.of(clean.answer()), List.of(corrupted.answer()));
    }

    private Sequence sequence(Random random, int tokens) {
      Set<Integer> different = new LinkedHashSet<>();
      while (different.size() < config.length() - 1) {
        different.add(random.nextInt(tokens));
      }
      List<Integer> sequence = new ArrayList<>(different);
      int repeated = random.nextInt(config.length() - 2);
      sequence.add(sequence.get(repeated));
      return new Sequence(sequence, sequence.get(repeated + 1));
    }
  }

  /** A prompt and its answer. */
  private record Sequence(List<Integer> tokens, int answer) {}
}
