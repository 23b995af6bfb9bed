package dev.patchbay.plugins.model;

import static dev.patchbay.plugins.model.PlainTransformer.plus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import dev.patchbay.engine.EngineExperiment;
import dev.patchbay.engine.readout.NamedMetric;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.plugins.ablation.Mean;
import dev.patchbay.plugins.ablation.Patching;
import dev.patchbay.plugins.architecture.TransformerLensArchitecture;
import dev.patchbay.plugins.metric.LogitDifference;
import dev.patchbay.plugins.strategy.Exact;
import dev.patchbay.plugins.task.InductionTask;
import dev.patchbay.spi.ablation.AblationProvider;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Edge;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.graph.Port;
import dev.patchbay.spi.model.ModelInfo;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.run.CircuitSearch;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.spi.task.Answer;
import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.PromptSet;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Restores every edge of the embedded model's ablated run alone, a second time in plain loops. */
class DenoisingTest {

  /** Two float64 readings of a logit difference of size 10, over weights that are float32. */
  private static final double ROUNDING = 1e-9;

  private static final ComputationGraph GRAPH =
      ComputationGraph.of(CompiledModels.spec("induction").graphShape());

  private final PlainTransformer model =
      new PlainTransformer(
          CompiledModels.open("induction").orElseThrow(), CompiledModels.spec("induction"));
  private final PromptSet prompts =
      new InductionTask()
          .create(new Options("induction", Map.of("prompts", "3")))
          .prompts(new ModelInfo("induction", "", CompiledModels.spec("induction")));

  @Test
  void discover_denoisingUnderPatching_equalsCleanValuesPatchedIntoTheCorruptedRun() {
    EdgeScores scores = denoised(new Patching());

    assertScores(scores, pair -> (sender, length) -> new Run(pair.corrupted()).output(sender));
  }

  @Test
  void discover_denoisingUnderMean_movesWhatWasAblatedByTheChangeOfEachComponent() {
    EdgeScores scores = denoised(new Mean());

    Map<Node, double[]> means = new HashMap<>();
    IntStream.range(0, GRAPH.senderCount())
        .mapToObj(GRAPH::senderNode)
        .forEach(sender -> means.put(sender, mean(sender)));
    assertScores(
        scores,
        pair ->
            (sender, length) ->
                IntStream.range(0, length)
                    .mapToObj(position -> means.get(sender))
                    .toArray(double[][]::new));
  }

  @Test
  void mirroredSearch_everyEdgeRestored_isTheCleanRunUnderPatching() {
    try (LoadedModel loaded = load();
        EngineExperiment experiment = experiment(loaded, new Patching());
        CircuitSearch search = experiment.mirroredSearch(Circuit.full(GRAPH))) {
      int[] all = IntStream.range(0, GRAPH.edgeCount()).toArray();

      assertThat(search.loss()).isCloseTo(-experiment.corruptedMetric(), within(ROUNDING));
      assertThat(search.lossWithout(all)).isCloseTo(-experiment.cleanMetric(), within(ROUNDING));
    }
  }

  @Test
  void mirroredSearch_underMean_beginsWithTheEmptyCircuit() {
    try (LoadedModel loaded = load();
        EngineExperiment experiment = experiment(loaded, new Mean());
        CircuitSearch search = experiment.mirroredSearch(Circuit.full(GRAPH))) {
      double empty = experiment.measure(Circuit.empty(GRAPH));

      assertThat(search.loss()).isCloseTo(-empty, within(ROUNDING));
    }
  }

  /** c_u of a sender, [position][d_model]. */
  private interface Ablated {
    double[][] value(Node sender, int length);
  }

  private interface AblatedOfPrompt {
    Ablated of(PromptPair pair);
  }

  private void assertScores(EdgeScores scores, AblatedOfPrompt ablation) {
    double[] expected = new double[GRAPH.edgeCount()];
    for (PromptPair pair : prompts.pairs()) {
      Ablated ablated = ablation.of(pair);
      double base = difference(stream(ablated, pair, 2), pair);
      for (int ordinal = 0; ordinal < expected.length; ordinal++) {
        double restored = difference(restored(ablated, pair, GRAPH.edge(ordinal)), pair);
        expected[ordinal] += (restored - base) / prompts.pairs().size();
      }
    }
    assertThat(Arrays.stream(expected).map(Math::abs).max().orElse(0)).isGreaterThan(1);
    for (int ordinal = 0; ordinal < expected.length; ordinal++) {
      assertThat(scores.valueOrZero(ordinal))
          .as(GRAPH.edge(ordinal).name())
          .isCloseTo(expected[ordinal], within(ROUNDING));
    }
  }

