package dev.patchbay.plugins.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.catalog.PluginLoader;
import dev.patchbay.core.lookup.ModelCard;
import dev.patchbay.core.lookup.Tasks;
import dev.patchbay.plugins.model.CompiledModels;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.plugin.PatchbayException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a task answers for its truth where it has none of its own but a published one fits. */
class TaskTruthTest {

  private static final Tasks TASKS = new Tasks(PluginLoader.load(List.of()));

  /** Of GPT-2 small's build, and no weight of it. */
  private static ModelCard gpt2(int layers) {
    return new ModelCard(
        "a-gpt2",
        "gpt2",
        ModelSpec.builder("gpt2")
            .nLayers(layers)
            .nHeads(12)
            .dModel(768)
            .dHead(64)
            .mlps(3072, ModelSpec.Activation.GELU_TANH)
            .dVocab(50257)
            .nCtx(1024)
            .norm(ModelSpec.Norm.LAYER_NORM, 1e-5)
            .build(),
        true);
  }

  @Test
  void truth_ofIoiInGpt2Small_isThePublishedCircuit() {
    assertThat(TASKS.truth("ioi", gpt2(12))).map(Circuit::size).contains(963);
  }

  @Test
  void truth_withOptionsOfTheTask_isTheSame() {
    assertThat(TASKS.truth("greater-than:prompts=3", gpt2(12))).map(Circuit::size).contains(235);
  }

  @Test
  void truth_ofAnotherTaskInGpt2Small_isUnknown() {
    assertThat(TASKS.truth("induction", gpt2(12))).isEmpty();
  }

  @Test
  void truth_ofIoiInAModelOfAnotherSize_isUnknown() {
    assertThat(TASKS.truth("ioi", gpt2(6))).isEmpty();
  }

  @Test
  void truth_ofAModelThatBringsItsOwn_isThatModels() {
    ModelCard card =
        new ModelCard("induction", "embedded", CompiledModels.spec("induction"), false);

    assertThat(TASKS.truth("induction", card)).map(Circuit::size).contains(5);
  }

  @Test
  void circuit_namingNodesThatTheModelLacks_isOneSentenceAndWhatToDo() {
    assertThatThrownBy(() -> new IoiGpt2().circuit(gpt2(6).graph()))
        .isInstanceOf(PatchbayException.class)
        .hasMessage(
            "The circuit 'ioi-gpt2' names m6, which the model lacks: it has 6 layers of 12 heads.\n"
                + "Compare them with a circuit of this very model; 'patchbay truth' lists the circuits.");
  }
}
