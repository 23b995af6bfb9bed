package dev.patchbay.examples.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import dev.patchbay.engine.EngineExperiment;
import dev.patchbay.engine.readout.NamedMetric;
import dev.patchbay.engine.tensor.TensorEngine;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.model.weights.ModelForm;
import dev.patchbay.plugins.ablation.Patching;
import dev.patchbay.plugins.architecture.Gpt2Architecture;
import dev.patchbay.plugins.metric.Accuracy;
import dev.patchbay.plugins.metric.ProbabilityDifference;
import dev.patchbay.plugins.model.EmbeddedModels;
import dev.patchbay.plugins.task.DocstringTask;
import dev.patchbay.plugins.task.GreaterThanTask;
import dev.patchbay.plugins.task.IoiTask;
import dev.patchbay.spi.metric.MetricProvider;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.Tokenizer;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.PromptSet;
import dev.patchbay.spi.task.TaskProvider;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped model, through the product, on prompts that it was not trained on. */
class PatchbaySmallAccuracyTest {

  /** What the model was to reach. */
  private static final double ACCURACY = .99;

  private static final double PROBABILITY_DIFFERENCE = .9;

  private static final int PROMPTS = 400;
  private static final int BATCH = 100;

  private static final Tokenizer WORDS = Recipe.tokenizer();
  private static final Lessons LESSONS = Recipe.patchbaySmall(1, 0).lessons();
  private static final LoadedModel MODEL = load();

  private static LoadedModel load() {
    TensorEngine.start(0);
    try (Checkpoint checkpoint = new EmbeddedModels().open("patchbay-small").orElseThrow()) {
      return LoadedModel.load(
          checkpoint, new Gpt2Architecture(), Device.cpu(), ModelForm.plain(DataType.FLOAT32));
    }
  }

  @AfterAll
  static void close() {
    MODEL.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ioi", "docstring"})
  void accuracy_onHeldOutCombinations_isWhatItWasTrainedFor(String task) {
    List<PromptPair> prompts =
        LESSONS.exam(task, PROMPTS).stream()
            .map(LESSONS::tokens)
            .map(tokens -> pair(tokens, List.of(tokens.get(tokens.size() - 1)), List.of()))
            .toList();

    assertThat(mean(prompts, new Accuracy())).isGreaterThanOrEqualTo(ACCURACY);
  }

  @Test
  void probabilityDifference_onHeldOutYears_isWhatItWasTrainedFor() {
    int[] years =
        IntStream.range(0, 100)
            .map(year -> WORDS.encode(String.format(Locale.ROOT, "%02d", year)).get(0).id())
            .toArray();
    List<PromptPair> prompts =
        LESSONS.exam("greater-than", PROMPTS).stream()
            .map(
                example -> {
                  int year = Integer.parseInt(example.combination().replaceFirst(".*(..)", "$1"));
                  return pair(
                      LESSONS.tokens(example),
                      IntStream.range(year + 1, 100).mapToObj(y -> years[y]).toList(),
                      IntStream.rangeClosed(0, year).mapToObj(y -> years[y]).toList());
                })
            .toList();

    assertThat(mean(prompts, new ProbabilityDifference()))
        .isGreaterThanOrEqualTo(PROBABILITY_DIFFERENCE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"abba", "baba"})
  void accuracy_onThePromptsOfTheTaskIoi_isWhatItWasTrainedFor(String order) {
    assertThat(
            mean(prompts(new IoiTask(), Map.of("order", order, "template", "all")), new Accuracy()))
        .isGreaterThanOrEqualTo(ACCURACY);
  }

  @Test
  void accuracy_onThePromptsOfTheTaskDocstring_isWhatItWasTrainedFor() {
    assertThat(mean(prompts(new DocstringTask(), Map.of()), new Accuracy()))
        .isGreaterThanOrEqualTo(ACCURACY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"to", "to-the-year"})
  void probabilityDifference_onThePromptsOfTheTaskGreaterThan_isWhatItWasTrainedFor(String ending) {
    assertThat(
            mean(
                prompts(new GreaterThanTask(), Map.of("ending", ending)),
                new ProbabilityDifference()))
        .isGreaterThanOrEqualTo(PROBABILITY_DIFFERENCE);
  }

  /** A prompt is all of a text but its last token. */
  private static PromptPair pair(List<Integer> text, List<Integer> right, List<Integer> wrong) {
    return PromptPair.of(text.subList(0, text.size() - 1), List.of(), right, wrong);
  }

  private static List<PromptPair> prompts(TaskProvider task, Map<String, String> options) {
    Map<String, String> all = new LinkedHashMap<>(options);
    all.put("prompts", Integer.toString(PROMPTS / 2));
    return task.create(new Options(task.descriptor().name(), all))
        .prompts(MODEL.info(), Optional.of(WORDS))
        .pairs();
  }

  private static double mean(List<PromptPair> prompts, MetricProvider provider) {
    String name = provider.descriptor().name();
    NamedMetric metric = new NamedMetric(name, provider.create(Options.none(name)));
    try (EngineExperiment experiment =
        new EngineExperiment(
            MODEL,
            new PromptSet("prompts", withTwins(prompts)),
            metric,
            new Patching().create(Options.none("patching")),
            BATCH,
            other -> metric)) {
      return experiment.cleanMetric();
    }
  }

  /** Patching wants twins; a plain run does not look at them. */
  private static List<PromptPair> withTwins(List<PromptPair> prompts) {
    return prompts.stream().map(prompt -> prompt.withCorrupted(prompt.clean())).toList();
  }
}
