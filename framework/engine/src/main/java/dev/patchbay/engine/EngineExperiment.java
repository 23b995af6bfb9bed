package dev.patchbay.engine;

import ai.djl.ndarray.NDArray;
import dev.patchbay.engine.circuit.BatchGround;
import dev.patchbay.engine.circuit.LiveReaders;
import dev.patchbay.engine.circuit.SlicedPrompts;
import dev.patchbay.engine.passes.AblatedRun;
import dev.patchbay.engine.passes.Cost;
import dev.patchbay.engine.passes.EngineBatchScope;
import dev.patchbay.engine.passes.PassMeter;
import dev.patchbay.engine.passes.SenderMeans;
import dev.patchbay.engine.passes.Setting;
import dev.patchbay.engine.readout.BatchReadout;
import dev.patchbay.engine.readout.NamedMetric;
import dev.patchbay.engine.search.DriftCheck;
import dev.patchbay.engine.search.EngineSearch;
import dev.patchbay.engine.search.NotedSearch;
import dev.patchbay.engine.search.SearchNotes;
import dev.patchbay.engine.tensor.Numbers;
import dev.patchbay.engine.weights.LoadedModel;
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
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The experiment that the engine runs. */
public final class EngineExperiment implements Experiment, AutoCloseable {

  private final Setting setting;
  private final List<PromptBatch> batches;
  private final Function<String, NamedMetric> metrics;
  private final Progress progress;
  private final SearchNotes notes;
  private final Map<At, SenderMeans> means = new EnumMap<>(At.class);

  /** Whose means these are; null where they are this one's own. */
  private final @Nullable EngineExperiment whole;

