package dev.patchbay.bench;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import dev.patchbay.engine.EngineExperiment;
import dev.patchbay.engine.readout.NamedMetric;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.plugins.ablation.Patching;
import dev.patchbay.plugins.architecture.Gpt2Architecture;
import dev.patchbay.plugins.metric.KlDivergence;
import dev.patchbay.plugins.metric.LogitDifference;
import dev.patchbay.spi.ablation.Ablation;
import dev.patchbay.spi.metric.MetricProvider;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.run.At;
import dev.patchbay.spi.run.BatchScope;
import dev.patchbay.spi.run.Gradients;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.spi.strategy.DiscoveryStrategy;
import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.PromptSet;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What is measured on: a model of GPT-2's layout with random weights ({@link RandomGpt2}, seed 1),
 * and 25 prompts of drawn tokens in one batch, whose twins differ at tokens 5 and 8; logit
 * difference, patching, float32 on the CPU. The caller closes it.
 */
public final class Workbench implements AutoCloseable {

  private static final long SEED = 1;

  private final BenchSize size;
  private final LoadedModel model;
  private final HeldTwins twins = new HeldTwins();
  private final EngineExperiment experiment;
  private final EngineExperiment given;

  private Workbench(BenchSize size, LoadedModel model) {
    this.size = size;
    this.model = model;
    this.experiment = experiment(new Patching().create(Options.none("patching")));
    this.given = experiment(twins);
  }

  /** Draws the weights and loads them. */
  public static Workbench open(BenchSize size) {
    return new Workbench(
        size,
        LoadedModel.load(
            size.checkpoint(), new Gpt2Architecture(), Device.cpu(), DataType.FLOAT32));
  }

  private EngineExperiment experiment(Ablation ablation) {
    NamedMetric difference = metric(new LogitDifference());
    NamedMetric divergence = metric(new KlDivergence());
    return new EngineExperiment(
        model, prompts(size), difference, ablation, BenchSize.PROMPTS, name -> divergence);
  }

  private static NamedMetric metric(MetricProvider provider) {
    String name = provider.descriptor().name();
    return new NamedMetric(name, provider.create(Options.none(name)));
  }

  static PromptSet prompts(BenchSize size) {
    int vocabulary = size.vocabulary();
    SplittableRandom random = new SplittableRandom(SEED);
    List<PromptPair> pairs = new ArrayList<>();
    for (int i = 0; i < BenchSize.PROMPTS; i++) {
      List<Integer> clean =
          IntStream.range(0, size.length()).mapToObj(p -> random.nextInt(vocabulary)).toList();
      List<Integer> corrupted = new ArrayList<>(clean);
      for (int changed : List.of(BenchSize.FIRST_CHANGED, size.secondChanged())) {
        corrupted.set(
            changed, (clean.get(changed) + 1 + random.nextInt(vocabulary - 1)) % vocabulary);
      }
      int answer = random.nextInt(vocabulary);
      int wrong = (answer + 1 + random.nextInt(vocabulary - 1)) % vocabulary;
      pairs.add(PromptPair.of(clean, corrupted, List.of(answer), List.of(wrong)));
    }
    return new PromptSet("random", pairs);
  }

  BenchSize size() {
    return size;
  }

  /** What is run. */
  public LoadedModel model() {
    return model;
  }

  ModelSpec spec() {
    return model.info().spec();
  }

  /** The products of a pass over these prompts. */
  Floor floor() {
    return new Floor(spec(), size.length());
  }

  /** Under patching, as a run has it. */
  EngineExperiment experiment() {
    return experiment;
  }

  /** The same under KL divergence, which reads the whole vocabulary. */
  EngineExperiment divergence() {
    return experiment.withMetric("kl-divergence");
  }

  /** As {@link #experiment}, but what the twins write is given once they have run. */
  EngineExperiment given() {
    return given;
  }

  /** A plain forward pass to the metric. */
  void forward() {
    experiment.cleanMetric();
  }

  /** A forward pass that leaves what every sender writes. */
  void capture() {
    try (BatchScope scope = open()) {
      scope.clean();
    }
  }

  /** A forward pass, and a backward pass to every receiver. */
  void forwardAndBackward() {
    try (BatchScope scope = open();
        Gradients gradients = scope.lossGradients(At.CLEAN)) {
      gradients.close();
    }
  }

  void discover(DiscoveryStrategy strategy) {
    strategy.discover(experiment, Progress.SILENT);
  }

  private BatchScope open() {
    return experiment.open(experiment.batches().get(0));
  }

  @Override
  public void close() {
    experiment.close();
    given.close();
    twins.close();
    model.close();
  }
}
