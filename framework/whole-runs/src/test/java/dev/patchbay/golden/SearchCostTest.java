package dev.patchbay.golden;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import dev.patchbay.engine.EngineExperiment;
import dev.patchbay.engine.passes.Cost;
import dev.patchbay.engine.search.SearchNotes;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.model.weights.KeyValueInputs;
import dev.patchbay.model.weights.ModelForm;
import dev.patchbay.model.weights.PositionNode;
import dev.patchbay.model.weights.WeightForm;
import dev.patchbay.plugins.strategy.Acdc;
import dev.patchbay.plugins.strategy.Exact;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.Edge;
import dev.patchbay.spi.run.CircuitSearch;
import dev.patchbay.spi.strategy.DiscoveryResult;
import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.PromptSet;
import dev.patchbay.testkit.TinyArchitecture;
import dev.patchbay.testkit.TinyModels;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How many edges does a search test, and how many does it decide without a run?
 *
 * <p>The model has two layers of two heads, and positions as a sender: 2 · 3 · 2 edges into the
 * first layer, 2 · 3 · 4 into the second and 6 into the logits. Under patching the positions of
 * twins are equal: 6 + 6 + 1 edges of these 42.
 */
class SearchCostTest {

  private static final int EDGES = 42;
  private static final int OF_POSITIONS = 13;

  private static final List<String> INTO_THE_LAST_HEAD =
      Stream.of("q", "k", "v")
          .flatMap(
              port ->
                  Stream.of("input", "pos", "a0.h0", "a0.h1")
                      .map(sender -> sender + "->a1.h1<" + port + ">"))
          .toList();

  private LoadedModel model;
  private EngineExperiment experiment;

  @BeforeEach
  void load() {
    model =
        LoadedModel.load(
            TinyModels.attentionOnly(1),
            new TinyArchitecture(),
            Device.cpu(),
            new ModelForm(
                DataType.FLOAT64, KeyValueInputs.PER_HEAD, WeightForm.RAW, PositionNode.SENDER));
    experiment = experiment("patching", 2);
  }

  /** Of three prompts; the first of them is its own twin. */
  private EngineExperiment experiment(String ablation, int batchSize) {
    List<PromptPair> pairs =
        List.of(
            PromptPair.of(List.of(3, 1, 2), List.of(3, 1, 2), List.of(1), List.of(2)),
            PromptPair.of(List.of(1, 2, 3), List.of(4, 5, 3), List.of(1), List.of(2)),
            PromptPair.of(List.of(7, 2, 8), List.of(7, 9, 8), List.of(3), List.of(4)));
    return Golden.experiment(
        model, new PromptSet("three", pairs), "logit_diff", ablation, batchSize);
  }

  @AfterEach
  void close() {
    experiment.close();
    model.close();
  }

  private int[] ordinals(String... edges) {
    return Stream.of(edges).mapToInt(edge -> model.graph().ordinal(Edge.parse(edge))).toArray();
  }

  private int[] intoTheLastHead() {
    return ordinals(INTO_THE_LAST_HEAD.toArray(String[]::new));
  }

  private CircuitSearch search() {
    return experiment.search(Circuit.full(model.graph()));
  }

  private void assertCounted(long tests, long untested) {
    Cost cost = experiment.cost();
    assertThat(List.of(cost.tests(), cost.untested())).containsExactly(tests, untested);
  }

