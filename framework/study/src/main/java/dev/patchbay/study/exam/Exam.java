package dev.patchbay.study.exam;

import dev.patchbay.catalog.Chosen;
import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.catalog.PluginKind;
import dev.patchbay.core.discovery.ModelCard;
import dev.patchbay.core.run.CircuitDiscovery;
import dev.patchbay.core.run.RunOutcome;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.core.run.Selection;
import dev.patchbay.engine.Cost;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.EdgeScores.Ranking;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.spi.strategy.DiscoveryResult;
import dev.patchbay.spi.strategy.StrategyProvider;
import dev.patchbay.study.ThresholdSweep;
import dev.patchbay.study.judgement.Judgement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Holds strategies against models whose circuit is known.
 *
 * <p>Scores are ranked by size. A search that takes a {@code threshold} and was given none runs
 * once for each of {@link ThresholdSweep#USUAL}, and its curve has a point for each circuit that it
 * kept.
 */
public final class Exam {

  private final PluginCatalog catalog;
  private final CircuitDiscovery discovery;

  /**
   * @param discovery how a strategy is run
   */
  public Exam(PluginCatalog catalog, CircuitDiscovery discovery) {
    this.catalog = catalog;
    this.discovery = discovery;
  }

  /**
   * The subjects: every task whose circuit in one of the models is known.
   *
   * @param models as for {@code --model}; empty for those that model sources hold out for it
   * @throws PatchbayException if a model that was asked for has none
   */
  public List<ExamSubject> subjects(List<String> models) {
    if (models.isEmpty()) {
      return catalog.all(PluginKind.MODEL_SOURCE).values().stream()
          .flatMap(source -> source.examined().stream())
          .distinct()
          .sorted()
          .flatMap(model -> subjects(model).stream())
          .toList();
    }
    List<ExamSubject> subjects = new ArrayList<>();
    for (String model : models) {
      List<ExamSubject> found = subjects(model);
      if (found.isEmpty()) {
        throw PatchbayException.usage(
            "No task knows a circuit of the model '%s'.".formatted(model),
            "An exam needs a truth; without --model it takes every model that has one.");
      }
      subjects.addAll(found);
    }
    return subjects;
  }

  private List<ExamSubject> subjects(String model) {
    ModelCard card = ModelCard.of(model, catalog);
    List<ExamSubject> subjects = new ArrayList<>();
    for (String task : catalog.all(PluginKind.TASK).keySet()) {
      card.truth(task, catalog)
          .ifPresent(truth -> subjects.add(new ExamSubject(model, task, truth)));
    }
    return subjects;
  }

  /** Every strategy there is, by name. */
  public List<String> strategies() {
    return List.copyOf(catalog.all(PluginKind.STRATEGY).keySet());
  }

  /**
   * Refuses a strategy that does not exist, or that refuses its options, before anything runs.
   *
   * @param words as for {@code --strategy}
   */
  public void require(String words) {
    Chosen<StrategyProvider> chosen = catalog.choose(PluginKind.STRATEGY, words);
    chosen.provider().create(chosen.options());
  }

  /**
   * One strategy on one subject. A strategy that refuses the subject gives a cell that says so.
   *
   * @param strategy as for {@code --strategy}
   * @param settings everything else of the run
   * @throws PatchbayException if the user stops it
   */
  public ExamCell sit(
      ExamSubject subject, String strategy, RunRequest settings, Progress progress) {
    ThresholdSweep sweep = ThresholdSweep.of(strategy, catalog);
    RunRequest settled = discovery.settled(request(subject, strategy, settings));
    List<RunOutcome> outcomes = new ArrayList<>();
    Optional<String> refusal = Optional.empty();
    try {
      for (String words : sweep.runs()) {
        outcomes.add(discovery.run(request(subject, words, settings), progress));
      }
    } catch (PatchbayException e) {
      if (e.kind() == PatchbayException.Kind.INTERRUPTED) {
        throw e;
      }
      refusal = Optional.of(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
    return new ExamCell(
        subject.model(),
        subject.task(),
        strategy,
        settled.metric().orElseThrow(),
        settled.ablation().orElseThrow(),
        subject.truth().graph().edgeCount(),
        subject.truth().size(),
        sweep.thresholds(),
        refusal.isPresent() ? Optional.empty() : Optional.of(judge(outcomes, subject.truth())),
        refusal,
        outcomes.stream().map(Exam::spent).reduce(Cost.NOTHING, Cost::plus),
        outcomes.stream().mapToDouble(run -> run.seconds().getOrDefault("discover", 0.0)).sum());
  }

  private static Judgement judge(List<RunOutcome> outcomes, Circuit truth) {
    DiscoveryResult first = outcomes.get(0).discovery();
    return first.circuit().isEmpty()
        ? Judgement.of(first.scores(), Ranking.ABSOLUTE, truth)
        : Judgement.of(
            outcomes.stream().flatMap(run -> run.discovery().circuit().stream()).toList(), truth);
  }

  private RunRequest request(ExamSubject subject, String strategy, RunRequest settings) {
    boolean searches = catalog.choose(PluginKind.STRATEGY, strategy).provider().searches();
    // Any size will do for scores, as the scores are judged; a fixed one spares the search for it.
    Selection selection =
        searches
            ? Selection.AUTOMATIC
            : new Selection(
                OptionalInt.of(subject.truth().graph().edgeCount()),
                OptionalDouble.empty(),
                Ranking.ABSOLUTE);
    return new RunRequest(
        subject.model(),
        subject.task(),
        Optional.empty(),
        settings.bos(),
        strategy,
        settings.metric(),
        settings.ablation(),
        selection,
        settings.form(),
        settings.device(),
        settings.batching(),
        settings.threads(),
        settings.seed(),
        settings.verify());
  }

  private static Cost spent(RunOutcome outcome) {
    return outcome.cost().getOrDefault("discover", Cost.NOTHING);
  }
}
