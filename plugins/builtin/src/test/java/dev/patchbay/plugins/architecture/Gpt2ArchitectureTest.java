package dev.patchbay.plugins.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.ModelSpec.Activation;
import dev.patchbay.spi.model.ModelSpec.Norm;
import dev.patchbay.spi.model.TensorRecipe;
import dev.patchbay.spi.model.WeightShapes;
import dev.patchbay.spi.plugin.PatchbayException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Gpt2ArchitectureTest {

  private final Gpt2Architecture gpt2 = new Gpt2Architecture();

  @Test
  void spec_ofATinyModel_hasItsSizes() {
    assertThat(gpt2.spec(config(Map.of())))
        .isEqualTo(
            ModelSpec.builder("gpt2")
                .nLayers(2)
                .nHeads(4)
                .dModel(32)
                .dHead(8)
                .mlps(128, Activation.GELU_TANH)
                .dVocab(61)
                .nCtx(32)
                .norm(Norm.LAYER_NORM, 1e-5)
                .build());
  }

  @Test
  void spec_withoutAttentionScale_dividesByOne() {
    assertThat(gpt2.spec(config(Map.of("scale_attn_weights", false))).attentionScale())
        .isEqualTo(1);
  }

  @Test
  void spec_withNInner_hasMlpsOfThatWidth() {
    assertThat(gpt2.spec(config(Map.of("n_inner", 50))).dMlp()).isEqualTo(50);
  }

  @Test
  void spec_withOnlyNCtx_readsThatManyTokens() {
    Map<String, @Nullable Object> fields = new HashMap<>(config(Map.of("n_ctx", 16)).fields());
    fields.remove("n_positions");

    assertThat(gpt2.spec(new CheckpointConfig("config.json", fields)).nCtx()).isEqualTo(16);
  }

  @ParameterizedTest
  @CsvSource({
    "gelu_new,GELU_TANH",
    "gelu_pytorch_tanh,GELU_TANH",
    "gelu_fast,GELU_TANH",
    "gelu,GELU",
    "gelu_python,GELU",
    "gelu_python_tanh,GELU_TANH",
    "relu,RELU",
    "silu,SILU"
  })
  void spec_ofAnActivation_isItsFormula(String name, Activation activation) {
    assertThat(gpt2.spec(config(Map.of("activation_function", name))).activation())
        .isEqualTo(activation);
  }

  @Test
  void spec_ofAnUnknownActivation_isRefusedWithTheKnownOnes() {
    assertRefused(
        Map.of("activation_function", "mish"),
        "config.json: activation_function = mish is not supported.\nSupported: gelu_new");
  }

  @ParameterizedTest
  @ValueSource(strings = {"scale_attn_by_inverse_layer_idx", "add_cross_attention"})
  void spec_ofASwitchThatIsNotBuilt_isRefused(String field) {
    assertRefused(Map.of(field, true), "config.json: " + field + " = true is not supported.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"n_embd", "n_head", "n_layer", "vocab_size", "n_positions", "n_inner"})
  void spec_ofASizeBelowOne_isRefused(String field) {
    assertRefused(Map.of(field, 0), "config.json: the field '" + field + "' is 0.");
  }

  @Test
  void spec_ofHeadsThatDoNotDivideTheWidth_isRefused() {
    assertRefused(Map.of("n_head", 5), "n_embd = 32 is not a multiple of n_head = 5.");
  }

  @Test
  void spec_ofANegativeEpsilon_isRefused() {
    assertRefused(
        Map.of("layer_norm_epsilon", -1e-5), "the field 'layer_norm_epsilon' is -1.0E-5.");
  }

  /** In transformers the other name wins over the one that the file is saved with. */
  @ParameterizedTest
  @CsvSource({
    "hidden_size,n_embd",
    "num_attention_heads,n_head",
    "num_hidden_layers,n_layer",
    "max_position_embeddings,n_positions"
  })
  void spec_underTheOtherNameOfASize_isTheSameUnlessTheyContradict(String other, String own) {
    Map<String, @Nullable Object> fields = new HashMap<>(config(Map.of()).fields());
    Object size = Objects.requireNonNull(fields.remove(own));
    fields.put(other, size);

    assertThat(gpt2.spec(new CheckpointConfig("config.json", fields)))
        .isEqualTo(gpt2.spec(config(Map.of(other, size))))
        .isEqualTo(gpt2.spec(config(Map.of())));
    assertRefused(
        Map.of(other, 1),
        "config.json: %s = %s contradicts %s = 1.\n".formatted(own, size, other)
            + "Both say the same thing: remove the wrong one.");
  }

  @Test
  void spec_withoutANeededField_namesIt() {
    assertThatThrownBy(
            () -> gpt2.spec(new CheckpointConfig("config.json", Map.of("model_type", "gpt2"))))
        .isInstanceOf(PatchbayException.class)
        .hasMessageContaining("config.json: the field 'n_embd' is missing.");
  }

  @Test
  void reads_anotherModelType_isFalse() {
    assertThat(gpt2.reads(config(Map.of("model_type", "llama")))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "transformer."})
  void weights_inEitherSpelling_coverEveryWeightWithStoredTensors(String prefix) {
    ModelSpec spec = gpt2.spec(config(Map.of()));
    Map<String, TensorRecipe> weights = gpt2.weights(spec, stored(prefix));

    assertThat(weights.keySet()).isEqualTo(WeightShapes.of(spec).keySet());
    assertThat(weights.values())
        .filteredOn(recipe -> !recipe.isZeros())
        .allSatisfy(recipe -> assertThat(stored(prefix)).contains(recipe.tensor()));
  }

  @Test
  void weights_ofAFileWithMaskBuffers_leaveThemAlone() {
    Set<String> stored = new TreeSet<>(stored(""));
    stored.add("h.0.attn.bias");
    stored.add("h.0.attn.masked_bias");

    assertThat(gpt2.weights(gpt2.spec(config(Map.of())), stored).values())
        .extracting(TensorRecipe::tensor)
        .doesNotContain("h.0.attn.bias", "h.0.attn.masked_bias");
  }

  @Test
  void weights_ofTheKeys_areTheSecondThirdOfTheFusedTensor() {
    assertThat(gpt2.weights(gpt2.spec(config(Map.of())), stored("")))
        .containsEntry(
            "blocks.1.attn.W_K",
            TensorRecipe.of("h.1.attn.c_attn.weight")
                .slice(1, 32, 64)
                .reshape(32, 4, 8)
                .permute(1, 0, 2));
  }

  @Test
  void weights_withoutAnUnembedding_areTiedToTheEmbedding() {
    assertThat(gpt2.weights(gpt2.spec(config(Map.of())), stored("transformer.")))
        .containsEntry("unembed.W_U", TensorRecipe.of("transformer.wte.weight").permute(1, 0));
  }

  @Test
  void weights_withAnUnembedding_takeIt() {
    Set<String> stored = new TreeSet<>(stored("transformer."));
    stored.add("lm_head.weight");

    assertThat(gpt2.weights(gpt2.spec(config(Map.of())), stored))
        .containsEntry("unembed.W_U", TensorRecipe.of("lm_head.weight").permute(1, 0));
  }

  private void assertRefused(Map<String, Object> changes, String message) {
    assertThatThrownBy(() -> gpt2.spec(config(changes)))
        .isInstanceOf(PatchbayException.class)
        .hasMessageContaining(message);
  }

  private static CheckpointConfig config(Map<String, Object> changes) {
    Map<String, @Nullable Object> fields = new HashMap<>();
    fields.put("model_type", "gpt2");
    fields.put("n_embd", 32);
    fields.put("n_head", 4);
    fields.put("n_layer", 2);
    fields.put("n_inner", null);
    fields.put("n_positions", 32);
    fields.put("vocab_size", 61);
    fields.put("activation_function", "gelu_new");
    fields.put("layer_norm_epsilon", 1e-5);
    fields.put("scale_attn_by_inverse_layer_idx", false);
    fields.put("scale_attn_weights", true);
    fields.putAll(changes);
    return new CheckpointConfig("config.json", fields);
  }

  /** The names in a GPT-2 file of two layers. */
  private static Set<String> stored(String prefix) {
    Set<String> names = new TreeSet<>();
    for (String name : new String[] {"wte.weight", "wpe.weight", "ln_f.weight", "ln_f.bias"}) {
      names.add(prefix + name);
    }
    for (int layer = 0; layer < 2; layer++) {
      for (String part :
          new String[] {"ln_1", "ln_2", "attn.c_attn", "attn.c_proj", "mlp.c_fc", "mlp.c_proj"}) {
        names.add(prefix + "h." + layer + "." + part + ".weight");
        names.add(prefix + "h." + layer + "." + part + ".bias");
      }
    }
    return names;
  }
}
