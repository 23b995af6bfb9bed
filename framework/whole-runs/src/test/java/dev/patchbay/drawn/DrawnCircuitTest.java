package dev.patchbay.drawn;

import static dev.patchbay.drawn.DrawnModel.pick;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import dev.patchbay.engine.EngineExperiment;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.golden.Golden;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.task.PromptSet;
import java.util.BitSet;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/**
 * The metric of circuits that hold next to nothing, beside {@link PlainCircuits}: of none, one or
 * two edges, of one receiver's alone, and of one sender's.
 */
class DrawnCircuitTest {

  private static final int CASES = 40;

  @RepeatedTest(CASES)
  void metric_drawnSmallCircuits_equalsThePlainReading(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    DrawnModel drawn = DrawnModel.of(random);
    PromptSet prompts = DrawnPrompts.of(random, drawn.spec());
    String metric = pick(random, "logit_diff", "kl", "prob_diff", "answer_probability");
    String ablation = pick(random, "patching", "zero", "zero", "mean", "mean-positional");
    DataType type = pick(random, DataType.FLOAT64, DataType.FLOAT32);
    double rounding = Objects.requireNonNull(DrawnSearchTest.ROUNDING.get(type));
    PlainCircuits plain = new PlainCircuits(drawn, prompts, metric, ablation, false);
    double sign = metric.equals("kl") ? 1 : -1;
    try (LoadedModel model = drawn.load(type);
        EngineExperiment experiment = Golden.experiment(model, prompts, metric, ablation, 3)) {
      circuits(model.graph(), random)
          .forEach(
              edges ->
                  assertThat(experiment.measure(Circuit.of(model.graph(), edges)))
                      .as(
                          () ->
                              "%s of %s, %s, %s, %s under %s"
                                  .formatted(
                                      drawn.spec(),
                                      prompts.pairs(),
                                      metric,
                                      ablation,
                                      type,
                                      Circuit.of(model.graph(), edges).edgeNames()))
                      .isCloseTo(sign * plain.loss(edges), within(rounding)));
    }
  }

  private static Stream<BitSet> circuits(ComputationGraph graph, Random random) {
    int last = graph.receiverCount() - 1;
    int sender = random.nextInt(graph.senderCount());
    int receiver = random.nextInt(graph.receiverCount());
    int input = random.nextInt(graph.senderCount());
    return Stream.of(
        new BitSet(),
        edges(IntStream.of(random.nextInt(graph.edgeCount()))),
        edges(IntStream.of(graph.ordinal(sender, last))),
        edges(IntStream.of(graph.ordinal(sender, last), graph.ordinal(input, last))),
        edges(IntStream.range(0, graph.fanIn(receiver)).map(s -> graph.ordinal(s, receiver))),
        edges(
            IntStream.range(0, graph.edgeCount()).filter(edge -> graph.senderOf(edge) == sender)));
  }

  private static BitSet edges(IntStream ordinals) {
    BitSet edges = new BitSet();
    ordinals.forEach(edges::set);
    return edges;
  }
}
