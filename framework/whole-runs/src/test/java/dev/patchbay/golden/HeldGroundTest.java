package dev.patchbay.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import dev.patchbay.engine.EngineExperiment;
import dev.patchbay.engine.EngineExperiment.Holding;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.run.CircuitSearch;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Circuits that are measured one after the other. */
class HeldGroundTest {

  private static final String MODEL = "gpt2-tiny";

  private static final int PROMPTS = 10;

  /** Two ways to the same float64 sums: rounding at losses of size up to 10. */
  private static final double TOLERANCE = 1e-9;

  private interface Use {
    void of(EngineExperiment experiment);
  }

  private static void onOneBatch(Use use) {
    try (LoadedModel model = Golden.model(MODEL, DataType.FLOAT64);
        EngineExperiment all =
            Golden.experiment(
                model, Golden.prompts(MODEL, PROMPTS), "logit_diff", "patching", PROMPTS);
        EngineExperiment one = all.on(all.batches().get(0).pairs())) {
      assertThat(one.batches()).hasSize(1);
      use.of(one);
    }
  }

  private static Circuit drawn(ComputationGraph graph, double share, Random random) {
    BitSet edges = new BitSet();
    for (int edge = 0; edge < graph.edgeCount(); edge++) {
      edges.set(edge, random.nextDouble() < share);
    }
    return Circuit.of(graph, edges);
  }

  private static List<Circuit> circuits(ComputationGraph graph) {
    Random random = new Random(1);
    return Stream.of(.1, .3, .5, .7, .9).map(share -> drawn(graph, share, random)).toList();
  }

  @Test
  void measure_whileHeld_sameBitsForOneAblatedPassInAll() {
    onOneBatch(
        experiment -> {
          List<Circuit> circuits = circuits(experiment.graph());
          List<Double> alone = circuits.stream().map(experiment::measure).toList();
          double spentAlone = experiment.cost().forwardPasses();

          List<Double> together;
          try (Holding held = experiment.hold()) {
            together = circuits.stream().map(experiment::measure).toList();
          }

          assertThat(together).isEqualTo(alone);
          double spentTogether = experiment.cost().forwardPasses() - spentAlone;
          assertThat(spentAlone - spentTogether).isCloseTo(circuits.size() - 1, within(TOLERANCE));
        });
  }

  @Test
  void measure_afterHolding_isMadeAgain() {
    onOneBatch(
        experiment -> {
          Circuit full = Circuit.full(experiment.graph());
          double held;
          try (Holding holding = experiment.hold()) {
            held = experiment.measure(full);
          }
          double before = experiment.cost().forwardPasses();

          assertThat(experiment.measure(full)).isEqualTo(held);
          assertThat(experiment.cost().forwardPasses() - before).isGreaterThan(1);
        });
  }

  @Test
  void corruptedMetric_whileHeld_isThatOfTheAblatedRunWithoutAPass() {
    onOneBatch(
        experiment -> {
          double alone = experiment.corruptedMetric();
          try (Holding held = experiment.hold()) {
            experiment.measure(Circuit.full(experiment.graph()));
            double before = experiment.cost().forwardPasses();

            assertThat(experiment.corruptedMetric()).isEqualTo(alone);
            assertThat(experiment.cost().forwardPasses()).isEqualTo(before);
          }
        });
  }

  /** A search adds up part by part, a measured circuit all parts of a layer's inputs at once. */
  @ParameterizedTest
  @ValueSource(strings = {"patching", "zero", "mean"})
  void measure_drawnCircuits_isWhatASearchBeginsWith(String ablation) {
    try (LoadedModel model = Golden.model(MODEL, DataType.FLOAT64);
        EngineExperiment experiment =
            Golden.experiment(model, Golden.prompts(MODEL, PROMPTS), "logit_diff", ablation, 4)) {
      for (Circuit circuit : circuits(experiment.graph())) {
        try (CircuitSearch search = experiment.search(circuit)) {
          assertThat(experiment.metric().loss(experiment.measure(circuit)))
              .as("%s edges", circuit.size())
              .isCloseTo(search.loss(), within(TOLERANCE));
        }
      }
    }
  }
}
