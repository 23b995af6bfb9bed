package dev.patchbay.study.exam;

import dev.patchbay.catalog.Chosen;
import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.catalog.PluginKind;
import dev.patchbay.core.lookup.ModelCard;
import dev.patchbay.core.lookup.Models;
import dev.patchbay.core.lookup.Tasks;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.model.weights.ModelForm;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.strategy.StrategyProvider;
import dev.patchbay.study.Cell;
import dev.patchbay.study.CircuitRule;
import dev.patchbay.study.Results;
import dev.patchbay.study.Study;
import dev.patchbay.study.ThresholdSweep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The study that holds strategies against models whose circuit is known, and against that alone: no
 * circuit is run.
 *
 * <p>Scores are ranked by size. A search that declares a threshold and was given none runs once for
 * each of {@link ThresholdSweep#USUAL}, and its curve has a point for each circuit that it kept.
 *
 * @param catalog where plug-ins come from
 * @param subjects the models and tasks
 */
public record Exam(PluginCatalog catalog, List<ExamSubject> subjects) {

  public Exam {
    subjects = List.copyOf(subjects);
  }

  /**
   * The exam on every task whose circuit in one of the models is known.
   *
   * @param models as for {@code --model}; empty for those that model sources hold out for it
   * @throws PatchbayException if a model that was asked for has none
   */
  public static Exam on(List<String> models, PluginCatalog catalog) {
    List<String> known =
        catalog.all(PluginKind.MODEL_SOURCE).values().stream()
            .flatMap(source -> source.examined().stream())
            .distinct()
            .sorted()
            .toList();
    List<ExamSubject> subjects = new ArrayList<>();
    for (String model : models.isEmpty() ? known : models) {
      List<ExamSubject> found = subjects(model, catalog);
      if (found.isEmpty() && !models.isEmpty()) {
        throw PatchbayException.usage(
            "No task knows a circuit of the model '%s'.".formatted(model),
            "An exam needs a truth; without --model it takes every model that has one.");
      }
      subjects.addAll(found);
    }
    return new Exam(catalog, subjects.stream().distinct().toList());
  }

  private static List<ExamSubject> subjects(String model, PluginCatalog catalog) {
    ModelCard card = new Models(catalog).card(model);
    Tasks tasks = new Tasks(catalog);
    List<ExamSubject> subjects = new ArrayList<>();
    for (String task : catalog.all(PluginKind.TASK).keySet()) {
      tasks.truth(task, card).ifPresent(truth -> subjects.add(new ExamSubject(model, task, truth)));
    }
    return subjects;
  }

  /** Every strategy there is, by name, each with its variants. */
  public List<String> strategies() {
    List<String> all = new ArrayList<>();
    catalog
        .all(PluginKind.STRATEGY)
        .forEach(
            (name, strategy) -> {
              all.add(name);
              all.addAll(strategy.variants());
            });
    return all;
  }

  /**
   * What is asked.
   *
   * @param strategies as for {@code --strategy}
   * @param metric as for {@code --metric}; nothing for what suits each task
   * @param ablation as for {@code --ablation}; nothing for what suits each task
   * @param form in what form models are loaded
   * @param seed of whatever draws
   * @throws PatchbayException if there is no such strategy, or it refuses its options
   */
  public Study study(
      List<String> strategies,
      Optional<String> metric,
      Optional<String> ablation,
      ModelForm form,
      long seed) {
    strategies.forEach(this::require);
    Map<String, List<String>> tasks = new LinkedHashMap<>();
    for (ExamSubject subject : subjects) {
      tasks.computeIfAbsent(subject.model(), model -> new ArrayList<>()).add(subject.task());
    }
    return new Study(
        "Exam",
        "",
        tasks.entrySet().stream().map(t -> new Study.Subject(t.getKey(), t.getValue())).toList(),
        List.of(),
        strategies.stream()
            .distinct()
            .map(words -> new Study.Contender(words, List.of(), List.of()))
            .toList(),
        metric.stream().toList(),
        ablation.stream().toList(),
        List.of(seed),
        List.of(CircuitRule.ABSOLUTE),
        false,
        new Study.Resampling(0, 0),
        false,
        Study.Examination.NONE,
        List.of(),
        form,
        RunRequest.DEFAULT.device());
  }

  private void require(String words) {
    Chosen<StrategyProvider> chosen = catalog.choose(PluginKind.STRATEGY, words);
    chosen.provider().create(chosen.options());
  }

  /** What the strategies made of the subjects. */
  public List<ExamCell> cells(Results results) {
    return IntStream.range(0, results.cells().size())
        .mapToObj(i -> cell(results.cells().get(i), results.timings().get(i).seconds()))
        .toList();
  }

  private ExamCell cell(Cell cell, double seconds) {
    ExamSubject of = subjects.stream().filter(s -> s.isOf(cell.key())).findFirst().orElseThrow();
    ThresholdSweep sweep = ThresholdSweep.of(cell.key().strategy(), List.of(), catalog);
    return new ExamCell(of, cell, sweep.thresholds(), seconds);
  }
}
