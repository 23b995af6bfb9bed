package dev.patchbay.drawn;

import static dev.patchbay.drawn.DrawnModel.oneIn;
import static dev.patchbay.drawn.DrawnModel.pick;

import ai.djl.ndarray.types.DataType;
import dev.patchbay.drawn.DrawnWalk.Told;
import dev.patchbay.engine.EngineExperiment;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.golden.Golden;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.run.CircuitSearch;
import dev.patchbay.spi.task.PromptSet;
import java.util.BitSet;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/**
 * Searches beside {@link PlainCircuits}: model, prompts, metric, ablation, circuit and what is
 * asked are drawn. Whatever the engine leaves out, holds, composes or asks at once, the answers are
 * those of the definitions.
 */
class DrawnSearchTest {

  /**
   * Two ways to the same loss of size up to 10. In single precision a loss was seen to differ by
   * 2e-5; what rounding makes of nothing is off by tenths.
   */
  static final Map<DataType, Double> ROUNDING =
      Map.of(DataType.FLOAT64, 1e-10, DataType.FLOAT32, 1e-4);

  private static final int CASES = 120;
  private static final int QUESTIONS = 30;

  private static final int WIDE_CASES = 4;
  private static final int FEW_QUESTIONS = 6;

  @RepeatedTest(CASES)
  void lossWithout_drawnSearch_equalsThePlainReading(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    DrawnModel model = DrawnModel.of(random);
    search(model, drawnType(random), random, walk -> walk.ask(QUESTIONS));
  }

  @RepeatedTest(WIDE_CASES)
  void lossWithout_slicesMultiplyTogether_equalsThePlainReading(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    DrawnModel model = DrawnModel.wide(random);
    // Large weights are packed in single precision alone.
    DataType type = repetition.getCurrentRepetition() == 1 ? DataType.FLOAT64 : DataType.FLOAT32;
    search(model, type, random, walk -> walk.ask(FEW_QUESTIONS));
  }

  @Test
  void lossWithout_beyondAFreshRun_equalsThePlainReading() {
    Random random = new Random(1);
    int removals = 256 + 30; // 256 lie between two fresh runs
    DrawnModel model = DrawnModel.of(removals, random);
    search(model, drawnType(random), random, walk -> walk.remove(removals));
  }

  interface Steps {
    void take(DrawnWalk walk);
  }

  private static DataType drawnType(Random random) {
    return pick(random, DataType.FLOAT64, DataType.FLOAT32);
  }

  static void search(DrawnModel drawn, DataType type, Random random, Steps steps) {
    PromptSet prompts = DrawnPrompts.of(random, drawn.spec());
    String metric = pick(random, "logit_diff", "kl", "prob_diff", "answer_probability");
    boolean mirrored = oneIn(4, random);
    // Patching comes more often: twins begin alike under it alone. Under zero, streams are empty.
    String ablation =
        pick(random, "patching", "patching", "zero", "zero", "mean", "mean-positional");
    int batchSize = 1 + random.nextInt(4);
    boolean noted = !oneIn(3, random);
    PlainCircuits plain = new PlainCircuits(drawn, prompts, metric, ablation, mirrored);
    String what =
        "%s, fused: %s, of %s, %s, %s, %s, mirrored: %s, in batches of %s, with notes: %s"
            .formatted(
                drawn.spec(),
                drawn.fused(),
                prompts.pairs(),
                metric,
                ablation,
                type,
                mirrored,
                batchSize,
                noted);
    try (LoadedModel model = drawn.load(type);
        EngineExperiment experiment =
            Golden.experiment(model, prompts, metric, ablation, batchSize)) {
      Circuit start = circuit(model.graph(), random);
      Told told = new Told();
      EngineExperiment noting = noted ? experiment.noting(told) : experiment;
      try (CircuitSearch search = mirrored ? noting.mirroredSearch(start) : noting.search(start)) {
        steps.take(
            new DrawnWalk(
                search, told, plain, Objects.requireNonNull(ROUNDING.get(type)), what, random));
      }
    }
  }

  /** Everything, almost everything, or so little that many nodes are dead. */
  private static Circuit circuit(ComputationGraph graph, Random random) {
    double density = pick(random, 1., 1., .9, .5, .25, 0.);
    BitSet kept = new BitSet();
    for (int edge = 0; edge < graph.edgeCount(); edge++) {
      kept.set(edge, random.nextDouble() < density);
    }
    return Circuit.of(graph, kept);
  }
}
