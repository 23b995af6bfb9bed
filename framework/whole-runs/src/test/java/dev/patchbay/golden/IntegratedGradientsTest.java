package dev.patchbay.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.patchbay.engine.EngineExperiment;
import dev.patchbay.engine.passes.Cost;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.plugins.strategy.CleanCorrupted;
import dev.patchbay.plugins.strategy.Eap;
import dev.patchbay.plugins.strategy.EapIgActivations;
import dev.patchbay.plugins.strategy.EapIgInputs;
import dev.patchbay.plugins.strategy.Exact;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.graph.Port;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.run.Activations;
import dev.patchbay.spi.run.BatchScope;
import dev.patchbay.spi.run.Gradients;
import dev.patchbay.spi.run.PromptBatch;
import dev.patchbay.spi.strategy.StrategyProvider;
import java.util.BitSet;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What must hold of gradients on the way from ablated to clean because the definitions say so. */
class IntegratedGradientsTest {

  /** Two ways to the same float64 number of size up to 10. */
  private static final double FLOAT64 = 1e-9;

  /** The linear model's effects are of size up to 100. */
  private static final double FLOAT64_LARGE = 1e-7;

  /**
   * 24 midpoints of a sender's way were seen to miss its effect, of size up to 11, by 2e-3 at most;
   * the error falls with the square of their number.
   */
  private static final double INTEGRATION = 5e-3;

  /** Passes are counted in shares of batches. */
  private static final double COUNTING = 1e-9;

  private static final Map<String, String> ONLY_CLEAN = Map.of("points", "1", "rule", "right");

  private final LoadedModel model = Golden.model("gpt2-tiny", DataType.FLOAT64);

  @AfterEach
  void closeModel() {
    model.close();
  }

  private EngineExperiment experiment(String metric, String ablation) {
    return Golden.experiment(model, Golden.prompts("gpt2-tiny", 10), metric, ablation, 4);
  }

  private static EdgeScores scores(
      StrategyProvider strategy, Map<String, String> options, EngineExperiment experiment) {
    return Golden.discover(strategy, options, experiment).scores();
  }

  static Stream<Arguments> integrating() {
    return Stream.of(new EapIgInputs(), new EapIgActivations())
        .flatMap(
            strategy ->
                Stream.of("patching", "zero", "mean")
                    .map(ablation -> Arguments.of(strategy, ablation)));
  }

  @ParameterizedTest
  @MethodSource("integrating")
  void discover_onePointAtTheCleanEnd_equalsEap(StrategyProvider strategy, String ablation) {
    try (EngineExperiment experiment = experiment("logit_diff", ablation)) {
      EdgeScores scores = scores(strategy, ONLY_CLEAN, experiment);

      assertClose(scores, scores(new Eap(), Map.of(), experiment), FLOAT64);
    }
  }

  @ParameterizedTest
  @CsvSource({"patching, logit_diff", "zero, logit_diff", "patching, kl"})
  void cleanCorrupted_anyAblation_equalsOnePieceOfTheTrapezoid(String ablation, String metric) {
    try (EngineExperiment experiment = experiment(metric, ablation)) {
      EdgeScores scores = scores(new CleanCorrupted(), Map.of(), experiment);

      Map<String, String> onePiece = Map.of("points", "1", "rule", "trapezoid");
      assertClose(scores, scores(new EapIgInputs(), onePiece, experiment), FLOAT64);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"patching", "zero"})
  void cleanCorrupted_kl_isHalfOfWhatTheAblatedEndSays(String ablation) {
    try (EngineExperiment experiment = experiment("kl", ablation)) {
      // The clean end is flat; the left end of one piece is the ablated end alone.
      EdgeScores ablatedEnd =
          scores(new EapIgInputs(), Map.of("points", "1", "rule", "left"), experiment);

      EdgeScores bothEnds = scores(new CleanCorrupted(), Map.of(), experiment);

      for (int edge = 0; edge < experiment.graph().edgeCount(); edge++) {
        assertThat(bothEnds.valueOrZero(edge))
            .isCloseTo(ablatedEnd.valueOrZero(edge) / 2, within(FLOAT64));
      }
      assertThat(bothEnds.largestAbsolute()).isPositive();
    }
  }

