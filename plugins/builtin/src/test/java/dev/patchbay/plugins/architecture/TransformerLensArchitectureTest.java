package dev.patchbay.plugins.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.spi.model.AttentionSpec.Positions;
import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.ModelSpec.Activation;
import dev.patchbay.spi.model.ModelSpec.Norm;
import dev.patchbay.spi.model.TensorRecipe;
import dev.patchbay.spi.model.WeightShapes;
import dev.patchbay.spi.plugin.PatchbayException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransformerLensArchitectureTest {

  private final TransformerLensArchitecture lens = new TransformerLensArchitecture();

  @Test
  void spec_ofAnAttentionOnlyModel_hasItsSizesAndNoMlps() {
    assertThat(lens.spec(config("attn_only", true)))
        .isEqualTo(
            ModelSpec.builder("transformer-lens")
                .nLayers(2)
                .nHeads(1)
                .dModel(64)
                .dHead(64)
                .dVocab(26)
                .nCtx(8)
                .norm(Norm.NONE, 1e-5)
                .build());
  }

  @Test
  void spec_ofBidirectionalAttention_seesBothWays() {
    assertThat(lens.spec(config("attention_dir", "bidirectional")).attention().bidirectional())
        .isTrue();
  }

  @Test
  void spec_ofShortformerPositions_addsThemToQueriesAndKeys() {
    assertThat(positions("positional_embedding_type", "shortformer"))
        .isEqualTo(Positions.QUERIES_AND_KEYS);
    assertThat(positions("shortformer_pos", true)).isEqualTo(Positions.QUERIES_AND_KEYS);
  }

  @Test
  void spec_ofACompiledModel_splitsItsPositions() {
    assertThat(positions("model_name", "tracr-reverse")).isEqualTo(Positions.SENDER);
    assertThat(positions("position_sender", true)).isEqualTo(Positions.SENDER);
    assertThat(positions("model_name", "attn-only-2l")).isEqualTo(Positions.STREAM);
  }

  @Test
  void spec_ofShortformerPositionsThatSend_isRefused() {
    Map<String, @Nullable Object> fields = new HashMap<>(config("position_sender", true).fields());
    fields.put("shortformer_pos", true);
    CheckpointConfig both = new CheckpointConfig("config.json", fields);

    assertThatThrownBy(() -> lens.spec(both))
        .isInstanceOf(PatchbayException.class)
        .hasMessageStartingWith("config.json: position_sender = true, but shortformer positions");
  }

  @Test
  void spec_ofANormUnderTwoNamesThatDisagree_isRefused() {
    Map<String, @Nullable Object> norms =
        new HashMap<>(config("normalization_type", null).fields());
    norms.put("normalization", "LN");

    assertThatThrownBy(() -> lens.spec(new CheckpointConfig("config.json", norms)))
        .isInstanceOf(PatchbayException.class)
        .hasMessage(
            "config.json: normalization_type = null contradicts normalization = LN.\n"
                + "Both say the same thing: remove the wrong one.");
  }

  private Positions positions(String field, Object value) {
    Map<String, @Nullable Object> fields = new HashMap<>(config("attn_only", true).fields());
    fields.put(field, value);
    return lens.spec(new CheckpointConfig("config.json", fields)).attention().positions();
  }

  @Test
  void spec_withoutMlpWidth_isFourTimesTheModels() {
    assertThat(lens.spec(config("act_fn", "gelu")).dMlp()).isEqualTo(256);
  }

  @ParameterizedTest
  @CsvSource({"relu,RELU", "gelu,GELU", "gelu_new,GELU_TANH", "silu,SILU"})
  void spec_ofAnActivation_isItsFormula(String name, Activation activation) {
    assertThat(lens.spec(config("act_fn", name)).activation()).isEqualTo(activation);
  }

  @Test
  void spec_withMlpsButNoActivation_isRefused() {
    assertThatThrownBy(() -> lens.spec(config("act_fn", null)))
        .isInstanceOf(PatchbayException.class)
        .hasMessageContaining("config.json: the field 'act_fn' is missing.");
  }

  @Test
  void spec_withLayerNorm_hasIt() {
    assertThat(lens.spec(config("normalization_type", "LN")).norm()).isEqualTo(Norm.LAYER_NORM);
  }

  @Test
  void spec_withoutANormField_hasTheDefaultLayerNorm() {
    Map<String, @Nullable Object> fields = new HashMap<>(config("d_mlp", 8).fields());
    fields.remove("normalization_type");

    assertThat(lens.spec(new CheckpointConfig("config.json", fields)).norm())
        .isEqualTo(Norm.LAYER_NORM);
  }

  @Test
  void spec_withoutAttentionScale_dividesByOne() {
    assertThat(lens.spec(config("use_attn_scale", false)).attentionScale()).isEqualTo(1);
  }

  @Test
  void spec_withItsOwnAttentionScale_dividesByIt() {
    assertThat(lens.spec(config("attn_scale", 5)).attentionScale()).isEqualTo(5);
  }

  @Test
  void spec_withAnotherOutputVocabulary_predictsThatManyTokens() {
    assertThat(lens.spec(config("d_vocab_out", 3)).dVocabOut()).isEqualTo(3);
  }

  @Test
  void spec_withoutOutputVocabulary_predictsWhatItReads() {
    assertThat(lens.spec(config("d_vocab_out", -1)).dVocabOut()).isEqualTo(26);
  }

  @Test
  void spec_withoutHeads_hasAsManyAsFit() {
    assertThat(lens.spec(config("n_heads", -1)).nHeads()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "parallel_attn_mlp",
        "gated_mlp",
        "final_rms",
        "use_local_attn",
        "scale_attn_by_inverse_layer_idx"
      })
  void spec_ofASwitchThatIsNotBuilt_isRefused(String field) {
    assertThatThrownBy(() -> lens.spec(config(field, true)))
        .isInstanceOf(PatchbayException.class)
        .hasMessage("config.json: " + field + " = true is not supported yet.\nSupported: false.");
  }

  @ParameterizedTest
  @CsvSource({
    "positional_embedding_type,rotary",
    "normalization_type,RMS",
    "normalization_type,LNPre",
    "act_fn,solu_ln"
  })
  void spec_ofAKindThatIsNotBuilt_isRefused(String field, String value) {
    assertThatThrownBy(() -> lens.spec(config(field, value)))
        .isInstanceOf(PatchbayException.class)
        .hasMessageContaining("config.json: %s = %s is not supported yet.", field, value);
  }

  @ParameterizedTest
  @CsvSource({"n_key_value_heads,2", "num_experts,4", "attn_scores_soft_cap,30"})
  void spec_ofANumberThatIsNotBuilt_isRefused(String field, int value) {
    assertThatThrownBy(() -> lens.spec(config(field, value)))
        .isInstanceOf(PatchbayException.class)
        .hasMessageContaining("config.json: " + field + " = " + value)
        .hasMessageContaining("is not supported yet.");
  }

  @Test
  void weights_ofASpec_areStoredUnderTheirOwnNames() {
    ModelSpec spec = lens.spec(config("normalization_type", "LN"));
    Map<String, TensorRecipe> weights = lens.weights(spec, Set.of());

    assertThat(weights.keySet()).isEqualTo(WeightShapes.of(spec).keySet());
    assertThat(weights)
        .allSatisfy((name, recipe) -> assertThat(recipe).isEqualTo(TensorRecipe.of(name)));
  }

  @Test
  void reads_aHuggingFaceConfig_isFalse() {
    assertThat(lens.reads(config("model_type", "ctrl"))).isFalse();
  }

  private static CheckpointConfig config(String field, @Nullable Object value) {
    Map<String, @Nullable Object> fields = new HashMap<>();
    fields.put("n_layers", 2);
    fields.put("n_heads", 1);
    fields.put("d_model", 64);
    fields.put("d_head", 64);
    fields.put("d_mlp", null);
    fields.put("n_ctx", 8);
    fields.put("d_vocab", 26);
    fields.put("act_fn", "relu");
    fields.put("normalization_type", null);
    fields.put("attn_only", false);
    fields.put("positional_embedding_type", "standard");
    fields.put("attention_dir", "causal");
    fields.put("n_key_value_heads", null);
    fields.put(field, value);
    return new CheckpointConfig("config.json", fields);
  }
}
