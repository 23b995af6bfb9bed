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
import dev.patchbay.spi.task.PromptSet;
import dev.patchbay.spi.task.Task;
import dev.patchbay.spi.task.TaskProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Docstring: a Python function's docstring has described two of its arguments and names the next.
 *
 * <p>The wrong answers are the other names that were drawn, those that occur nowhere among them;
 * the metric compares with the best of them. The twin has other names in the signature, the
 * docstring, or both.
 */
@AutoService(TaskProvider.class)
public final class DocstringTask extends BuiltIn<DocstringTask.Config, Task>
    implements TaskProvider {

  private static final String NAME = "docstring";

  private static final int REFERENCE_HALF = 50;

  /**
   * What the corrupted twin has instead, by the reference repository's names. Its two corruptions
   * of varying length are left out: twins of unequal length cannot be patched.
   */
  public enum Corruption {
    /** Other names in the signature and, other still, in the docstring. */
    RANDOM_RANDOM,
    /** Other names in the docstring. */
    RANDOM_DOC,
    /** Other names in the signature, except the answer. */
    RANDOM_DEF,
    /** Another name in place of the answer. */
    RANDOM_ANSWER,
    /** The same other names in both, except the answer: the twin has the same answer. */
    RANDOM_DEF_DOC,
    /** Another name in place of the answer, and other names in the docstring. */
    RANDOM_ANSWER_DOC
  }

  /** The task's options. */
  public record Config(
      @Option(value = "how many prompts a half has, 1 to 100000", fallback = "32") int prompts,
      @Option(value = "validation or test", fallback = "validation") Half half,
      @Option(
              value =
                  "the twin's names: random-random, random-doc, random-def, random-answer,"
                      + " random-def-doc or random-answer-doc (the reference's vary-length twins"
                      + " are of another length, and so cannot be patched)",
              fallback = "random-random")
          Corruption corruption,
      @Option(value = "the 100 prompts of Conmy et al. 2023", fallback = "false") boolean reference,
      @Option(value = "seed of the random choices", fallback = "0", role = Role.SEED) long seed) {

    public Config {
      DrawnPrompts.check(NAME, prompts, reference, REFERENCE_HALF);
    }
  }

  public DocstringTask() {
    super(
        NAME,
        "Name the next argument in the docstring of a Python function.",
        "Heimersheim and Janiak 2023, A circuit for Python docstrings in a 4-layer attention-only"
            + " transformer",
        "none",
        Config.class,
        Docstring::new);
  }

  private record Docstring(Config config) implements Task {

    @Override
    public PromptSet prompts(ModelInfo model) {
      return prompts(model, Optional.empty());
    }

    @Override
    public PromptSet prompts(ModelInfo model, Optional<Tokenizer> tokenizer) {
      Wording wording = Wording.of(NAME, model, tokenizer);
      List<String> notes = new ArrayList<>(List.of(wording.beginning()));
      List<String> names =
          wording.fitting(
              "argument names",
              Words.variables(),
              word -> wording.fits(" " + word, 1),
              DocstringPrompt.NAMES,
              notes);
      List<Twins> twins;
      if (config.reference()) {
        twins = reference();
      } else {
        List<String> nouns =
            wording.fitting(
                "nouns",
                Words.nouns(),
                // The docstring begins with one, without a blank before it.
                word -> wording.fits(word, 1) && wording.fits(" " + word, 1),
                DocstringPrompt.NOUNS,
                notes);
        PythonRandom random = new PythonRandom(config.seed());
        twins =
            DrawnPrompts.of(
                NAME,
                config.prompts(),
                () -> DocstringPrompt.draw(random, names, nouns).twins(config.corruption()),
                Twins::clean);
      }
      return new PromptSet(
          NAME,
          config.half().of(twins).stream().limit(config.prompts()).map(wording::pair).toList(),
          notes);
    }

    private List<Twins> reference() {
      return IntStream.range(0, 2 * REFERENCE_HALF)
          .mapToObj(PythonRandom::new)
          .map(random -> DocstringPrompt.draw(random, Words.variables(), Words.nouns()))
          .map(prompt -> prompt.twins(config.corruption()))
          .toList();
    }

    @Override
    public String metric() {
      return "logit-difference:wrong=max";
    }

    /** Known for the twins that the embedded model was made for. */
    @Override
    public Optional<Circuit> truth(ModelInfo model, ComputationGraph graph) {
      return config.corruption() == Corruption.RANDOM_RANDOM
          ? CompiledModels.truth(NAME, model, graph)
          : Optional.empty();
    }
  }
}
