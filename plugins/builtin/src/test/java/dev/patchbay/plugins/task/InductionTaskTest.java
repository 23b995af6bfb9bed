package dev.patchbay.plugins.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.plugins.model.CompiledModels;
import dev.patchbay.plugins.model.InductionModel;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.model.ModelInfo;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.task.Answer;
import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.Task;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InductionTaskTest {

  private static final ModelInfo INDUCTION =
      new ModelInfo("induction", "", CompiledModels.spec("induction"));

  @ParameterizedTest
  @CsvSource({"3,3,3", "8,8,8", "12,26,20", "12,13,12", "20,50257,1024"})
  void prompts_forAnyModelThatIsLargeEnough_areInductionSequences(
      int length, int vocabulary, int context) {
    List<PromptPair> pairs =
        task(Map.of("length", "" + length)).prompts(model(vocabulary, context)).pairs();

    assertThat(pairs).hasSize(32).allSatisfy(pair -> assertPair(pair, length, vocabulary));
  }

  private static void assertPair(PromptPair pair, int length, int vocabulary) {
    Answer read = pair.answers().get(0);
    assertThat(pair.answers()).hasSize(1);
    assertThat(read.right()).containsExactly(answer(pair.clean()));
    assertThat(read.wrong()).containsExactly(answer(pair.corrupted()));
    assertThat(read.wrong()).isNotEqualTo(read.right());
    assertThat(read.position()).isEqualTo(length - 1);
    for (List<Integer> tokens : List.of(pair.clean(), pair.corrupted())) {
      assertThat(tokens).hasSize(length).allMatch(token -> token >= 0 && token < vocabulary);
      assertThat(new HashSet<>(tokens)).hasSize(length - 1);
      assertThat(tokens.indexOf(tokens.get(length - 1))).isLessThanOrEqualTo(length - 3);
    }
  }

  private static int answer(List<Integer> tokens) {
    return tokens.get(tokens.indexOf(tokens.get(tokens.size() - 1)) + 1);
  }

  @Test
  void prompts_ofEqualSeeds_areEqual() {
    assertThat(task(Map.of("seed", "7")).prompts(INDUCTION))
        .isEqualTo(task(Map.of("seed", "7")).prompts(INDUCTION));
  }

  @Test
  void prompts_ofOtherSeeds_areOthers() {
    assertThat(task(Map.of("seed", "7")).prompts(INDUCTION))
        .isNotEqualTo(task(Map.of("seed", "8")).prompts(INDUCTION));
  }

  @Test
  void prompts_withoutOptions_repeatEveryEarlierPlaceButTheLastTwo() {
    Task task = task(Map.of("prompts", "500"));

    assertThat(task.prompts(INDUCTION).pairs())
        .extracting(pair -> pair.clean().indexOf(pair.clean().get(11)))
        .contains(0, 1, 2, 3, 4, 5, 6, 7, 8, 9)
        .doesNotContain(10);
  }

  @Test
  void prompts_longerThanTheContext_areRefusedWithTheLongestPossible() {
    assertThatThrownBy(() -> task(Map.of()).prompts(model(26, 8)))
        .isInstanceOf(PatchbayException.class)
        .hasMessage(
            "The task 'induction' needs 12 different tokens in a row; 'other' has 26 tokens and"
                + " reads at most 8 at a time.\n"
                + "Make the prompts shorter: --task induction:length=8.");
  }

  @Test
  void prompts_ofAModelWithTwoTokens_areRefusedWithoutAdviceThatCannotHelp() {
    assertThatThrownBy(() -> task(Map.of("length", "3")).prompts(model(2, 8)))
        .isInstanceOf(PatchbayException.class)
        .hasMessageContaining("too small for the task");
  }

  @Test
  void create_withTwoTokens_isRefused() {
    assertThatThrownBy(() -> task(Map.of("length", "2")))
        .isInstanceOf(PatchbayException.class)
        .hasMessageContaining("length=2");
  }

  @Test
  void create_withoutPrompts_isRefused() {
    assertThatThrownBy(() -> task(Map.of("prompts", "0")))
        .isInstanceOf(PatchbayException.class)
        .hasMessageContaining("prompts=0");
  }

  @Test
  void truth_ofTheEmbeddedModel_isItsFiveEdges() {
    ComputationGraph graph = ComputationGraph.of(INDUCTION.spec().graphShape());

    assertThat(task(Map.of()).truth(INDUCTION, graph))
        .hasValueSatisfying(
            truth ->
                assertThat(truth.edgeNames())
                    .containsExactlyInAnyOrderElementsOf(InductionModel.CIRCUIT));
  }

  @Test
  void truth_ofAnotherModelOfThatName_isUnknown() {
    ModelSpec spec = model(26, 20).spec();

    assertThat(
            task(Map.of())
                .truth(
                    new ModelInfo("induction", "", spec), ComputationGraph.of(spec.graphShape())))
        .isEmpty();
  }

  private static Task task(Map<String, String> options) {
    return new InductionTask().create(new Options("induction", options));
  }

  private static ModelInfo model(int vocabulary, int context) {
    return new ModelInfo(
        "other",
        "",
        ModelSpec.builder("gpt2")
            .nLayers(2)
            .nHeads(2)
            .dModel(4)
            .dHead(2)
            .mlps(8, ModelSpec.Activation.GELU)
            .dVocab(vocabulary)
            .nCtx(context)
            .norm(ModelSpec.Norm.LAYER_NORM, 1e-5)
            .build());
  }
}
