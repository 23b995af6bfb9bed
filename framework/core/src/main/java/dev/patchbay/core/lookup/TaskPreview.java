package dev.patchbay.core.lookup;

import dev.patchbay.catalog.Chosen;
import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.catalog.PluginKind;
import dev.patchbay.model.prompts.TaskPrompts;
import dev.patchbay.model.tokenizer.BosPolicy;
import dev.patchbay.spi.model.ModelInfo;
import dev.patchbay.spi.model.Tokenizer;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.report.PluginUse;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.spi.task.Answer;
import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.PromptSet;
import dev.patchbay.spi.task.Task;
import dev.patchbay.spi.task.TaskProvider;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/** What does a task ask of a model? Opens its configuration and tokenizer, and no weights. */
public final class TaskPreview {

  private final PluginCatalog catalog;
  private final Models models;

  @Inject
  public TaskPreview(PluginCatalog catalog, Models models) {
    this.catalog = catalog;
    this.models = models;
  }

  /**
   * A task's prompts for a model.
   *
   * @param model what the model is called
   * @param task the task with every option
   * @param metric the metric that suits it
   * @param ablation the ablation that suits it
   * @param examples the first of them, in words
   */
  public record Preview(
      String model,
      PluginUse task,
      String metric,
      String ablation,
      PromptSet prompts,
      List<Example> examples) {}

  /**
   * A prompt in words; where the model has no tokenizer, in ids.
   *
   * @param clean the clean prompt
   * @param corrupted its twin; empty where it has none
   * @param answers what is right and wrong, at each position
   */
  public record Example(
      PromptPair pair, String clean, String corrupted, List<AnswerWords> answers) {}

  /**
   * An answer in words.
   *
   * @param position where it is read
   * @param right right next tokens
   * @param wrong wrong next tokens
   */
  public record AnswerWords(int position, List<String> right, List<String> wrong) {}

  /** A task's metric, as for {@code --metric}. */
  public String metric(String task) {
    Chosen<TaskProvider> chosen = catalog.choose(PluginKind.TASK, task);
    return chosen.provider().create(chosen.options()).metric();
  }

  /**
   * Makes a task's prompts.
   *
   * @param words a task's name with options
   * @param model a model, as for a run
   * @param examples how many are shown
   * @throws PatchbayException if there is no such task or model, or they do not suit each other
   */
  public Preview of(String words, String model, BosPolicy bos, int examples, Progress progress) {
    Chosen<TaskProvider> chosen = catalog.choose(PluginKind.TASK, words);
    Task task = chosen.provider().create(chosen.options());
    try (OpenModel open = models.open(model, progress)) {
      Optional<Tokenizer> tokenizer = open.checkpoint().tokenizer();
      ModelInfo info = new ModelInfo(open.name(), "", open.spec());
      PromptSet prompts = TaskPrompts.of(task, info, tokenizer, bos);
      return new Preview(
          open.name(),
          chosen.use(),
          task.metric(),
          task.ablation(),
          prompts,
          prompts.pairs().stream().limit(examples).map(pair -> example(pair, tokenizer)).toList());
    }
  }

  private static Example example(PromptPair pair, Optional<Tokenizer> tokenizer) {
    return new Example(
        pair,
        text(pair.clean(), tokenizer),
        text(pair.corrupted(), tokenizer),
        pair.answers().stream().map(answer -> words(answer, tokenizer)).toList());
  }

  private static AnswerWords words(Answer answer, Optional<Tokenizer> tokenizer) {
    return new AnswerWords(
        answer.position(),
        answer.right().stream().map(id -> text(List.of(id), tokenizer)).toList(),
        answer.wrong().stream().map(id -> text(List.of(id), tokenizer)).toList());
  }

  private static String text(List<Integer> ids, Optional<Tokenizer> tokenizer) {
    return tokenizer
        .map(words -> words.decode(ids))
        .orElseGet(() -> String.join(" ", ids.stream().map(String::valueOf).toList()));
  }
}
