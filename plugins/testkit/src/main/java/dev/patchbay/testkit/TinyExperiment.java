package dev.patchbay.testkit;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import dev.patchbay.engine.EngineExperiment;
import dev.patchbay.engine.readout.NamedMetric;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.spi.ablation.Ablation;
import dev.patchbay.spi.metric.Metric;
import dev.patchbay.spi.metric.MetricTraits;
import dev.patchbay.spi.metric.MetricTraits.Direction;
import dev.patchbay.spi.metric.MetricTraits.Reads;
import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.PromptSet;
import java.util.ArrayList;
import java.util.List;

/** A real experiment on a tiny model, in float64 on the processor. The caller closes it. */
public final class TinyExperiment implements AutoCloseable {

  /** Prompts in a batch, where a test does not care. */
  public static final int BATCH_SIZE = 4;

  private final LoadedModel model;
  private final EngineExperiment experiment;

  private TinyExperiment(LoadedModel model, EngineExperiment experiment) {
    this.model = model;
    this.experiment = experiment;
  }

  /** By logit difference under patching. */
  public static TinyExperiment of(Checkpoint checkpoint, PromptSet prompts, int batchSize) {
    return of(checkpoint, prompts, new AnswerMargin(), Ablation.corruptedRun(), batchSize);
  }

  /**
   * By any metric and ablation.
   *
   * @throws dev.patchbay.spi.plugin.PatchbayException if the prompts do not suit them
   */
  public static TinyExperiment of(
      Checkpoint checkpoint, PromptSet prompts, Metric metric, Ablation ablation, int batchSize) {
    LoadedModel model =
        LoadedModel.load(checkpoint, new TinyArchitecture(), Device.cpu(), DataType.FLOAT64);
    try {
      NamedMetric named = new NamedMetric("metric-under-test", metric);
      return new TinyExperiment(
          model,
          // A strategy that asks for a metric of its own gets the same one: there is no catalog.
          new EngineExperiment(model, prompts, named, ablation, batchSize, name -> named));
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  /** The logits of every token after a prompt, of any model. */
  static double[] logits(Checkpoint checkpoint, Architecture architecture, List<Integer> prompt) {
    List<double[]> seen = new ArrayList<>();
    Metric watch =
        Metric.of(
            new MetricTraits(Direction.HIGHER, Reads.VOCABULARY, false, false, false, false),
            readout -> {
              seen.add(readout.logits().toDoubleArray());
              return readout.logits().get(":, 0");
            });
    NamedMetric named = new NamedMetric("logits", watch);
    PromptSet prompts =
        new PromptSet("prompt", List.of(PromptPair.of(prompt, prompt, List.of(0), List.of(1))));
    try (LoadedModel model =
            LoadedModel.load(checkpoint, architecture, Device.cpu(), DataType.FLOAT64);
        EngineExperiment experiment =
            new EngineExperiment(
                model, prompts, named, Ablation.corruptedRun(), 1, name -> named)) {
      experiment.cleanMetric();
      return seen.get(0);
    }
  }

  /** The experiment. */
  public EngineExperiment experiment() {
    return experiment;
  }

  @Override
  public void close() {
    experiment.close();
    model.close();
  }
}