  private static EngineExperiment experiment(
      LoadedModel loaded, PromptSet prompts, AblationProvider ablation) {
    NamedMetric metric =
        new NamedMetric(
            "logit-difference", new LogitDifference().create(Options.none("logit-difference")));
    return new EngineExperiment(
        loaded,
        prompts,
        metric,
        ablation.create(Options.none(ablation.descriptor().name())),
        2,
        name -> metric);
  }

  private EngineExperiment experiment(LoadedModel loaded, AblationProvider ablation) {
    return experiment(loaded, prompts, ablation);
  }

  private static LoadedModel load() {
    return LoadedModel.load(
        CompiledModels.open("induction").orElseThrow(),
        new TransformerLensArchitecture(),
        Device.cpu(),
        DataType.FLOAT64);
  }

  private EdgeScores denoised(AblationProvider ablation) {
    try (LoadedModel loaded = load();
        EngineExperiment experiment = experiment(loaded, ablation)) {
      return new Exact()
          .create(new Options("exact", Map.of("direction", "denoising")))
          .discover(experiment, Progress.SILENT)
          .scores();
    }
  }

  /** The ablated stream in front of layer 0, layer 1 and the logits. */
  private double[][] stream(Ablated ablated, PromptPair pair, int layers) {
    int length = pair.length();
    double[][] positions = plus(model.embedded(pair.clean()), model.input(pair.clean()), -1);
    double[][] stream = plus(positions, ablated.value(Node.INPUT, length), 1);
    for (int layer = 0; layer < layers; layer++) {
      for (int head = 0; head < CompiledModels.spec("induction").nHeads(); head++) {
        stream = plus(stream, ablated.value(Node.head(layer, head), length), 1);
      }
    }
    return stream;
  }

  /** The last stream when one edge carries its sender's clean output. */
  private double[][] restored(Ablated ablated, PromptPair pair, Edge edge) {
    double[][] clean = new Run(pair.clean()).output(edge.source());
    double[][] change = plus(clean, ablated.value(edge.source(), pair.length()), -1);
    Node target = edge.target();
    double[][] last = stream(ablated, pair, 2);
    if (target.equals(Node.LOGITS)) {
      return plus(last, change, 1);
    }
    double[][] read = stream(ablated, pair, target.layer());
    double[][] moved = plus(read, change, 1);
    double[][] written =
        model.written(
            target.layer(),
            target.index(),
            edge.port() == Port.Q ? moved : read,
            edge.port() == Port.K ? moved : read,
            edge.port() == Port.V ? moved : read);
    double[][] effect =
        plus(written, model.written(target.layer(), target.index(), read, read, read), -1);
    if (target.layer() == 1) {
      return plus(last, effect, 1);
    }
    double[][] between = stream(ablated, pair, 1);
    double[][] shifted = plus(between, effect, 1);
    double[][] behind = plus(model.after(1, shifted), model.after(1, between), -1);
    return plus(last, behind, 1);
  }

  private double difference(double[][] stream, PromptPair pair) {
    Answer answer = pair.answers().get(0);
    double[] logits = model.unembedded(stream)[answer.position()];
    return logits[answer.right().get(0)] - logits[answer.wrong().get(0)];
  }

  /** What a sender writes on average over all clean prompts and positions. */
  private double[] mean(Node sender) {
    double[] sum = new double[CompiledModels.spec("induction").dModel()];
    int rows = 0;
    for (PromptPair pair : prompts.pairs()) {
      for (double[] row : new Run(pair.clean()).output(sender)) {
        Arrays.setAll(sum, i -> sum[i] + row[i]);
        rows++;
      }
    }
    int count = rows;
    return Arrays.stream(sum).map(value -> value / count).toArray();
  }

  /** A plain run. */
  private final class Run {

    private final List<Integer> tokens;

    Run(List<Integer> tokens) {
      this.tokens = tokens;
    }

    double[][] output(Node sender) {
      if (sender.equals(Node.INPUT)) {
        return model.input(tokens);
      }
      double[][] before = model.embedded(tokens);
      double[][] read = sender.layer() == 0 ? before : model.after(0, before);
      return model.written(sender.layer(), sender.index(), read, read, read);
    }
  }
}
