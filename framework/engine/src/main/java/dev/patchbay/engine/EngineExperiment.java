package dev.patchbay.engine;

import ai.djl.ndarray.NDArray;
import dev.patchbay.spi.ablation.Ablation;
import dev.patchbay.spi.ablation.AblationScope;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.metric.Metric;
import dev.patchbay.spi.model.ModelInfo;
import dev.patchbay.spi.run.Activations;
import dev.patchbay.spi.run.At;
import dev.patchbay.spi.run.CircuitSearch;
import dev.patchbay.spi.run.Experiment;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.spi.run.PromptBatch;
import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.PromptSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The experiment that the engine runs. */
public final class EngineExperiment implements Experiment, AutoCloseable {

  /**
   * Removals between two fresh computations of everything that a search holds. Each removal adds
   * its rounding to what is held; a fixed number, so that equal searches stay equal. Then, a loss
   * that is known from what was held is compared with the fresh one, and the search fails if they
   * are further apart than rounding goes.
   */
  public static final int REMOVALS_BETWEEN_FRESH_RUNS = 256;

  private final LoadedModel model;
  private final List<PromptBatch> batches;
  private final NamedMetric metric;
  private final Ablation ablation;
  private final Function<String, NamedMetric> metrics;
  private final PassMeter meter;
  private final Progress progress;
  private final Map<At, SenderMeans> means = new EnumMap<>(At.class);

  /** Whose means these are, where they are not this one's own. */
  private final Optional<EngineExperiment> whole;

  private final Map<Integer, BatchReadout> readouts = new HashMap<>();
  private final List<EngineExperiment> others = new ArrayList<>();

  /**
   * Checks the prompts against model, metric and ablation before any pass.
   *
   * @param metrics finds another metric by its name with options
   * @throws dev.patchbay.spi.plugin.PatchbayException if the prompts do not fit
   */
  public EngineExperiment(
      LoadedModel model,
      PromptSet prompts,
      NamedMetric metric,
      Ablation ablation,
      int batchSize,
      Function<String, NamedMetric> metrics) {
    this(model, prompts, metric, ablation, batchSize, metrics, Progress.SILENT);
  }

  /**
   * The same, for a user who may have had enough.
   *
   * @param progress asked before each batch whether the user wants to stop
   */
  public EngineExperiment(
      LoadedModel model,
      PromptSet prompts,
      NamedMetric metric,
      Ablation ablation,
      int batchSize,
      Function<String, NamedMetric> metrics,
      Progress progress) {
    this(
        model,
        PromptBatches.of(prompts, batchSize),
        metric,
        ablation,
        metrics,
        new PassMeter(prompts.pairs().size()),
        progress,
        Optional.empty());
    PromptCheck.check(model.spec(), prompts, metric, ablation);
  }

  private EngineExperiment(
      LoadedModel model,
      List<PromptBatch> batches,
      NamedMetric metric,
      Ablation ablation,
      Function<String, NamedMetric> metrics,
      PassMeter meter,
      Progress progress,
      Optional<EngineExperiment> whole) {
    this.model = model;
    this.batches = batches;
    this.metric = metric;
    this.ablation = ablation;
    this.metrics = metrics;
    this.meter = meter;
    this.progress = progress;
    this.whole = whole;
  }

  /** What was spent so far. */
  public Cost cost() {
    return meter.cost();
  }

  /** The mean of the metric over the clean prompts of a plain run, without any circuit. */
  public double cleanMetric() {
    return plainMetric(At.CLEAN);
  }

  /** The mean of the metric over the corrupted prompts of a plain run, without any circuit. */
  public double corruptedMetric() {
    return plainMetric(At.CORRUPTED);
  }

  private double plainMetric(At run) {
    double sum = 0;
    for (PromptBatch batch : batches) {
      try (EngineBatchScope scope = open(batch)) {
        BatchReadout readout = readout(scope);
        sum += Numbers.sum(readout.values(readout.atAnswers(scope.pass(run).last())));
      }
    }
    return sum / promptCount();
  }

