package dev.patchbay.plugins.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.patchbay.plugins.architecture.TransformerLensArchitecture;
import dev.patchbay.plugins.task.InductionTask;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Edge;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.graph.Port;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.ModelInfo;
import dev.patchbay.spi.model.WeightShapes;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.task.PromptPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InductionModelTest {

  /** "About .9": its gradient, a(1 − a), is still a sixth of the largest possible or more. */
  private static final double LEAST_ATTENTION = .85;

  private static final double MOST_ATTENTION = .95;

  private final Checkpoint checkpoint = CompiledModels.open("induction").orElseThrow();
  private final ComputationGraph graph =
      ComputationGraph.of(CompiledModels.spec("induction").graphShape());
  private final PlainTransformer model =
      new PlainTransformer(checkpoint, CompiledModels.spec("induction"));

  @Test
  void checkpoint_tensors_areTheWeightsOfItsSpec() {
    WeightShapes.of(CompiledModels.spec("induction"))
        .forEach(
            (name, shape) -> assertThat(checkpoint.tensor(name).shape()).as(name).isEqualTo(shape));
    assertThat(checkpoint.tensorNames())
        .isEqualTo(WeightShapes.of(CompiledModels.spec("induction")).keySet());
  }

  @Test
  void checkpoint_config_isReadByTheTransformerLensArchitecture() {
    assertThat(new TransformerLensArchitecture().reads(checkpoint.config())).isTrue();
  }

  @Test
  void weights_thatMeet_formTheCircuitAndOneFaintPath() {
    Circuit connected = Circuit.of(graph, connected());
    int faint = graph.ordinal(Edge.parse("a1.h3->logits"));

    assertThat(connected.without(faint).pruned())
        .isEqualTo(Circuit.ofNames(graph, InductionModel.CIRCUIT));
  }

  @Test
  void weights_ofTheFaintHead_writeAThousandthOfTheInductionHeads() {
    double[][] unembedding = model.matrix("unembed.W_U", 0);

    double faint = largest(PlainTransformer.times(model.weight(1, "W_O", 3), unembedding));
    double full = largest(PlainTransformer.times(model.weight(1, "W_O", 0), unembedding));

    assertThat(faint / full).isCloseTo(1e-3, withinPercentage(.001));
  }

  @Test
  void weights_ofEveryDistractor_readAndWriteSomething() {
    List<Edge> edges = connected();

    for (int layer = 0; layer < 2; layer++) {
      for (int head = 1; head < 4; head++) {
        Node distractor = Node.head(layer, head);
        assertThat(largest(model.weight(layer, "W_O", head))).isPositive();
        assertThat(edges).anyMatch(edge -> edge.target().equals(distractor));
      }
    }
    assertThat(edges)
        .anyMatch(e -> e.source().equals(Node.head(0, 1)) && e.target().equals(Node.head(1, 1)));
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 11, 12, 13, 14, 15, 16})
  void attention_ofTheInductionHead_isSharpButNotSaturated(int length) {
    for (PromptPair pair : prompts(length)) {
      List<Integer> tokens = pair.clean();
      double[][] stream = model.after(0, model.embedded(tokens));
      int answer = tokens.indexOf(tokens.get(length - 1)) + 1;

      assertThat(model.attention(1, 0, stream)[length - 1][answer])
          .isBetween(LEAST_ATTENTION, MOST_ATTENTION);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 12, 16})
  void attention_ofThePreviousTokenHead_isSharpAndNearNineTenthsAtTheEnd(int length) {
    double[][] pattern = model.attention(0, 0, model.embedded(prompts(length).get(0).clean()));

    for (int position = 1; position < length; position++) {
      assertThat(pattern[position][position - 1]).isGreaterThan(LEAST_ATTENTION);
    }
    assertThat(pattern[length - 1][length - 2]).isBetween(LEAST_ATTENTION, MOST_ATTENTION);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 10, 12, 16, 20})
  void logits_atTheLastPosition_areHighestForTheAnswer(int length) {
    for (PromptPair pair : prompts(length)) {
      double[] logits = model.logits(pair.clean())[length - 1];

      assertThat(logits[pair.answers().get(0).right().get(0)])
          .isEqualTo(Arrays.stream(logits).max().orElseThrow());
    }
  }

  @Test
  void open_anotherName_findsNothing() {
    assertThat(new EmbeddedModels().open("induction2")).isEmpty();
  }

  @Test
  void names_ofTheSource_allOpen() {
    EmbeddedModels source = new EmbeddedModels();

    assertThat(source.names()).isNotEmpty().allSatisfy(n -> assertThat(source.open(n)).isPresent());
  }

  /** The edges whose sender writes where its receiver reads. */
  private List<Edge> connected() {
    List<Edge> connected = new ArrayList<>();
    for (int ordinal = 0; ordinal < graph.edgeCount(); ordinal++) {
      Edge edge = graph.edge(ordinal);
      if (largest(PlainTransformer.times(writes(edge.source()), reads(edge))) > 0) {
        connected.add(edge);
      }
    }
    return connected;
  }

  private double[][] writes(Node sender) {
    return sender.equals(Node.INPUT)
        ? model.matrix("embed.W_E", 0)
        : model.weight(sender.layer(), "W_O", sender.index());
  }

  private double[][] reads(Edge edge) {
    if (edge.target().equals(Node.LOGITS)) {
      return model.matrix("unembed.W_U", 0);
    }
    Map<Port, String> names = Map.of(Port.Q, "W_Q", Port.K, "W_K", Port.V, "W_V");
    return model.weight(
        edge.target().layer(), names.getOrDefault(edge.port(), ""), edge.target().index());
  }

  private static double largest(double[][] matrix) {
    return Arrays.stream(matrix).flatMapToDouble(Arrays::stream).map(Math::abs).max().orElse(0);
  }

  private static List<PromptPair> prompts(int length) {
    return new InductionTask()
        .create(new Options("induction", Map.of("length", Integer.toString(length))))
        .prompts(new ModelInfo("induction", "", CompiledModels.spec("induction")))
        .pairs();
  }
}