  @Test
  void cost_edgesThatCarryAnother_areTests() {
    try (CircuitSearch search = search()) {
      search.lossWithout(ordinals("input->logits"));
      search.lossWithout(ordinals("a0.h0->a1.h1<q>"));
      search.lossWithout(ordinals("pos->logits", "a0.h0->a1.h1<q>"));
    }

    assertCounted(3, 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void cost_embeddingThatIsEqualOnBothRuns_isUntested(int batchSize) {
    experiment.close();
    experiment = experiment("patching", batchSize);
    try (CircuitSearch search = search()) {
      double loss = search.loss();

      assertThat(search.lossWithout(ordinals("pos->a1.h0<k>"))).isEqualTo(loss);
      assertCounted(0, 1);
      search.remove(ordinals("pos->a1.h0<k>"));
      assertThat(search.loss()).isEqualTo(loss);
      search.lossWithout(ordinals("input->a1.h0<k>"));
    }

    assertCounted(1, 1);
  }

  /** Of one prompt alone the tokens are the same on both runs; of all they are not. */
  @Test
  void cost_embeddingThatIsEqualOnSomePrompts_isTested() {
    experiment.close();
    experiment = experiment("patching", 1);
    try (CircuitSearch search = search()) {
      search.lossWithout(ordinals("input->a1.h0<k>"));
    }

    assertCounted(1, 0);
  }

  @Test
  void cost_positionsUnderZero_areTested() {
    experiment.close();
    experiment = experiment("zero", 2);
    try (CircuitSearch search = search()) {
      search.lossWithout(ordinals("pos->a1.h0<k>"));
    }

    assertCounted(1, 0);
  }

  @Test
  void cost_inputsOfADeadHead_areUntestedAskedAboutOrNot() {
    try (CircuitSearch search = search()) {
      search.lossWithout(ordinals("a1.h1->logits"));
      search.remove(ordinals("a1.h1->logits"));
      search.lossWithout(ordinals("input->a1.h1<q>"));
      assertCounted(1, 1);

      search.remove(intoTheLastHead());
      assertCounted(1, INTO_THE_LAST_HEAD.size());
      search.remove(intoTheLastHead());
    }

    assertCounted(1, INTO_THE_LAST_HEAD.size());
  }

  /** Nobody asked, but to take them out takes a run. */
  @Test
  void cost_liveEdgesTakenOutUnasked_areNeither() {
    try (CircuitSearch search = search()) {
      search.remove(intoTheLastHead());
    }

    assertCounted(0, 0);
  }

  @Test
  void cost_answersThatNotesKnow_areNeither() {
    SearchNotes notes =
        new SearchNotes() {
          @Override
          public OptionalDouble known(Question question, int... edges) {
            return question == Question.TEST ? OptionalDouble.of(0) : OptionalDouble.empty();
          }

          @Override
          public void add(Question question, int[] edges, double loss) {}
        };
    try (CircuitSearch search = experiment.noting(notes).search(Circuit.full(model.graph()))) {
      search.lossWithout(ordinals("pos->a1.h0<k>"));
      search.remove(ordinals("pos->a1.h0<k>"));
      search.lossWithout(ordinals("input->a1.h0<k>"));
    }

    assertCounted(0, 0);
  }

  @Test
  void exact_everyEdge_isTestedButThoseOfPositions() {
    Golden.discover(new Exact(), Map.of(), experiment);

    assertCounted(EDGES - OF_POSITIONS, OF_POSITIONS);
  }

  /** The logits' edges go, five by a test; then nothing is alive. */
  @Test
  void acdc_everythingGoes_testsTheLogitsInputsAlone() {
    Golden.discover(new Acdc(), Map.of("threshold", "1e9"), experiment);

    assertCounted(5, EDGES - 5);
  }

  @Test
  void acdc_everythingStays_testsAllButPositions() {
    Golden.discover(new Acdc(), Map.of("threshold", "-1e9"), experiment);

    assertCounted(EDGES - OF_POSITIONS, OF_POSITIONS);
  }

  /**
   * Five inputs of the logits, as before; the twelve direct ones of dead heads do not count as
   * edges.
   */
  @Test
  void acdc_everythingGoesWithDirectEdges_countsEachEdgeOnce() {
    Golden.discover(new Acdc(), Map.of("threshold", "1e9", "direct-edges", "true"), experiment);

    assertCounted(5, EDGES - 5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.001", "0.01", "0.1"})
  void acdc_anyThreshold_countsEachEdgeOnce(String threshold) {
    DiscoveryResult result =
        Golden.discover(new Acdc(), Map.of("threshold", threshold), experiment);

    Cost cost = experiment.cost();
    assertThat(cost.tests() + cost.untested()).isEqualTo(EDGES);
    assertThat(cost.tests())
        .isEqualTo(
            result.decisions().stream().filter(one -> !one.edge().startsWith("pos->")).count());
  }
}
