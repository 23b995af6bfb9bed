package dev.patchbay.study;

import dev.patchbay.core.report.ScoreFile.Sign;
import dev.patchbay.model.weights.ModelForm;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a comparison asks. Every case is one strategy on one model and task, by one metric, under
 * one ablation, with one seed: the product of what is listed.
 *
 * @param title what the comparison is about, in a few words
 * @param description the question, in some sentences; may be empty
 * @param models on which it is compared
 * @param tasks as for {@code --task}, of models without tasks of their own; empty for what each
 *     model is for
 * @param contenders what is compared
 * @param metrics as for {@code --metric}; empty for what suits each task
 * @param ablations as for {@code --ablation}; empty for what suits each task
 * @param seeds seeds of whatever draws
 * @param selections how circuits are made of scores
 * @param prune whether what lies on no path from the input to the logits leaves a circuit before it
 *     is measured and counted
 * @param bootstrap how intervals are had
 * @param runsCircuits whether circuits are run to see what they do; if not, answers are only held
 *     against a circuit that is known
 * @param examine what is asked of each circuit beside the usual
 * @param given scores from files that take part beside the strategies
 * @param form in what form models are loaded
 * @param device {@code cpu} or {@code gpu0}
 */
public record Study(
    String title,
    String description,
    List<Subject> models,
    List<String> tasks,
    List<Contender> contenders,
    List<String> metrics,
    List<String> ablations,
    List<Long> seeds,
    List<CircuitRule> selections,
    boolean prune,
    Resampling bootstrap,
    boolean runsCircuits,
    Examination examine,
    List<Given> given,
    ModelForm form,
    String device) {

  public Study {
    models = List.copyOf(models);
    tasks = List.copyOf(tasks);
    contenders = List.copyOf(contenders);
    metrics = List.copyOf(metrics);
    ablations = List.copyOf(ablations);
    seeds = List.copyOf(seeds);
    selections = List.copyOf(selections);
    given = List.copyOf(given);
  }

  /** The same study of other contenders. */
  public Study among(List<Contender> others) {
    return new Study(
        title,
        description,
        models,
        tasks,
        others,
        metrics,
        ablations,
        seeds,
        selections,
        prune,
        bootstrap,
        runsCircuits,
        examine,
        given,
        form,
        device);
  }

  /**
   * A model.
   *
   * @param model as for {@code --model}
   * @param tasks for this one alone; empty for the study's
   */
  public record Subject(String model, List<String> tasks) {

    public Subject {
      tasks = List.copyOf(tasks);
    }
  }

  /**
   * A strategy that takes part.
   *
   * @param strategy as for {@code --strategy}
   * @param thresholds τ at which a search runs, one after the other; empty for scores, and for a
   *     search that was given its own
   * @param metrics the metrics for this one alone; empty for the study's
   */
  public record Contender(String strategy, List<Double> thresholds, List<String> metrics) {

    public Contender {
      thresholds = List.copyOf(thresholds);
      metrics = List.copyOf(metrics);
    }
  }

  /**
   * Scores that somebody else made.
   *
   * @param name what they are called here
   * @param file in the layout of EAP-IG and MIB
   * @param sign of what they are changes; nothing if the file says so itself
   * @param asCircuit whether the circuit that the file brings is judged, and not circuits that are
   *     made of its scores
   */
  public record Given(String name, Path file, Optional<Sign> sign, boolean asCircuit) {}

  /**
   * How often to resample.
   *
   * @param resamples of prompts, for each interval; 0 for no intervals
   * @param rediscover how often a search runs again on resampled prompts; 0: no interval for it
   */
  public record Resampling(int resamples, int rediscover) {

    /** Quantiles of an interval settle long before. */
    public static final int MOST_RESAMPLES = 100_000;

    /** Each is a run of the search. */
    public static final int MOST_REDISCOVERIES = 1000;
  }

  /**
   * What costs further runs and is asked for by name.
   *
   * @param completeness knock-outs of random and greedy subsets of the circuit
   * @param minimality each edge's own effect inside the circuit
   * @param hypotheses Shi et al.'s tests of equivalence and independence
   * @param estimates strategies whose scores are compared with {@code exact}, edge by edge
   */
  public record Examination(
      boolean completeness, boolean minimality, boolean hypotheses, List<String> estimates) {

    /** Nothing further. */
    public static final Examination NONE = new Examination(false, false, false, List.of());

    public Examination {
      estimates = List.copyOf(estimates);
    }
  }
}