  private @Nullable Holding holding;
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
        new Setting(model, metric, ablation, new PassMeter(prompts.pairs().size())),
        PromptBatches.of(prompts, batchSize),
        metrics,
        progress,
        SearchNotes.NONE,
        null);
    PromptCheck.check(model.spec(), prompts, metric, ablation);
  }

  private EngineExperiment(
      Setting setting,
      List<PromptBatch> batches,
      Function<String, NamedMetric> metrics,
      Progress progress,
      SearchNotes notes,
      @Nullable EngineExperiment whole) {
    this.setting = setting;
    this.batches = batches;
    this.metrics = metrics;
    this.progress = progress;
    this.notes = notes;
    this.whole = whole;
  }

  /** What was spent so far. */
  public Cost cost() {
    return setting.meter().cost();
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
    if (run == At.CORRUPTED && holding != null && holding.corrupted.isPresent()) {
      return holding.corrupted.getAsDouble();
    }
    double sum = 0;
    for (PromptBatch batch : batches) {
      try (EngineBatchScope scope = open(batch)) {
        sum += metricSum(scope, run);
      }
    }
    return sum / promptCount();
  }

  private static double metricSum(EngineBatchScope scope, At run) {
    BatchReadout readout = scope.readout();
    return Numbers.sum(readout.values(readout.atAnswers(scope.pass(run).last())));
  }

  /**
   * How far apart are what all senders write, biases included, and the stream that the logits read:
   * the largest difference over all prompts, relative to the stream's largest number.
   */
  public double residualGap() {
    double gap = 0;
    for (PromptBatch batch : batches) {
      try (EngineBatchScope scope = open(batch)) {
        List<NDArray> streams = AblatedRun.of(setting.model(), scope.clean()).streams();
        NDArray last = scope.pass(At.CLEAN).last();
        NDArray difference = streams.get(streams.size() - 1).sub(last).abs().max();
        gap = Math.max(gap, Numbers.sum(difference) / Numbers.sum(last.abs().max()));
      }
    }
    return gap;
  }

  /** Means over all prompts of a run: one pass, the first time. */
  private SenderMeans means(At run) {
    if (whole != null) {
      return whole.means(run);
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
    // What is kept of a batch is found by its number.
    if (!batches.contains(batch)) {
      throw new IllegalArgumentException(
          ("Batch %s, of %s prompts, is not one of this experiment's %s: the answers there are not its"
                  + " own.\nOpen what Experiment.batches() gives, as it is.")
              .formatted(batch.index(), batch.size(), batches.size()));
    }
    return new EngineBatchScope(setting, batch, () -> readout(batch), this::means);
  }

  private BatchReadout readout(PromptBatch batch) {
    return readouts.computeIfAbsent(
        batch.index(), i -> new BatchReadout(setting.model(), setting.metric().metric(), batch));
  }

  @Override
  public CircuitSearch search(Circuit start) {
    return search(start, BatchGround::of);
  }

  @Override
  public CircuitSearch mirroredSearch(Circuit start) {
    return search(start, BatchGround::mirrored);
  }

  private CircuitSearch search(Circuit start, Function<EngineBatchScope, BatchGround> ground) {
    requireOwnGraph(start);
    return notes == SearchNotes.NONE
        ? begin(start, ground)
        : new NotedSearch(
            start, notes, past -> EngineSearch.after(start, past, from -> begin(from, ground)));
  }

  private EngineSearch begin(Circuit start, Function<EngineBatchScope, BatchGround> ground) {
    DriftCheck drift = new DriftCheck(setting.model().dataType(), metric());
    SlicedPrompts prompts = sliced(batches, ground, true);
    try {
      return new EngineSearch(start, prompts, setting.meter(), drift);
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
      List<PromptBatch> some, Function<EngineBatchScope, BatchGround> ground, boolean forSearch) {
    SlicedPrompts prompts = new SlicedPrompts(setting.model(), forSearch);
    for (PromptBatch batch : some) {
      try (EngineBatchScope scope = open(batch)) {
        prompts.add(ground.apply(scope));
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
    if (holding != null) {
      return holding.prompts().metricOfEach(readers, setting.meter());
    }
    try (SlicedPrompts prompts = sliced(List.of(batch), BatchGround::of, false)) {
      return prompts.metricOfEach(readers, setting.meter());
    }
  }

  /**
   * From now on, holds what every circuit stands on, the ablated run, until that is closed: of
   * prompts that are one batch. Of several batches it is made for each circuit again, or all would
   * be in memory at once.
   */
  public Holding hold() {
    Holding held = new Holding();
    holding = batches.size() == 1 ? held : null;
    return held;
  }

  /** What circuits stand on, made when the first one runs. */
  public final class Holding implements AutoCloseable {

    private @Nullable SlicedPrompts prompts;

    /** The corrupted prompts' metric, where the ablated run is theirs. */
    private OptionalDouble corrupted = OptionalDouble.empty();

    private Holding() {}

    private SlicedPrompts prompts() {
      SlicedPrompts known = prompts == null ? sliced(batches, this::ground, false) : prompts;
      prompts = known;
      return known;
    }

    private BatchGround ground(EngineBatchScope scope) {
      BatchGround ground = BatchGround.of(scope);
      if (setting.ablation().isCorruptedRun()) {
        corrupted = OptionalDouble.of(metricSum(scope, At.CORRUPTED) / promptCount());
      }
      return ground;
    }

    @Override
    public void close() {
      holding = null;
      if (prompts != null) {
        prompts.close();
        prompts = null;
      }
    }
  }

  /**
   * The same with nothing kept and nothing spent yet: its cost is what a run takes alone. The
   * caller closes it before this.
   */
  public EngineExperiment anew() {
    return new EngineExperiment(
        setting.metered(promptCount()), batches, metrics, progress, notes, null);
  }

  /**
   * The same, whose searches take from these notes what they answered before and write down what
   * they answer. The caller closes it before this.
   */
  public EngineExperiment noting(SearchNotes notes) {
    return new EngineExperiment(setting, batches, metrics, progress, notes, meansOwner());
  }

  private EngineExperiment meansOwner() {
    return whole == null ? this : whole;
  }

  /**
   * The same under an ablation that goes only part of the way: what stands in for a sender is
   * {@code x + share · (c − x)}, x what it writes on the clean run. The caller closes it before
   * this.
   */
  public EngineExperiment partly(double share) {
    Ablation ablation = setting.ablation();
    return new EngineExperiment(
        setting.with(
            Ablation.of(ablation.readsCorrupted(), scope -> partly(share, ablation, scope))),
        batches,
        metrics,
        progress,
        notes,
        meansOwner());
  }

  private static Activations partly(double share, Ablation ablation, AblationScope scope) {
    Activations clean = scope.activations(At.CLEAN);
    Activations way = clean.minus(ablation.values(scope));
    return clean.minus(way.map(tensor -> tensor.mul(share)));
  }

  /**
   * The same on some of the prompts, or on some of them more than once. The means that an ablation
   * asks for stay those of all prompts. The caller closes it before this.
   */
  public EngineExperiment on(List<PromptPair> some) {
    return on(some, setting.metered(some.size()));
  }

  /** The same on one of the prompts, at this one's cost. The caller closes it before this. */
  public EngineExperiment on(PromptPair one) {
    return on(List.of(one), setting);
  }

  private EngineExperiment on(List<PromptPair> some, Setting under) {
    int batchSize = batches.stream().mapToInt(PromptBatch::size).max().orElseThrow();
    return new EngineExperiment(
        under,
        PromptBatches.of(new PromptSet("some", some), batchSize),
        metrics,
        progress,
        notes,
        this);
  }

  @Override
  public EngineExperiment withMetric(String name) {
    NamedMetric other = metrics.apply(name);
    PromptCheck.check(batches, other);
    EngineExperiment experiment =
        new EngineExperiment(setting.with(other), batches, metrics, progress, notes, meansOwner());
    others.add(experiment);
    return experiment;
  }

  @Override
  public ModelInfo model() {
    return setting.model().info();
  }

  @Override
  public ComputationGraph graph() {
    return setting.model().graph();
  }

  @Override
  public Metric metric() {
    return setting.metric().metric();
  }

  @Override
  public String metricName() {
    return setting.metric().name();
  }

  @Override
  public boolean ablationReadsCorrupted() {
    return setting.ablation().readsCorrupted();
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
