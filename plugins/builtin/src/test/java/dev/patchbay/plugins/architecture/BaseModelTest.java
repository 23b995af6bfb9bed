package dev.patchbay.plugins.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.TensorRecipe;
import dev.patchbay.spi.plugin.PatchbayException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of a model without its head, in which nothing stands before the tensors' names. */
class BaseModelTest {

  @ParameterizedTest
  @CsvSource({
    "gpt-neo-tiny,transformer.",
    "opt-tiny,model.",
    "llama3-rope-tiny,model.",
    "qwen2-tiny,model.",
    "gemma-tiny,model.",
    "gemma2-tiny,model."
  })
  void weights_ofATiedModelSavedWithoutItsHead_areTheSame(String name, String prefix) {
    StoredModel whole = StoredModel.of(name);
    StoredModel base = whole.renaming(stored -> stored.replace(prefix, ""));
    Architecture architecture = architecture(whole);
    architecture.check(base.checkpoint());

    ModelSpec spec = architecture.spec(base.config());
    Map<String, TensorRecipe> expected = new LinkedHashMap<>();
    architecture
        .weights(spec, whole.names())
        .forEach(
            (weight, recipe) ->
                expected.put(
                    weight, new TensorRecipe(recipe.tensor().replace(prefix, ""), recipe.steps())));
    assertThat(base.names()).noneMatch(stored -> stored.startsWith(prefix));
    assertThat(architecture.weights(spec, base.names())).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-neox-tiny,gpt_neox.,embed_out",
    "phi-tiny,model.,lm_head",
    "llama-tiny,model.,lm_head",
    "mistral-tiny,model.,lm_head",
    "qwen3-tiny,model.,lm_head"
  })
  void check_ofAnUntiedModelSavedWithoutItsHead_saysThatItLacksIt(
      String name, String prefix, String head) {
    StoredModel base =
        StoredModel.of(name)
            .dropping(head + ".weight")
            .renaming(stored -> stored.replace(prefix, ""));

    assertThatThrownBy(() -> architecture(base).check(base.checkpoint()))
        .isInstanceOf(PatchbayException.class)
        .hasMessageStartingWith("config.json: tie_word_embeddings is false, but tiny has no tensor")
        .hasMessageContaining("'" + head + ".weight'.\nThe file holds a model without its head:");
  }

  private static Architecture architecture(StoredModel model) {
    return ServiceLoader.load(Architecture.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(architecture -> architecture.reads(model.config()))
        .findFirst()
        .orElseThrow();
  }
}
