package dev.patchbay.plugins.task;

import com.google.auto.service.AutoService;
import dev.patchbay.plugins.BuiltIn;
import dev.patchbay.plugins.model.CompiledModels;
import dev.patchbay.plugins.model.GateModel;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.model.ModelInfo;
import dev.patchbay.spi.plugin.Option;
import dev.patchbay.spi.plugin.Option.Role;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.PromptSet;
import dev.patchbay.spi.task.Task;
import dev.patchbay.spi.task.TaskProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A gate with two inputs: {@code on on x y z =} is to be followed by {@code on}; the corrupted twin
 * {@code off off u v w =} by {@code off}. The letters between mean nothing. It is there for the
 * models {@code or-gate} and {@code and-gate}, whose tokens these are.
 */
@AutoService(TaskProvider.class)
public final class GateTask extends BuiltIn<GateTask.Config, Task> implements TaskProvider {

  private static final String NAME = "gate";
  private static final int LETTERS_BETWEEN = 3;

  /** The task's options. */
  public record Config(
      @Option(value = "how many prompts, 1 to 100000", fallback = "16") int prompts,
      @Option(value = "seed of the random letters", fallback = "0", role = Role.SEED) long seed) {

    public Config {
      DrawnPrompts.check("gate", prompts);
    }
  }

  public GateTask() {
    super(
        NAME,
        "A gate with two inputs, both on or both off.",
        "Conmy et al. 2023, Towards Automated Circuit Discovery, arXiv:2304.14997 (the or-gate)",
        "none",
        Config.class,
        Gate::new);
  }

  private record Gate(Config config) implements Task {

    @Override
    public PromptSet prompts(ModelInfo model) {
      if (model.spec().dVocab() != GateModel.VOCABULARY) {
        throw PatchbayException.failed(
            "The task 'gate' is written in the %s tokens of its models; '%s' has %s."
                .formatted(GateModel.VOCABULARY, model.name(), model.spec().dVocab()),
            "Take --model or-gate or --model and-gate.");
      }
      Random random = new Random(config.seed());
      List<PromptPair> pairs = new ArrayList<>();
      for (int i = 0; i < config.prompts(); i++) {
        pairs.add(
            PromptPair.of(
                prompt(GateModel.ON, random),
                prompt(GateModel.OFF, random),
                List.of(GateModel.ON),
                List.of(GateModel.OFF)));
      }
      return new PromptSet(NAME, pairs);
    }

    private static List<Integer> prompt(int word, Random random) {
      List<Integer> tokens = new ArrayList<>(List.of(word, word));
      for (int i = 0; i < LETTERS_BETWEEN; i++) {
        int letters = GateModel.VOCABULARY - GateModel.FIRST_LETTER;
        tokens.add(GateModel.FIRST_LETTER + random.nextInt(letters));
      }
      tokens.add(GateModel.EQUALS);
      return tokens;
    }

    @Override
    public String metric() {
      return "logit-difference";
    }

    @Override
    public Optional<Circuit> truth(ModelInfo model, ComputationGraph graph) {
      return CompiledModels.truth(NAME, model, graph);
    }
  }
}
