package dev.patchbay.plugins.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.plugins.model.CompiledModels;
import dev.patchbay.plugins.model.ProportionModel;
import dev.patchbay.plugins.model.ReverseModel;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.model.ModelInfo;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.Task;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tasks of the models that Tracr compiles. */
class CompiledTasksTest {

  private static final ModelInfo REVERSE = new ModelInfo("reverse", "", ReverseModel.spec());
  private static final ModelInfo PROPORTION =
      new ModelInfo("proportion", "", ProportionModel.spec());

  private final Task reverse = new ReverseTask().create(Options.none("reverse"));

  @Test
  void prompts_ofReverse_askForEachTokenFromTheEnd() {
    PromptPair pair = reverse.prompts(REVERSE).pairs().get(1);

    assertThat(pair.clean()).containsExactly(3, 0, 2, 1);
    assertThat(pair.answers())
        .extracting(answer -> answer.position() + ":" + answer.right().get(0))
        .containsExactly("1:1", "2:2", "3:0");
  }

  @Test
  void prompts_ofReverse_areEachTheTwinOfAnother() {
    List<PromptPair> pairs = reverse.prompts(REVERSE).pairs();

    assertThat(pairs).hasSize(6);
    assertThat(pairs.stream().map(PromptPair::corrupted).toList())
        .containsExactlyInAnyOrderElementsOf(pairs.stream().map(PromptPair::clean).toList());
  }

  @Test
  void prompts_ofProportion_beginWithBosAndHoldLetters() {
    assertThat(proportion("with-bos").prompts(PROPORTION).pairs())
        .hasSize(50)
        .allSatisfy(
            pair -> {
              assertThat(pair.clean()).hasSize(5).startsWith(0);
              assertThat(pair.clean().subList(1, 5)).allMatch(token -> token >= 2 && token <= 5);
            });
  }

  @Test
  void prompts_ofPublishedRows_haveNoBosInFront() {
    assertThat(proportion("published").prompts(PROPORTION).pairs())
        .allSatisfy(
            pair -> assertThat(pair.clean()).hasSize(4).allMatch(token -> token >= 0 && token <= 3))
        .anySatisfy(pair -> assertThat(pair.clean().get(0)).isNotZero());
  }

  @Test
  void truth_ofReverse_isThePublishedCircuit() {
    ComputationGraph graph = ComputationGraph.of(ReverseModel.spec().graphShape());

    assertThat(reverse.truth(REVERSE, graph)).map(Circuit::size).contains(11);
    assertThat(graph.edgeCount()).isEqualTo(94);
  }

  @ParameterizedTest
  @CsvSource({"with-bos,5", "published,7"})
  void truth_ofProportion_dependsOnItsRows(String rows, int edges) {
    ComputationGraph graph = ComputationGraph.of(ProportionModel.spec().graphShape());

    assertThat(proportion(rows).truth(PROPORTION, graph)).map(Circuit::size).contains(edges);
    assertThat(graph.edgeCount()).isEqualTo(32);
  }

  @Test
  void ablation_underWhichTheTruthsHold_isZero() {
    assertThat(reverse.ablation()).isEqualTo("zero");
    assertThat(proportion("with-bos").ablation()).isEqualTo("zero");
  }

  @Test
  void prompts_ofAnotherModel_areRefused() {
    ModelInfo other = new ModelInfo("induction", "", CompiledModels.spec("induction"));

    assertThatThrownBy(() -> reverse.prompts(other))
        .isInstanceOf(PatchbayException.class)
        .hasMessage(
            "The task 'reverse' is for a model that reads 5 tokens and has 3 outputs;"
                + " 'induction' has 26 and 26.\nTake the compiled model: --model reverse.");
  }

  @Test
  void create_withTooFewPrompts_isRefused() {
    assertThatThrownBy(
            () -> new ProportionTask().create(new Options("proportion", Map.of("prompts", "1"))))
        .isInstanceOf(PatchbayException.class)
        .hasMessageStartingWith("'proportion' cannot make prompts=1.");
  }

  private static Task proportion(String rows) {
    return new ProportionTask().create(new Options("proportion", Map.of("rows", rows)));
  }
}
