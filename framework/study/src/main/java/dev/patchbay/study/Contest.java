package dev.patchbay.study;

import dev.patchbay.core.discovery.Workspace;
import dev.patchbay.core.discovery.Workspace.Found;
import dev.patchbay.engine.passes.Cost;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.run.Progress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Runs contenders on one setting and asks again on other prompts, for intervals. */
final class Contest {

  /**
   * How far the mean of the scores of single prompts may be from the score of all, relative to the
   * largest score: float32 sums in another order.
   */
  private static final double MEAN_TOLERANCE = 1e-3;

  private final Workspace workspace;
  private final Map<String, ContenderResult> given;
  private final Progress progress;
  private final Map<ThresholdSweep, PromptScores> each = new HashMap<>();

  /**
   * @param given answers that were made elsewhere, by what they are called
   */
  Contest(Workspace workspace, Map<String, ContenderResult> given, Progress progress) {
    this.workspace = workspace;
    this.given = given;
    this.progress = progress;
  }

  /**
   * What a contender answers on the discovery prompts.
   *
   * @throws dev.patchbay.spi.plugin.PatchbayException what it refuses
   */
  ContenderResult ask(ThresholdSweep sweep) {
    ContenderResult peer = given.get(sweep.words());
    if (peer != null) {
      requireSameGraph(sweep.words(), peer.scores().graph());
      return peer;
    }
    return ask(sweep, words -> workspace.discover(words, progress));
  }

  /** Whether somebody else made its answer. */
  boolean isGiven(ThresholdSweep sweep) {
    return given.containsKey(sweep.words());
  }

  private void requireSameGraph(String name, ComputationGraph graph) {
    if (!graph.equals(workspace.graph())) {
      throw PatchbayException.usage(
          "The scores '%s' are of %s, the model '%s' has %s."
              .formatted(name, graph, workspace.model().name(), workspace.graph()),
          "Give scores of the same model, with key and value inputs for the same heads.");
    }
  }

  private ContenderResult ask(ThresholdSweep sweep, Function<String, Found> run) {
    List<Found> found = new ArrayList<>();
    for (String words : sweep.runs()) {
      progress.throwIfStopped();
      found.add(run.apply(words));
    }
    List<Circuit> kept = found.stream().flatMap(one -> one.result().circuit().stream()).toList();
    EdgeScores first = found.get(0).result().scores();
    return new ContenderResult(
        kept.size() > 1 ? sweep.scores(kept) : first,
        kept,
        labels(sweep),
        found.stream().map(Found::cost).reduce(Cost.NOTHING, Cost::plus),
        found.stream().mapToDouble(Found::seconds).sum());
  }

  private static List<String> labels(ThresholdSweep sweep) {
    return sweep.thresholds().isEmpty()
        ? List.of(sweep.words())
        : sweep.thresholds().stream()
            .map(tau -> String.format(Locale.ROOT, "τ = %s", tau))
            .toList();
  }

  /**
   * The answers on resampled discovery prompts. A score method's are means of its scores of each
   * prompt alone; a search runs again.
   *
   * @param whole the answer on all prompts
   * @param rediscover how often a search runs again
   * @return none if a search does not, or if the scores are not a mean over prompts, so that the
   *     parts do not make the whole
   */
  Stream<ContenderResult> again(
      ThresholdSweep sweep, ContenderResult whole, Bootstrap bootstrap, int rediscover) {
    if (isGiven(sweep)) {
      return Stream.empty();
    }
    if (whole.isSearch()) {
      return bootstrap.draws().stream()
          .limit(rediscover)
          .map(drawn -> ask(sweep, words -> workspace.discover(words, drawn, progress)));
    }
    if (bootstrap.draws().isEmpty()) {
      return Stream.empty();
    }
    PromptScores scores =
        each.computeIfAbsent(sweep, s -> new PromptScores(whole.scores(), ofEachPrompt(s)));
    return scores.gap() > MEAN_TOLERANCE
        ? Stream.empty()
        : bootstrap.draws().stream().map(scores::of).map(ContenderResult::ofScores);
  }

  private List<double[]> ofEachPrompt(ThresholdSweep sweep) {
    List<double[]> scores = new ArrayList<>();
    for (int prompt = 0; prompt < workspace.prompts(); prompt++) {
      progress.throwIfStopped();
      Found alone = workspace.discover(sweep.words(), new int[] {prompt}, progress);
      scores.add(PromptScores.values(alone.result().scores()));
    }
    return scores;
  }
}