  /**
   * How far apart are what all senders write, biases included, and the stream that the logits read:
   * the largest difference over all prompts, relative to the stream's largest number.
   */
  public double residualGap() {
    double gap = 0;
    for (PromptBatch batch : batches) {
      try (EngineBatchScope scope = open(batch)) {
        List<NDArray> streams = AblatedRun.of(model, scope.clean()).streams();
        NDArray last = scope.pass(At.CLEAN).last();
        NDArray difference = streams.get(streams.size() - 1).sub(last).abs().max();
        gap = Math.max(gap, Numbers.sum(difference) / Numbers.sum(last.abs().max()));
      }
    }
    return gap;
  }

  LoadedModel loaded() {
    return model;
  }

  Ablation ablation() {
    return ablation;
  }

  PassMeter meter() {
    return meter;
  }

  /** The readout of an open batch, with what it compares with. */
  BatchReadout readout(EngineBatchScope scope) {
    PromptBatch batch = scope.batch();
    BatchReadout readout =
        readouts.computeIfAbsent(
            batch.index(), i -> new BatchReadout(model, metric.metric(), batch));
    if (readout.lacksReference()) {
      readout.compareWith(readout.logits(readout.atAnswers(scope.pass(At.CLEAN).last())));
    }
    return readout;
  }

  /** Means over all prompts of a run: one pass, the first time. */
  SenderMeans means(At run) {
    if (whole.isPresent()) {
      return whole.get().means(run);
    }
    return means.computeIfAbsent(
        run,
        r -> {
          SenderMeans all = new SenderMeans();
          for (PromptBatch batch : batches) {
            try (EngineBatchScope scope = open(batch)) {
              all.add(scope.activations(r));
            }
          }
          return all;
        });
  }

  @Override
  public EngineBatchScope open(PromptBatch batch) {
    progress.throwIfStopped();
    // What is held of a batch is found by its number.
    if (!batches.contains(batch)) {
      throw new IllegalArgumentException(
          ("Batch %s, of %s prompts, is not one of this experiment's %s: the answers there are not its"
                  + " own.\nOpen what Experiment.batches() gives, as it is.")
              .formatted(batch.index(), batch.size(), batches.size()));
    }
    return new EngineBatchScope(this, batch);
  }

  @Override
  public CircuitSearch search(Circuit start) {
    return search(start, BatchGround::of);
  }

  @Override
  public CircuitSearch mirroredSearch(Circuit start) {
    return search(start, BatchGround::mirrored);
  }

  private CircuitSearch search(
      Circuit start, BiFunction<EngineBatchScope, BatchReadout, BatchGround> standingOn) {
    requireOwnGraph(start);
    DriftCheck drift = new DriftCheck(model.dataType(), metric.metric());
    SlicedPrompts prompts = sliced(batches, standingOn);
    try {
      return new EngineSearch(start, prompts, meter, drift);
    } catch (RuntimeException | Error e) {
      prompts.close();
      throw e;
    }
  }

  private void requireOwnGraph(Circuit circuit) {
    if (!circuit.graph().equals(graph())) {
      throw new IllegalArgumentException(
          "The circuit is over another graph than the experiment's: %s and %s.\nBuild it over Experiment.graph()."
              .formatted(circuit.graph(), graph()));
    }
  }

  private SlicedPrompts sliced(
      List<PromptBatch> some, BiFunction<EngineBatchScope, BatchReadout, BatchGround> standingOn) {
    SlicedPrompts prompts = new SlicedPrompts(model);
    for (PromptBatch batch : some) {
      try (EngineBatchScope scope = open(batch)) {
        prompts.add(standingOn.apply(scope, readout(scope)));
      } catch (RuntimeException | Error e) {
        prompts.close();
        throw e;
      }
    }
    return prompts;
  }

  @Override
  public double measure(Circuit circuit) {
    return Arrays.stream(metricOfEach(circuit)).sum() / promptCount();
  }

