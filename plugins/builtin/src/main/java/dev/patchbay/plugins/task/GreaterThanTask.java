package dev.patchbay.plugins.task;

import com.google.auto.service.AutoService;
import dev.patchbay.plugins.BuiltIn;
import dev.patchbay.plugins.model.CompiledModels;
import dev.patchbay.plugins.words.Words;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.model.ModelInfo;
import dev.patchbay.spi.model.Tokenizer;
import dev.patchbay.spi.plugin.Option;
import dev.patchbay.spi.plugin.Option.Role;
import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.PromptSet;
import dev.patchbay.spi.task.Task;
import dev.patchbay.spi.task.TaskProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Greater-Than: "The war lasted from the year 1742 to 17" is continued with a year after 42.
 *
 * <p>Right answers are the two-digit pieces after the year, wrong ones those up to it. The twin's
 * war begins in the year 01, after which any year comes ({@code yy-01}), or in another year of the
 * century ({@code random}).
 */
@AutoService(TaskProvider.class)
public final class GreaterThanTask extends BuiltIn<GreaterThanTask.Config, Task>
    implements TaskProvider {

  private static final String NAME = "greater-than";

  private static final int REFERENCE_HALF = 100;

  /** The seed of the reference's prompts. */
  private static final int REFERENCE_SEED = 54;

  /** What the corrupted twin has instead. */
  public enum Corruption {
    /** The century's first year. */
    YY_01,
    /** Another year of the same century. */
    RANDOM
  }

  /** How the sentence ends. */
  public enum Ending {
    /** "… to 17", as in Conmy et al. 2023. */
    TO,
    /** "… to the year 17", as in Hanna et al. 2023. */
    TO_THE_YEAR
  }

  /** The task's options. */
  public record Config(
      @Option(value = "how many prompts a half has, 1 to 100000", fallback = "32") int prompts,
      @Option(value = "validation or test", fallback = "validation") Half half,
      @Option(value = "the twin's first year: yy-01 or random", fallback = "yy-01")
          Corruption corruption,
      @Option(value = "to, or to-the-year", fallback = "to") Ending ending,
      @Option(value = "the 200 prompts of Conmy et al. 2023", fallback = "false") boolean reference,
      @Option(value = "seed of the random choices", fallback = "0", role = Role.SEED) long seed) {

    public Config {
      DrawnPrompts.check(NAME, prompts, reference, REFERENCE_HALF);
    }
  }

  public GreaterThanTask() {
    super(
        NAME,
        "End a span of years after it began: from the year 1742 to 17….",
        "Hanna et al. 2023, How does GPT-2 compute greater-than?, arXiv:2305.00586",
        "none",
        Config.class,
        GreaterThan::new);
  }

  private record GreaterThan(Config config) implements Task {

    @Override
    public PromptSet prompts(ModelInfo model) {
      return prompts(model, Optional.empty());
    }

    @Override
    public PromptSet prompts(ModelInfo model, Optional<Tokenizer> tokenizer) {
      Wording wording = Wording.of(NAME, model, tokenizer);
      List<String> notes = new ArrayList<>(List.of(wording.beginning()));
      List<String> nouns =
          wording.fitting("nouns", Words.events(), word -> wording.fits(" " + word, 1), 1, notes);
      Years years = Years.of(wording, notes);
      List<YearSpan> drawn = config.reference() ? reference(nouns, years) : drawn(nouns, years);
      List<PromptPair> pairs =
          config.half().of(drawn).stream()
              .limit(config.prompts())
              .map(span -> span.pair(wording, config.ending()))
              .toList();
      return new PromptSet(NAME, pairs, notes);
    }

    /** Two hundred nouns, then two hundred years, as libtorch draws them. */
    private List<YearSpan> reference(List<String> nouns, Years years) {
      MersenneTwister twister = new MersenneTwister(REFERENCE_SEED);
      int[] drawn = new int[2 * REFERENCE_HALF];
      for (int i = 0; i < drawn.length; i++) {
        drawn[i] = twister.torchBelow(nouns.size());
      }
      return IntStream.of(drawn)
          .mapToObj(
              noun -> {
                Year year = years.all().get(twister.torchBelow(years.all().size()));
                return new YearSpan(nouns.get(noun), year, other(year, years, noun));
              })
          .toList();
    }

    private List<YearSpan> drawn(List<String> nouns, Years years) {
      PythonRandom random = new PythonRandom(config.seed());
      return DrawnPrompts.of(
          NAME,
          config.prompts(),
          () -> {
            Year year = random.choice(years.all());
            return new YearSpan(
                random.choice(nouns), year, other(year, years, random.below(Years.YEARS)));
          },
          span -> span.noun() + span.year());
    }

    private int other(Year year, Years years, int drawn) {
      if (config.corruption() == Corruption.YY_01) {
        return 1;
      }
      List<Year> others =
          years.all().stream()
              .filter(y -> y.century() == year.century() && y.inCentury() != year.inCentury())
              .toList();
      return others.get(drawn % others.size()).inCentury();
    }

    @Override
    public String metric() {
      return "probability-difference";
    }

    /** Known for the twins that the embedded model was made for. */
    @Override
    public Optional<Circuit> truth(ModelInfo model, ComputationGraph graph) {
      return config.ending() == Ending.TO
          ? CompiledModels.truth(NAME, model, graph)
          : Optional.empty();
    }
  }
}
