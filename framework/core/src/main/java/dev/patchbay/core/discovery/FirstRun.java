package dev.patchbay.core.discovery;

import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.model.prompts.PromptFile;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.metric.MetricTraits;
import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.spi.task.PromptSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A run whose strategy or task nobody named: what is chosen for this model, and why. Models that
 * come by name are small, and ACDC's first run on one takes seconds; of any other model a first run
 * estimates.
 *
 * @param request the run with what was chosen
 * @param words a sentence for each choice that is not the usual one
 */
public record FirstRun(RunRequest request, List<String> words) {

  /** Edges above which no search begins unless it is asked for: a run of minutes becomes hours. */
  public static final int LARGEST_SEARCH = 100_000;

  /** Tokens of the usual prompt of {@code induction}. */
  private static final int USUAL_LENGTH = 12;

  private static final String KL = "kl-divergence";

  /**
   * Chooses. Reads the model's configuration, and the prompts if they come from a file.
   *
   * @param asked what was asked; its strategy and task do not count where they are open
   * @throws PatchbayException if there is no such model, or nothing can be chosen
   */
  public static FirstRun of(
      RunRequest asked,
      boolean openStrategy,
      boolean openTask,
      PluginCatalog catalog,
      Progress progress) {
    if (!openStrategy && !openTask) {
      return new FirstRun(asked, List.of());
    }
    boolean ours = ModelCard.names(catalog).contains(asked.model().replaceFirst(":.*", ""));
    ModelFinder finder = new ModelFinder(catalog);
    try (Checkpoint checkpoint = finder.open(asked.model(), progress)) {
      Architecture architecture = finder.architecture(checkpoint.config());
      ModelSpec spec = architecture.spec(checkpoint.config());
      int edges = ComputationGraph.of(asked.form().graphShape(spec)).edgeCount();
      List<String> words = new ArrayList<>();
      RunRequest run = asked;
      if (openTask && !ours) {
        run = run.on(run.model(), task(spec));
        words.add(
            "task %s: none was named, and random tokens can be asked of any model; --task or --prompts"
                    .formatted(run.task())
                + " asks it something else");
      }
      if (!openStrategy) {
        return new FirstRun(run, words);
      }
      if (ours && edges <= LARGEST_SEARCH) {
        String metric = run.metric().or(RunRequest.DEFAULT::metric).orElseThrow();
        return new FirstRun(run.measuredBy(metric), words);
      }
      boolean complete =
          run.prompts()
              .map(PromptFile::read)
              .map(file -> file.prompts(spec, checkpoint.tokenizer(), asked.bos()))
              .map(FirstRun::namesWrongAnswers)
              .orElse(true);
      RunRequest settled =
          run.metric().isEmpty() && !complete
              ? run.measuredBy(KL)
              : Plan.settled(run, Plan.task(run, catalog));
      String metric = settled.metric().orElseThrow();
      MetricTraits traits = Plan.metric(catalog, metric).metric().traits();
      String strategy = strategy(traits, metric, edges);
      words.add("strategy " + strategy + ": none was named, and " + why(traits, metric, edges));
      return new FirstRun(run.using(strategy).measuredBy(metric), words);
    }
  }

  private static String task(ModelSpec spec) {
    int longest = Math.min(Math.min(spec.dVocab(), spec.dVocabOut()), spec.nCtx());
    return longest < USUAL_LENGTH ? "induction:length=" + longest : "induction";
  }

  private static boolean namesWrongAnswers(PromptSet prompts) {
    return prompts.pairs().stream()
        .flatMap(pair -> pair.answers().stream())
        .noneMatch(answer -> answer.wrong().isEmpty());
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
      return traits.gradientVanishesAtClean() ? "eap-ig-inputs" : "eap";
    }
    if (edges <= LARGEST_SEARCH) {
      return RunRequest.DEFAULT.strategy();
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
