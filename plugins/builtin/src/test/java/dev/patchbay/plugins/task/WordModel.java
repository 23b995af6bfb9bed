package dev.patchbay.plugins.task;

import dev.patchbay.plugins.words.WordTokenizer;
import dev.patchbay.plugins.words.Words;
import dev.patchbay.spi.model.ModelInfo;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.Tokenizer;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.task.PromptSet;
import dev.patchbay.spi.task.TaskProvider;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A model that reads and writes words, and what tasks ask it. */
final class WordModel {

  static final Tokenizer WORDS = new WordTokenizer(Words.vocabulary());

  private WordModel() {}

  static ModelInfo of(Tokenizer tokenizer) {
    return new ModelInfo(
        "wordy",
        "",
        ModelSpec.builder("gpt2")
            .nLayers(2)
            .nHeads(2)
            .dModel(4)
            .dHead(2)
            .mlps(8, ModelSpec.Activation.GELU)
            .dVocab(tokenizer.size())
            .nCtx(64)
            .norm(ModelSpec.Norm.LAYER_NORM, 1e-5)
            .build());
  }

  static PromptSet prompts(TaskProvider task, String... options) {
    return prompts(WORDS, task, options);
  }

  /**
   * What the task asks.
   *
   * @param options such as {@code seed=1}
   */
  static PromptSet prompts(Tokenizer tokenizer, TaskProvider task, String... options) {
    Map<String, String> words = new LinkedHashMap<>();
    List.of(options).forEach(option -> words.put(name(option), value(option)));
    return task.create(new Options(task.descriptor().name(), words))
        .prompts(of(tokenizer), Optional.of(tokenizer));
  }

  private static String name(String option) {
    return option.substring(0, option.indexOf('='));
  }

  private static String value(String option) {
    return option.substring(option.indexOf('=') + 1);
  }
}
