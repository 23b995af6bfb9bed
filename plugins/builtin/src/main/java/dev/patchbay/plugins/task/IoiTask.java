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
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.task.PromptSet;
import dev.patchbay.spi.task.Task;
import dev.patchbay.spi.task.TaskProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Indirect object identification: "Then, Mary and John went to the store. John gave a ring to" is
 * continued with " Mary", not " John".
 *
 * <p>Fifteen templates, each with the answer named first (ABBA) or second (BABA). The twin has
 * other names: three different ones ({@code abc}), the answer in place of the giver ({@code
 * flipped}, so that the answer becomes the other name), or any three ({@code random}).
 */
@AutoService(TaskProvider.class)
public final class IoiTask extends BuiltIn<IoiTask.Config, Task> implements TaskProvider {

  private static final String NAME = "ioi";

  /** Two of a sentence and three of its twin, with one to choose from. */
  private static final int FEWEST_NAMES = 6;

  private static final int REFERENCE_HALF = 100;

  /** Which name comes first. */
  public enum Order {
    /** Both kinds, drawn alike. */
    MIXED,
    /** The answer first. */
    ABBA,
    /** The giver first. */
    BABA
  }

  /** What the corrupted twin has instead. */
  public enum Corruption {
    /** Three other names, all different. */
    ABC,
    /** The answer's name where the giver is named again. */
    FLIPPED,
    /** Any name in each place. */
    RANDOM
  }

  /** The task's options. */
  public record Config(
      @Option(value = "how many prompts a half has, 1 to 100000", fallback = "32") int prompts,
      @Option(value = "validation or test", fallback = "validation") Half half,
      @Option(value = "the twin's names: abc, flipped or random", fallback = "abc")
          Corruption corruption,
      @Option(value = "mixed, abba (answer named first) or baba", fallback = "mixed") Order order,
      @Option(value = "0 to 14, or all", fallback = "0") String template,
      @Option(value = "the 200 prompts of Conmy et al. 2023", fallback = "false") boolean reference,
      @Option(value = "seed of the random choices", fallback = "0", role = Role.SEED) long seed) {

    private static final Pattern TEMPLATE = Pattern.compile("all|\\d|1[0-4]");

    public Config {
      DrawnPrompts.check(NAME, prompts, reference, REFERENCE_HALF);
      if (!TEMPLATE.matcher(template).matches()) {
        throw PatchbayException.usage(
            "'ioi' has no template=%s.".formatted(template), "Give it 0 to 14, or all.");
      }
    }
  }

  public IoiTask() {
    super(
        NAME,
        "Say who is given something: Mary and John went …; John gave a ring to Mary.",
        "Wang et al. 2022, Interpretability in the Wild, arXiv:2211.00593",
        "none",
        Config.class,
        Ioi::new);
  }

  private record Ioi(Config config) implements Task {

    @Override
    public PromptSet prompts(ModelInfo model) {
      return prompts(model, Optional.empty());
    }

    @Override
    public PromptSet prompts(ModelInfo model, Optional<Tokenizer> tokenizer) {
      Wording wording = Wording.of(NAME, model, tokenizer);
      List<String> notes = new ArrayList<>(List.of(wording.beginning()));
      List<String> names =
          wording.fitting("names", Words.names(), w -> single(wording, w), FEWEST_NAMES, notes);
      List<String> places =
          wording.fitting("places", Words.places(), w -> single(wording, w), 1, notes);
      List<String> objects =
          wording.fitting("objects", Words.objects(), w -> single(wording, w), 1, notes);
      List<Twins> drawn =
          config.reference()
              ? IoiReference.prompts()
              : new Draw(config, new PythonRandom(config.seed()), names, places, objects).all();
      return new PromptSet(
          NAME,
          config.half().of(drawn).stream().limit(config.prompts()).map(wording::pair).toList(),
          notes);
    }

    private static boolean single(Wording wording, String word) {
      return wording.fits(" " + word, 1);
    }

    @Override
    public String metric() {
      return "logit-difference";
    }

    /** Known for the twins that the embedded model was made for. */
    @Override
    public Optional<Circuit> truth(ModelInfo model, ComputationGraph graph) {
      return config.corruption() == Corruption.ABC
          ? CompiledModels.truth(NAME, model, graph)
          : Optional.empty();
    }
  }

  /** Sentences of words that fit. */
  private record Draw(
      Config config,
      PythonRandom random,
      List<String> names,
      List<String> places,
      List<String> objects) {

    List<Twins> all() {
      return DrawnPrompts.of(NAME, config.prompts(), this::one, Twins::clean);
    }

    private Twins one() {
      int template =
          config.template().equals("all")
              ? random.below(Words.ioiTemplates().size())
              : Integer.parseInt(config.template());
      boolean abba =
          config.order() == Order.MIXED ? random.below(2) == 0 : config.order() == Order.ABBA;
      List<String> five = random.sample(names, FEWEST_NAMES - 1);
      String place = random.choice(places);
      String object = random.choice(objects);
      IoiSentence sentence =
          IoiSentence.of(template, abba, five.get(0), five.get(1), place, object);
      return sentence.twin(twin(sentence, five.subList(2, FEWEST_NAMES - 1)));
    }

    private List<String> twin(IoiSentence sentence, List<String> others) {
      return switch (config.corruption()) {
        case ABC -> others;
        case FLIPPED ->
            List.of(sentence.names().get(0), sentence.names().get(1), sentence.indirect());
        case RANDOM -> anyThree(sentence.names());
      };
    }

    private List<String> anyThree(List<String> but) {
      List<String> three = but;
      while (three.equals(but)) {
        three = List.of(random.choice(names), random.choice(names), random.choice(names));
      }
      return three;
    }
  }
}