  /** The metric of each prompt, run under this circuit; the prompts batch by batch. */
  public double[] metricOfEach(Circuit circuit) {
    requireOwnGraph(circuit);
    LiveReaders readers = new LiveReaders(circuit);
    return batches.stream()
        .flatMapToDouble(batch -> Arrays.stream(metricOfEach(batch, readers)))
        .toArray();
  }

  private double[] metricOfEach(PromptBatch batch, LiveReaders readers) {
    try (SlicedPrompts prompts = sliced(List.of(batch), BatchGround::of)) {
      List<HeldRun> runs = prompts.run(readers, meter);
      try {
        return prompts.each(runs, HeldRun::metricOfEach).stream()
            .flatMapToDouble(Arrays::stream)
            .toArray();
      } finally {
        runs.forEach(HeldRun::close);
      }
    }
  }

  /**
   * The same with nothing held and nothing spent yet: its cost is what a run takes alone. The
   * caller closes it before this.
   */
  public EngineExperiment anew() {
    return new EngineExperiment(
        model,
        batches,
        metric,
        ablation,
        metrics,
        new PassMeter(promptCount()),
        progress,
        Optional.empty());
  }

  /**
   * The same under an ablation that goes only part of the way: what stands in for a sender is
   * {@code x + share · (c − x)}, x what it writes on the clean run. The caller closes it before
   * this.
   */
  public EngineExperiment partly(double share) {
    return new EngineExperiment(
        model,
        batches,
        metric,
        Ablation.of(ablation.readsCorrupted(), scope -> partly(share, scope)),
        metrics,
        meter,
        progress,
        Optional.of(whole.orElse(this)));
  }

  private Activations partly(double share, AblationScope scope) {
    Activations clean = scope.activations(At.CLEAN);
    Activations way = clean.minus(ablation.values(scope));
    return clean.minus(way.map(tensor -> tensor.mul(share)));
  }

  /**
   * The same on some of the prompts, or on some of them more than once. The means that an ablation
   * asks for stay those of all prompts. The caller closes it before this.
   */
  public EngineExperiment on(List<PromptPair> some) {
    return on(some, new PassMeter(some.size()));
  }

  /** The same on one of the prompts, at this one's cost. The caller closes it before this. */
  public EngineExperiment on(PromptPair one) {
    return on(List.of(one), meter);
  }

  private EngineExperiment on(List<PromptPair> some, PassMeter counting) {
    int batchSize = batches.stream().mapToInt(PromptBatch::size).max().orElseThrow();
    return new EngineExperiment(
        model,
        PromptBatches.of(new PromptSet("some", some), batchSize),
        metric,
        ablation,
        metrics,
        counting,
        progress,
        Optional.of(this));
  }

  @Override
  public EngineExperiment withMetric(String name) {
    NamedMetric other = metrics.apply(name);
    PromptCheck.check(batches, other);
    EngineExperiment experiment =
        new EngineExperiment(
            model,
            batches,
            other,
            ablation,
            metrics,
            meter,
            progress,
            Optional.of(whole.orElse(this)));
    others.add(experiment);
    return experiment;
  }

  @Override
  public ModelInfo model() {
    return model.info();
  }

  @Override
  public ComputationGraph graph() {
    return model.graph();
  }

  @Override
  public Metric metric() {
    return metric.metric();
  }

  @Override
  public String metricName() {
    return metric.name();
  }

  @Override
  public boolean ablationReadsCorrupted() {
    return ablation.readsCorrupted();
  }

  @Override
  public List<PromptBatch> batches() {
    return batches;
  }

  @Override
  public int promptCount() {
    return batches.stream().mapToInt(PromptBatch::size).sum();
  }

  @Override
  public void close() {
    others.forEach(EngineExperiment::close);
    readouts.values().forEach(BatchReadout::close);
    readouts.clear();
    means.values().forEach(SenderMeans::close);
    means.clear();
  }
}
