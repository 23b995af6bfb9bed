package dev.patchbay.core.discovery;

import dev.patchbay.core.lookup.Models;
import dev.patchbay.core.lookup.OpenModel;
import dev.patchbay.core.run.Defaults;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.model.prompts.PromptFile;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.metric.MetricTraits;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.plugin.PatchbayException;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Chooses the strategy or the task of a run for which nobody named one, and says why. Models that
 * come by name are small, and ACDC's first run on one takes seconds; of any other model a first run
 * estimates.
 */
public final class FirstRun {

  /** Edges above which no search begins unless it is asked for: a run of minutes becomes hours. */
  public static final int LARGEST_SEARCH = 100_000;

  /** Tokens of the usual prompt of {@link Defaults#TASK_OF_ANY_MODEL}. */
  private static final int USUAL_LENGTH = 12;

  private final Models models;
  private final Requests requests;

  @Inject
  FirstRun(Models models, Requests requests) {
    this.models = models;
    this.requests = requests;
  }

  /**
   * What was chosen.
   *
   * @param request the run with it
   * @param words a sentence for each choice that is not the usual one
   */
  record Choice(RunRequest request, List<String> words) {}

  /**
   * Chooses.
   *
   * @param asked what was asked; its strategy and task do not count where they are open
   * @param file of its prompts, if they come from one
   * @throws PatchbayException if nothing can be chosen
   */
  Choice choose(
      RunRequest asked,
      boolean openStrategy,
      boolean openTask,
      OpenModel model,
      Optional<PromptFile> file) {
    boolean ours = models.names().contains(asked.model().replaceFirst(":.*", ""));
    int edges = ComputationGraph.of(asked.form().graphShape(model.spec())).edgeCount();
    List<String> words = new ArrayList<>();
    RunRequest run = asked;
    if (openTask) {
      Optional<String> suited = models.task(run.model());
      run = run.on(run.model(), suited.orElseGet(() -> task(model.spec())));
      if (suited.isEmpty()) {
        words.add(
            "task %s: none was named, and random tokens can be asked of any model; --task or"
                    .formatted(run.task())
                + " --prompts asks it something else");
      }
    }
    if (!openStrategy) {
      return new Choice(run, words);
    }
    if (ours && edges <= LARGEST_SEARCH) {
      String metric = run.metric().or(RunRequest.DEFAULT::metric).orElseThrow();
      return new Choice(run.measuredBy(metric), words);
    }
    boolean complete = file.map(PromptFile::namesWrongAnswers).orElse(true);
    RunRequest settled =
        run.metric().isEmpty() && !complete
            ? run.measuredBy(Defaults.DIVERGENCE)
            : requests.settled(run);
    String metric = settled.metric().orElseThrow();
    MetricTraits traits = requests.metric(metric, run.seed()).made().metric().traits();
    String strategy = strategy(traits, metric, edges);
    words.add("strategy " + strategy + ": none was named, and " + why(traits, metric, edges));
    return new Choice(run.using(strategy).measuredBy(metric), words);
  }

  private static String task(ModelSpec spec) {
    int longest = Math.min(Math.min(spec.dVocab(), spec.dVocabOut()), spec.nCtx());
    return Defaults.TASK_OF_ANY_MODEL + (longest < USUAL_LENGTH ? ":length=" + longest : "");
  }

  private static String why(MetricTraits traits, String metric, int edges) {
    if (traits.piecewiseConstant()) {
      return metric + " has no gradient to estimate by";
    }
    String search =
        String.format(
            Locale.ROOT,
            "a search may test each of %,d edges; --strategy acdc asks for one",
            edges);
    return traits.gradientVanishesAtClean()
        ? search
            + ". eap needs another metric: the gradient of "
            + metric
            + " vanishes where it reads it"
        : search;
  }

  private static String strategy(MetricTraits traits, String metric, int edges) {
    if (!traits.piecewiseConstant()) {
      return traits.gradientVanishesAtClean() ? Defaults.INTEGRATED_ESTIMATE : Defaults.ESTIMATE;
    }
    if (edges <= LARGEST_SEARCH) {
      return Defaults.SEARCH;
    }
    throw PatchbayException.usage(
        String.format(
            Locale.ROOT,
            "No strategy is named, '%s' has no gradient to estimate by, and a search may test each of"
                + " %,d edges, more than %,d.",
            metric,
            edges,
            LARGEST_SEARCH),
        "Add --strategy acdc, or take another metric.");
  }
}
