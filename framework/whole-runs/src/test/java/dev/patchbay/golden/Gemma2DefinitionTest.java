package dev.patchbay.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.engine.EngineExperiment;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.plugins.strategy.Acdc;
import dev.patchbay.plugins.strategy.AttentionAttribution;
import dev.patchbay.plugins.strategy.Eap;
import dev.patchbay.plugins.strategy.Exact;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.Edge;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.run.BatchScope;
import dev.patchbay.spi.strategy.Decision;
import dev.patchbay.spi.task.PromptSet;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Circuits and scores where a norm follows the heads' sum, scores and logits are capped: the engine
 * beside {@link PlainGemma2}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Gemma2DefinitionTest {

  /** Two ways to the same float64 number of size up to 10. */
  private static final double ROUNDING = 1e-11;

  /** Of a derivative by differences: rounding of 1e-15 over a step of 1e-3, or its fourth power. */
  private static final double DIFFERENCES = 1e-9;

  private static final PromptSet PROMPTS = Golden.prompts("gemma2-tiny", 3);

  private LoadedModel model;

  @BeforeAll
  void load() {
    model = Golden.model("gemma2-tiny", DataType.FLOAT64);
  }

  @AfterAll
  void close() {
    model.close();
  }

  private EngineExperiment experiment(String ablation) {
    return Golden.experiment(model, PROMPTS, "logit_diff", ablation, 3);
  }

  private Circuit everyEdge() {
    return Circuit.full(model.graph());
  }

  private Circuit randomCircuit(double density, Random random) {
    BitSet kept = new BitSet();
    for (int edge = 0; edge < model.graph().edgeCount(); edge++) {
      kept.set(edge, random.nextDouble() < density);
    }
    return Circuit.of(model.graph(), kept);
  }

  @Test
  void senders_ofEachLayer_addUpToGoldenHiddenStates() {
    JsonNode golden = Golden.read("models/gemma2-tiny/golden.json").get("prompt0");
    try (EngineExperiment experiment =
            Golden.experiment(
                model, Golden.prompts("gemma2-tiny", 1), "logit_diff", "patching", 1);
        BatchScope scope = experiment.open(experiment.batches().get(0))) {
      NDArray stream = scope.clean().sender(0);
      assertHidden(stream, golden.get("resid_pre_layer0"));
      for (int layer = 0; layer < PlainGemma2.LAYERS; layer++) {
        int before = model.graph().sendersBefore(layer);
        for (int sender = before; sender < model.graph().sendersBefore(layer + 1); sender++) {
          stream = stream.add(scope.clean().sender(sender));
        }
        assertHidden(stream, golden.get("resid_post").get(layer));
      }
    }
  }

  private static void assertHidden(NDArray stream, JsonNode golden) {
    for (int pos = 0; pos < golden.size(); pos++) {
      for (int i = 0; i < golden.get(pos).size(); i++) {
        assertThat(stream.getDouble(0, pos, i))
            .isCloseTo(golden.get(pos).get(i).asDouble(), within(Golden.LOGIT_TOLERANCE));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"patching", "zero", "mean"})
  void metric_randomCircuits_equalsThePlainReading(String ablation) {
    PlainExperiment plain = new PlainExperiment(PROMPTS, ablation);
    Random random = new Random(1);
    try (EngineExperiment experiment = experiment(ablation)) {
      for (double density : new double[] {0, .1, .3, .5, .7, .8, .9, .95, .98, 1}) {
        Circuit circuit = randomCircuit(density, random);
        for (Circuit run : List.of(circuit, circuit.pruned())) {
          assertThat(-experiment.measure(run))
              .as("%s of the edges: %s", density, run.edgeNames())
              .isCloseTo(plain.loss(Set.copyOf(run.edgeNames())), within(ROUNDING));
        }
      }
    }
  }

  @Test
  void metric_ofADeadHeadsInputs_entersTheNormOfItsLayer() {
    Circuit withoutOutput =
        everyEdge()
            .without(
                everyEdge()
                    .ordinals()
                    .filter(e -> model.graph().edge(e).source().name().equals("a0.h1"))
                    .toArray());
    int input = model.graph().ordinal(Edge.parse("input->a0.h1<v>"));
    PlainExperiment plain = new PlainExperiment(PROMPTS, "patching");
    try (EngineExperiment experiment = experiment("patching")) {
      double before = experiment.measure(withoutOutput);
      double after = experiment.measure(withoutOutput.without(input));

      assertThat(Math.abs(after - before)).isGreaterThan(1e-4);
      assertThat(-after)
          .isCloseTo(
              plain.loss(Set.copyOf(withoutOutput.without(input).edgeNames())), within(ROUNDING));
    }
  }

  @Test
  void pruned_circuitUnderPatching_runsAsUnpruned() {
    Random random = new Random(2);
    try (EngineExperiment experiment = experiment("patching")) {
      for (int i = 0; i < 40; i++) {
        Circuit circuit = randomCircuit(.15, random);

        assertThat(experiment.measure(circuit.pruned()))
            .as("%s", circuit.edgeNames())
            .isCloseTo(experiment.measure(circuit), within(ROUNDING));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"patching", "zero", "mean"})
  void exact_everyEdge_equalsThePlainReading(String ablation) {
    PlainExperiment plain = new PlainExperiment(PROMPTS, ablation);
    Set<String> all = Set.copyOf(everyEdge().edgeNames());
    double full = plain.loss(all);
    try (EngineExperiment experiment = experiment(ablation)) {
      EdgeScores scores = Golden.discover(new Exact(), Map.of(), experiment).scores();

      for (int edge = 0; edge < model.graph().edgeCount(); edge++) {
        Set<String> without = Set.copyOf(everyEdge().without(edge).edgeNames());
        assertThat(scores.valueOrZero(edge))
            .as("%s", model.graph().edge(edge))
            .isCloseTo(plain.loss(without) - full, within(ROUNDING));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"patching", "zero"})
  void eap_everyEdge_equalsTheSlopeByDifferences(String ablation) {
    PlainExperiment plain = new PlainExperiment(PROMPTS, ablation);
    try (EngineExperiment experiment = experiment(ablation)) {
      EdgeScores scores = Golden.discover(new Eap(), Map.of(), experiment).scores();

      for (int ordinal = 0; ordinal < model.graph().edgeCount(); ordinal++) {
        String sender = model.graph().edge(ordinal).source().name();
        String receiver = model.graph().receiverName(model.graph().receiverOf(ordinal));
        assertThat(scores.valueOrZero(ordinal))
            .as("%s", model.graph().edge(ordinal))
            .isCloseTo(plain.slope(sender, receiver), within(DIFFERENCES));
      }
    }
  }

  @Test
  void attentionAttribution_everyHead_equalsTheSlopeOfItsSize() {
    PlainExperiment plain = new PlainExperiment(PROMPTS, "patching");
    try (EngineExperiment experiment = experiment("patching")) {
      double[][][][] table =
          Golden.discover(new AttentionAttribution(), Map.of(), experiment)
              .attention()
              .get(0)
              .values();

      for (int layer = 0; layer < PlainGemma2.LAYERS; layer++) {
        for (int head = 0; head < PlainGemma2.HEADS; head++) {
          double value = Arrays.stream(table[layer][head]).flatMapToDouble(Arrays::stream).sum();
          String name = "a%s.h%s".formatted(layer, head);
          assertThat(value).as(name).isCloseTo(-plain.slopeOfHead(name), within(DIFFERENCES));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"patching, .1", "zero, .03", "mean, .1"})
  void acdc_everyDecision_equalsThePlainReading(String ablation, double threshold) {
    PlainExperiment plain = new PlainExperiment(PROMPTS, ablation);
    List<Decision> wanted = plain.acdc(threshold, Set.copyOf(everyEdge().edgeNames()));
    try (EngineExperiment experiment = experiment(ablation)) {
      List<Decision> decisions =
          Golden.discover(new Acdc(), Map.of("threshold", String.valueOf(threshold)), experiment)
              .decisions();

      assertThat(decisions).extracting(Decision::edge).isEqualTo(edges(wanted));
      for (int i = 0; i < wanted.size(); i++) {
        Decision mine = decisions.get(i);
        assertThat(mine.removed()).as(mine.edge()).isEqualTo(wanted.get(i).removed());
        assertThat(mine.lossBefore()).isCloseTo(wanted.get(i).lossBefore(), within(ROUNDING));
        assertThat(mine.lossWithout()).isCloseTo(wanted.get(i).lossWithout(), within(ROUNDING));
      }
    }
  }

  @Test
  void acdc_headWithoutOutgoingEdge_hasItsInputsTested() {
    try (EngineExperiment experiment = experiment("patching")) {
      List<Decision> decisions =
          Golden.discover(new Acdc(), Map.of("threshold", "0.1"), experiment).decisions();
      Set<String> speaking = new TreeSet<>();
      Set<String> tested = new TreeSet<>();
      for (Decision decision : decisions) {
        Edge edge = Edge.parse(decision.edge());
        tested.add(edge.target().name());
        if (!decision.removed()) {
          speaking.add(edge.source().name());
        }
      }
      tested.removeAll(speaking);
      tested.remove("logits");

      assertThat(tested).isNotEmpty().allMatch(node -> node.startsWith("a"));
    }
  }

  private static List<String> edges(List<Decision> decisions) {
    return decisions.stream().map(Decision::edge).toList();
  }
}
