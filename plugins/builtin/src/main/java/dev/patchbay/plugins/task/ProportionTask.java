package dev.patchbay.plugins.task;

import com.google.auto.service.AutoService;
import dev.patchbay.plugins.BuiltIn;
import dev.patchbay.plugins.model.ProportionModel;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.model.ModelInfo;
import dev.patchbay.spi.plugin.Option;
import dev.patchbay.spi.plugin.Option.Role;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.task.Answer;
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
import java.util.stream.IntStream;

/**
 * Proportion: which share of the tokens so far is an x, for the compiled model of that name.
 *
 * <p>Prompts are different rows of four tokens, read at every position but the first. What is read
 * there is output 0, a number and no token: the answer names the output, and the metric compares
 * its value with the full model's. A row's twin is the next row, the first for the last.
 */
@AutoService(TaskProvider.class)
public final class ProportionTask extends BuiltIn<ProportionTask.Config, Task>
    implements TaskProvider {

  private static final String NAME = "proportion";
  private static final int LENGTH = 4;
  private static final int MOST = 256; // rows of four tokens of four kinds

  /** What rows are made of. */
  public enum Rows {
    /** BOS, then four of the tokens w, x, y, z: what the model was compiled for. */
    WITH_BOS,
    /**
     * Four of BOS, PAD, w, x, and no BOS in front: what the code of Conmy et al. 2023 feeds, which
     * numbers its four letters from 0. Their circuit belongs to these rows.
     */
    PUBLISHED
  }

  /** The task's options. */
  public record Config(
      @Option(value = "how many prompts, 2 to 256", fallback = "50") int prompts,
      @Option(
              value =
                  "with-bos (BOS and four of w, x, y, z), or published (four of BOS, PAD, w, x, as"
                      + " the code of Conmy et al. 2023 has them)",
              fallback = "with-bos")
          Rows rows,
      @Option(value = "seed of the random rows", fallback = "0", role = Role.SEED) long seed) {

    public Config {
      if (prompts < 2 || prompts > MOST) {
        throw PatchbayException.usage(
            "'proportion' cannot make prompts=%s.".formatted(prompts),
            "Ask for 2 to %s: they all differ, and one is another's twin.".formatted(MOST));
      }
    }
  }

  public ProportionTask() {
    super(
        NAME,
        "Say which share of the tokens so far is an x, with the model as Tracr compiles it.",
        "Conmy et al. 2023, Towards Automated Circuit Discovery, arXiv:2304.14997",
        "none",
        Config.class,
        Proportion::new);
  }

  private record Proportion(Config config) implements Task {

    @Override
    public PromptSet prompts(ModelInfo model) {
      Compiled.require(NAME, ProportionModel.spec(), model);
      List<List<Integer>> rows = rows();
      return new PromptSet(
          NAME,
          IntStream.range(0, rows.size())
              .mapToObj(i -> pair(rows.get(i), rows.get((i + 1) % rows.size())))
              .toList());
    }

    private List<List<Integer>> rows() {
      Random random = new Random(config.seed());
      boolean bos = config.rows() == Rows.WITH_BOS;
      int first = bos ? ProportionModel.FIRST_TOKEN : 0;
      Set<List<Integer>> rows = new LinkedHashSet<>();
      while (rows.size() < config.prompts()) {
        List<Integer> row =
            random.ints(LENGTH, first, first + ProportionModel.TOKENS).boxed().toList();
        rows.add(bos ? Compiled.after(ProportionModel.BOS, row) : row);
      }
      return new ArrayList<>(rows);
    }

    private static PromptPair pair(List<Integer> clean, List<Integer> twin) {
      List<Answer> answers =
          IntStream.range(1, clean.size())
              .mapToObj(position -> new Answer(position, List.of(0), List.of()))
              .toList();
      return new PromptPair(clean, twin, answers);
    }

    @Override
    public String metric() {
      return "l2:outputs=0";
    }

    @Override
    public String ablation() {
      return "zero";
    }

    @Override
    public Optional<Circuit> truth(ModelInfo model, ComputationGraph graph) {
      List<String> edges =
          config.rows() == Rows.PUBLISHED ? ProportionModel.PUBLISHED : ProportionModel.CIRCUIT;
      return Compiled.truth(NAME, ProportionModel.spec(), edges, model, graph);
    }
  }
}