  /** Without norms the logits are linear in what each sender writes to them. */
  @ParameterizedTest
  @ValueSource(strings = {"patching", "zero", "mean"})
  void discover_edgesIntoTheLogitsOfALinearReadout_equalExact(String ablation) {
    try (LoadedModel linear = Golden.model("induction-attn-only", DataType.FLOAT64);
        EngineExperiment experiment =
            Golden.experiment(
                linear, Golden.prompts("induction-attn-only", 8), "logit_diff", ablation)) {
      ComputationGraph graph = experiment.graph();
      EdgeScores exact = scores(new Exact(), Map.of(), experiment);

      for (StrategyProvider strategy :
          new StrategyProvider[] {
            new EapIgInputs(), new EapIgActivations(), new CleanCorrupted()
          }) {
        EdgeScores scores = scores(strategy, Map.of(), experiment);
        for (int sender = 0; sender < graph.senderCount(); sender++) {
          int edge = graph.ordinal(sender, graph.receiverCount() - 1);
          assertThat(scores.valueOrZero(edge))
              .as("%s of %s", graph.edge(edge), strategy.descriptor().name())
              .isCloseTo(exact.valueOrZero(edge), within(FLOAT64_LARGE));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"patching", "zero"})
  void eapIgActivations_fineSteps_addUpToTheEffectOfAblatingTheSender(String ablation) {
    try (EngineExperiment experiment =
        Golden.experiment(model, Golden.prompts("gpt2-tiny", 6), "logit_diff", ablation)) {
      ComputationGraph graph = experiment.graph();
      Map<String, String> fine = Map.of("points", "24", "rule", "midpoint");
      EdgeScores scores = scores(new EapIgActivations(), fine, experiment);
      double clean = experiment.metric().loss(experiment.measure(Circuit.full(graph)));

      for (int sender = 0; sender < graph.senderCount(); sender++) {
        int[] edges = edgesOf(graph, sender);
        double sum = IntStream.of(edges).mapToDouble(scores::valueOrZero).sum();
        double effect = experiment.metric().loss(experiment.measure(without(graph, edges))) - clean;
        assertThat(sum).as("%s", graph.senderNode(sender)).isCloseTo(effect, within(INTEGRATION));
      }
    }
  }

  private static int[] edgesOf(ComputationGraph graph, int sender) {
    return IntStream.range(0, graph.edgeCount())
        .filter(edge -> graph.senderOf(edge) == sender)
        .toArray();
  }

  private static Circuit without(ComputationGraph graph, int[] edges) {
    BitSet kept = new BitSet();
    kept.set(0, graph.edgeCount());
    IntStream.of(edges).forEach(kept::clear);
    return Circuit.of(graph, kept);
  }

  @ParameterizedTest
  @MethodSource("integrating")
  void discover_klWithGradientsAtTheCleanEndAlone_isRefused(
      StrategyProvider strategy, String ablation) {
    try (EngineExperiment experiment = experiment("kl", ablation)) {
      assertThatThrownBy(() -> scores(strategy, ONLY_CLEAN, experiment))
          .isInstanceOf(PatchbayException.class)
          .hasMessageStartingWith("The gradient of 'kl-divergence' vanishes on the clean run");
    }
  }

  @ParameterizedTest
  @MethodSource("integrating")
  void discover_klWithGradientsElsewhereToo_seesEdges(StrategyProvider strategy, String ablation) {
    try (EngineExperiment experiment = experiment("kl", ablation)) {
      EdgeScores scores = scores(strategy, Map.of("points", "2", "rule", "right"), experiment);

      assertThat(scores.largestAbsolute()).isGreaterThan(FLOAT64);
    }
  }

  static Stream<Arguments> costs() {
    int senders = 11;
    int groups = 5;
    Map<String, String> byLayer = Map.of("points", "3", "group", "layer");
    return Stream.of(
        Arguments.of(new CleanCorrupted(), Map.of(), 3, 2),
        Arguments.of(new EapIgInputs(), Map.of("points", "4"), 2 + 4, 4),
        Arguments.of(new EapIgInputs(), Map.of("points", "4", "rule", "trapezoid"), 2 + 5, 5),
        Arguments.of(
            new EapIgActivations(), Map.of("points", "3"), 2 + 2 * senders + 1, 2 * senders + 1),
        Arguments.of(new EapIgActivations(), byLayer, 2 + 2 * groups + 1, 2 * groups + 1),
        Arguments.of(
            new EapIgActivations(),
            Map.of("points", "3", "group", "layer", "variant", "eap-ig-repo"),
            2 + 3 * groups,
            3 * groups));
  }

  @ParameterizedTest
  @MethodSource("costs")
  void discover_underPatching_costsWhatTheDescriptorSaysAtPositionsBehindEqualOnes(
      StrategyProvider strategy, Map<String, String> options, double forward, double backward) {
    try (EngineExperiment experiment = experiment("logit_diff", "patching")) {
      scores(strategy, options, experiment);

      Cost cost = experiment.cost();
      double late = late(experiment);
      assertThat(cost.forwardPasses()).isCloseTo(1 - late + forward * late, within(COUNTING));
      assertThat(cost.backwardPasses()).isCloseTo(backward * late, within(COUNTING));
    }
  }

  /**
   * Which share of a prompt comes after the positions where none of its batch differs, on average.
   */
  private static double late(EngineExperiment experiment) {
    double late = 0;
    for (PromptBatch batch : experiment.batches()) {
      int equal = 0;
      while (equalAt(batch, equal)) {
        equal++;
      }
      late += (double) batch.size() * (batch.length() - equal) / batch.length();
    }
    return late / experiment.promptCount();
  }

  private static boolean equalAt(PromptBatch batch, int position) {
    return batch.pairs().stream()
        .allMatch(pair -> pair.clean().get(position).equals(pair.corrupted().get(position)));
  }

  @Test
  void close_gradientsOfManyRuns_leavesNoMoreTensorsThanOfOne() {
    try (EngineExperiment experiment = experiment("logit_diff", "patching");
        BatchScope scope = experiment.open(experiment.batches().get(0))) {
      Activations change = scope.ablated().minus(scope.clean());
      takeGradients(scope, change, 1);
      int one = tensors(change);

      takeGradients(scope, change, 20);

      assertThat(tensors(change)).isEqualTo(one);
    }
  }

  private static void takeGradients(BatchScope scope, Activations change, int times) {
    for (int i = 0; i < times; i++) {
      try (Gradients gradients = scope.effectGradients(.25, 0, 2, 5)) {
        change.dot(gradients);
      }
    }
  }

  private static int tensors(Activations ofTheModel) {
    return ofTheModel.input().getManager().getManagedArrays().size();
  }

  @Test
  void effectGradients_behindAHeldSender_areZeroWhereNothingElseReads() {
    try (EngineExperiment experiment = experiment("logit_diff", "patching");
        BatchScope scope = experiment.open(experiment.batches().get(0))) {
      ComputationGraph graph = experiment.graph();
      int mlp = graph.sender(Node.mlp(1));

      try (Gradients gradients = scope.effectGradients(.5, mlp)) {
        int receiver = graph.receiver(Node.mlp(1), Port.INPUT);
        NDArray atItsInput = gradients.receiver(receiver);
        assertThat(atItsInput.abs().max().getDouble()).isZero();
      }
    }
  }

  private static void assertClose(EdgeScores actual, EdgeScores expected, double tolerance) {
    for (int edge = 0; edge < expected.graph().edgeCount(); edge++) {
      assertThat(actual.valueOrZero(edge))
          .as("%s", expected.graph().edge(edge))
          .isCloseTo(expected.valueOrZero(edge), within(tolerance));
    }
  }
}
