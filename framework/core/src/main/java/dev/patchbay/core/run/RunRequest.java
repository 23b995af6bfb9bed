package dev.patchbay.core.run;

import ai.djl.ndarray.types.DataType;
import dev.patchbay.engine.memory.Batching;
import dev.patchbay.model.tokenizer.BosPolicy;
import dev.patchbay.model.weights.ModelForm;
import dev.patchbay.spi.report.Rounding;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a run is asked to do. Plug-ins are named as on the command line: {@code
 * acdc:threshold=.01,order=repo}.
 *
 * @param model a name that a model source knows, or a folder
 * @param task the task; not looked at where {@code prompts} is given
 * @param prompts a file of prompt pairs, instead of a task
 * @param bos what comes before prompts of that file that are text
 * @param strategy the strategy
 * @param metric the metric; nothing for the task's own, or {@link Defaults#METRIC_OF_PROMPT_FILES}
 * @param ablation the ablation; nothing for the task's own, or {@link
 *     Defaults#ABLATION_OF_PROMPT_FILES}
 * @param selection how a circuit is chosen from scores; refused unless automatic for a search
 * @param form in what form the model is loaded: type of its numbers, key/value inputs, weights
 * @param device {@code cpu} or {@code gpu0}
 * @param batching how many prompts go through the model at once, and in how much memory
 * @param threads threads of one tensor operation; 0 for all cores
 * @param seed given to every plug-in that declares an option as its seed and was given none
 * @param verify how much the run proves about itself
 * @param extras what the run collects beside its result
 */
public record RunRequest(
    String model,
    String task,
    Optional<Path> prompts,
    BosPolicy bos,
    String strategy,
    Optional<String> metric,
    Optional<String> ablation,
    Selection selection,
    ModelForm form,
    String device,
    Batching batching,
    int threads,
    long seed,
    Verify verify,
    Extras extras) {

  /**
   * The run of the first five minutes: the embedded trained model on one of its tasks, by the
   * metric with which ACDC was published, whose thresholds mean the same for every task.
   */
  public static final RunRequest DEFAULT =
      new RunRequest(
          Defaults.MODEL,
          Defaults.TASK,
          Optional.empty(),
          BosPolicy.AUTO,
          Defaults.SEARCH,
          Optional.of(Defaults.DIVERGENCE),
          Optional.empty(),
          Selection.AUTOMATIC,
          ModelForm.plain(DataType.FLOAT32),
          "cpu",
          Batching.USUAL,
          0,
          0,
          Verify.BASELINE,
          Extras.NONE);

  /** FLOAT32 or FLOAT64. */
  public DataType dataType() {
    return form.dataType();
  }

  /** How far two of its numbers may part by rounding alone. */
  public Rounding rounding() {
    return dataType() == DataType.FLOAT64 ? Rounding.FLOAT64 : Rounding.FLOAT32;
  }

  /** The same run of another model and task. */
  public RunRequest on(String otherModel, String otherTask) {
    return copy(otherModel, otherTask, strategy, metric, ablation, batching, seed, verify, extras);
  }

  /** The same run, measured and ablated so. */
  public RunRequest by(String namedMetric, String namedAblation) {
    Optional<String> named = Optional.of(namedMetric);
    Optional<String> other = Optional.of(namedAblation);
    return copy(model, task, strategy, named, other, batching, seed, verify, extras);
  }

  /** The same run, measured so. */
  public RunRequest measuredBy(String named) {
    Optional<String> by = Optional.of(named);
    return copy(model, task, strategy, by, ablation, batching, seed, verify, extras);
  }

  /** The same run by another strategy. */
  public RunRequest using(String otherStrategy) {
    return copy(model, task, otherStrategy, metric, ablation, batching, seed, verify, extras);
  }

  /** The same run with another seed. */
  public RunRequest seeded(long otherSeed) {
    return copy(model, task, strategy, metric, ablation, batching, otherSeed, verify, extras);
  }

  /** Most prompts in a batch. */
  public int batchSize() {
    return batching.size();
  }

  /** The same run in these batches. */
  public RunRequest with(Batching chosen) {
    return copy(model, task, strategy, metric, ablation, chosen, seed, verify, extras);
  }

  /** The same run, collecting this beside its result. */
  public RunRequest with(Extras collected) {
    return copy(model, task, strategy, metric, ablation, batching, seed, verify, collected);
  }

  /** The same run, proving this much about itself. */
  public RunRequest with(Verify level) {
    return copy(model, task, strategy, metric, ablation, batching, seed, level, extras);
  }

  private RunRequest copy(
      String itsModel,
      String itsTask,
      String itsStrategy,
      Optional<String> itsMetric,
      Optional<String> itsAblation,
      Batching itsBatching,
      long itsSeed,
      Verify itsVerify,
      Extras itsExtras) {
    return new RunRequest(
        itsModel,
        itsTask,
        prompts,
        bos,
        itsStrategy,
        itsMetric,
        itsAblation,
        selection,
        form,
        device,
        itsBatching,
        threads,
        itsSeed,
        itsVerify,
        itsExtras);
  }
}
