package dev.patchbay.testkit;

import ai.djl.ndarray.NDArray;
import ai.djl.util.NativeResource;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.metric.Metric;
import dev.patchbay.spi.model.ModelInfo;
import dev.patchbay.spi.run.Activations;
import dev.patchbay.spi.run.At;
import dev.patchbay.spi.run.BatchScope;
import dev.patchbay.spi.run.CircuitSearch;
import dev.patchbay.spi.run.Experiment;
import dev.patchbay.spi.run.GradientSum;
import dev.patchbay.spi.run.Gradients;
import dev.patchbay.spi.run.PromptBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Another experiment, with a count of what was opened on it and what was closed again. */
final class WatchedExperiment implements Experiment {

  private final Experiment inner;
  private final Tally tally;

  /** What was seen, here and on the same experiment under other metrics. */
  private static final class Tally {
    private int opened;
    private int closed;
    private int runs;
    private final List<NDArray> tensors = new ArrayList<>();
  }

  WatchedExperiment(Experiment inner) {
    this(inner, new Tally());
  }

  private WatchedExperiment(Experiment inner, Tally tally) {
    this.inner = inner;
    this.tally = tally;
  }

  int opened() {
    return tally.opened;
  }

  int closed() {
    return tally.closed;
  }

  /** Whether the model was run at all. */
  boolean idle() {
    return tally.opened == 0 && tally.runs == 0;
  }

  /** Tensors that the strategy was given and that still live. */
  long livingTensors() {
    return tally.tensors.stream()
        .filter(tensor -> tensor instanceof NativeResource<?> held && !held.isReleased())
        .count();
  }

  @Override
  public BatchScope open(PromptBatch batch) {
    tally.opened++;
    return new WatchedScope(inner.open(batch));
  }

  @Override
  public CircuitSearch search(Circuit start) {
    tally.opened++;
    return new WatchedSearch(inner.search(start));
  }

  @Override
  public CircuitSearch mirroredSearch(Circuit start) {
    tally.opened++;
    return new WatchedSearch(inner.mirroredSearch(start));
  }

  @Override
  public Experiment withMetric(String metric) {
    return new WatchedExperiment(inner.withMetric(metric), tally);
  }

  @Override
  public ModelInfo model() {
    return inner.model();
  }

  @Override
  public ComputationGraph graph() {
    return inner.graph();
  }

  @Override
  public Metric metric() {
    return inner.metric();
  }

  @Override
  public String metricName() {
    return inner.metricName();
  }

  @Override
  public boolean ablationReadsCorrupted() {
    return inner.ablationReadsCorrupted();
  }

  @Override
  public List<PromptBatch> batches() {
    return inner.batches();
  }

  @Override
  public int promptCount() {
    return inner.promptCount();
  }

  @Override
  public double measure(Circuit circuit) {
    tally.runs++;
    return inner.measure(circuit);
  }

  private final class WatchedScope implements BatchScope {

    private final BatchScope scope;

    WatchedScope(BatchScope scope) {
      this.scope = scope;
    }

    @Override
    public PromptBatch batch() {
      return scope.batch();
    }

    @Override
    public Activations clean() {
      Activations clean = scope.clean();
      tally.tensors.add(clean.input());
      return clean;
    }

    @Override
    public Activations corrupted() {
      Activations corrupted = scope.corrupted();
      tally.tensors.add(corrupted.input());
      return corrupted;
    }

    @Override
    public Activations ablated() {
      // These may live longer than the scope, by the ablation's contract.
      return scope.ablated();
    }

    @Override
    public Gradients lossGradients(At run) {
      return scope.lossGradients(run);
    }

    @Override
    public Gradients effectGradients() {
      return scope.effectGradients();
    }

    @Override
    public Gradients effectGradients(double alpha, int... senders) {
      return scope.effectGradients(alpha, senders);
    }

    @Override
    public GradientSum gradientSum() {
      return scope.gradientSum();
    }

    @Override
    public NDArray pattern(At run, int layer) {
      return noted(scope.pattern(run, layer));
    }

    @Override
    public NDArray patternGradient(At run, int layer) {
      return noted(scope.patternGradient(run, layer));
    }

    private NDArray noted(NDArray tensor) {
      tally.tensors.add(tensor);
      return tensor;
    }

    @Override
    public void close() {
      tally.closed++;
      scope.close();
    }
  }

  private final class WatchedSearch implements CircuitSearch {

    private final CircuitSearch search;

    WatchedSearch(CircuitSearch search) {
      this.search = search;
    }

    @Override
    public Circuit circuit() {
      return search.circuit();
    }

    @Override
    public boolean has(int ordinal) {
      return search.has(ordinal);
    }

    @Override
    public double loss() {
      return search.loss();
    }

    @Override
    public void expect(int... ordinals) {
      search.expect(ordinals);
    }

    @Override
    public double lossWithout(int... ordinals) {
      return search.lossWithout(ordinals);
    }

    @Override
    public void remove(int... ordinals) {
      search.remove(ordinals);
    }

    @Override
    public void close() {
      tally.closed++;
      search.close();
    }
  }
}
