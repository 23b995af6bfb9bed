package dev.patchbay.core.discovery;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.GraphShape;
import dev.patchbay.spi.metric.Metric;
import dev.patchbay.spi.model.ModelInfo;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.ModelSpec.Activation;
import dev.patchbay.spi.model.ModelSpec.Norm;
import dev.patchbay.spi.run.BatchScope;
import dev.patchbay.spi.run.CircuitSearch;
import dev.patchbay.spi.run.Experiment;
import dev.patchbay.spi.run.PromptBatch;
import dev.patchbay.testing.FakePlugins;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/** An experiment without a model: the metric of a circuit is the sum of its edges' worths. */
final class AdditiveExperiment implements Experiment {

  /** 2 layers of 2 heads with MLPs: 46 edges. */
  static final ComputationGraph GRAPH = ComputationGraph.of(GraphShape.sequential(2, 2));

  private final IntToDoubleFunction worth;
  final List<Circuit> asked = new ArrayList<>();

  /** What an incremental search adds to the right answer. */
  double searchError;

  AdditiveExperiment(IntToDoubleFunction worth) {
    this.worth = worth;
  }

  @Override
  public double measure(Circuit circuit) {
    asked.add(circuit);
    return circuit.ordinals().mapToDouble(worth).sum();
  }

  @Override
  public CircuitSearch search(Circuit start) {
    return new CircuitSearch() {
      @Override
      public Circuit circuit() {
        return start;
      }

      @Override
      public boolean has(int ordinal) {
        return start.contains(ordinal);
      }

      @Override
      public double loss() {
        return lossWithout();
      }

      @Override
      public double lossWithout(int... ordinals) {
        Circuit rest = start.without(ordinals);
        return searchError - rest.ordinals().mapToDouble(worth).sum();
      }

      @Override
      public void remove(int... ordinals) {
        throw new UnsupportedOperationException();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public CircuitSearch mirroredSearch(Circuit start) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ComputationGraph graph() {
    return GRAPH;
  }

  @Override
  public Metric metric() {
    return FakePlugins.METRIC;
  }

  @Override
  public String metricName() {
    return "worth";
  }

  @Override
  public ModelInfo model() {
    ModelSpec spec =
        ModelSpec.builder("gpt2")
            .nLayers(2)
            .nHeads(2)
            .dModel(8)
            .dHead(4)
            .mlps(32, Activation.RELU)
            .dVocab(50)
            .nCtx(16)
            .norm(Norm.LAYER_NORM, 1e-5)
            .build();
    return new ModelInfo("additive", "abc", spec);
  }

  @Override
  public boolean ablationReadsCorrupted() {
    return true;
  }

  @Override
  public List<PromptBatch> batches() {
    return List.of();
  }

  @Override
  public int promptCount() {
    return 1;
  }

  @Override
  public BatchScope open(PromptBatch batch) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Experiment withMetric(String metric) {
    throw new UnsupportedOperationException();
  }
}
