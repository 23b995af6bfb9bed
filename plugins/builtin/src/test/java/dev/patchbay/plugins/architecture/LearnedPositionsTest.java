package dev.patchbay.plugins.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.model.AttentionSpec;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.ModelSpec.Activation;
import dev.patchbay.spi.model.ModelSpec.Norm;
import dev.patchbay.spi.plugin.PatchbayException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What GPT-Neo's and OPT's configurations say, read by hand. */
class LearnedPositionsTest {

  private static final Architecture NEO = new GptNeoArchitecture();
  private static final Architecture OPT = new OptArchitecture();
  private static final StoredModel NEO_TINY = StoredModel.of("gpt-neo-tiny");
  private static final StoredModel OPT_TINY = StoredModel.of("opt-tiny");

  @Test
  void spec_ofGptNeo_doesNotScaleAndSeesFourPositionsInEverySecondLayer() {
    assertThat(NEO.spec(NEO_TINY.config()))
        .isEqualTo(
            spec(
                "gpt-neo",
                128,
                61,
                Activation.GELU_TANH,
                new AttentionSpec(1, List.of(), List.of(0, 4), false)));
  }

  @Test
  void spec_ofOpt_isGpt2WithRelu() {
    assertThat(OPT.spec(OPT_TINY.config()))
        .isEqualTo(spec("opt", 72, 67, Activation.RELU, AttentionSpec.plain(Math.sqrt(8))));
  }

  private static ModelSpec spec(
      String family, int dMlp, int dVocab, Activation activation, AttentionSpec attention) {
    return ModelSpec.builder(family)
        .nLayers(2)
        .nHeads(4)
        .dModel(32)
        .dHead(8)
        .mlps(dMlp, activation)
        .dVocab(dVocab)
        .nCtx(32)
        .norm(Norm.LAYER_NORM, 1e-5)
        .attention(attention)
        .build();
  }

  @Test
  void spec_ofAGptNeoThatListsItsLayers_isTheSame() {
    StoredModel listed =
        NEO_TINY.without("attention_types").with("attention_layers", List.of("global", "local"));

    assertThat(NEO.spec(listed.config())).isEqualTo(NEO.spec(NEO_TINY.config()));
  }

  @Test
  void spec_ofAGptNeoWithRepeatedPairs_isTheSame() {
    StoredModel twice =
        NEO_TINY
            .without("attention_layers")
            .with(
                "attention_types",
                List.of(List.of(List.of("global"), 1), List.of(List.of("local"), 1)));

    assertThat(NEO.spec(twice.config())).isEqualTo(NEO.spec(NEO_TINY.config()));
  }

  @Test
  void spec_ofAWindowOverTheWholeContext_hasNone() {
    assertThat(NEO.spec(NEO_TINY.with("window_size", 32).config()).attention().windows()).isEmpty();
  }

  @Test
  void spec_ofAGptNeoWithTooFewLayerTypes_isRefused() {
    assertRefused(
        NEO,
        NEO_TINY.with("num_layers", 3),
        "config.json: attention_types = [[[global, local], 1]] does not name the types of 3"
            + " layers.\nName one for each of num_layers: \"global\" or \"local\".");
  }

  /** transformers goes by the second and forgets the first. */
  @Test
  void spec_ofAGptNeoWithTwoListsThatDisagree_isRefused() {
    assertRefused(
        NEO,
        NEO_TINY.with("attention_layers", List.of("global", "global")),
        "config.json: attention_layers = [global, global] contradicts attention_types = [global,"
            + " local].\nBoth say the same thing: remove the wrong one.");
  }

  @Test
  void spec_ofAGptNeoWithAnEmptyPlaceInItsList_isRefused() {
    assertRefused(
        NEO,
        NEO_TINY.with("attention_layers", Arrays.asList("global", null)),
        "config.json: attention_layers = [global, null] does not name the types of 2 layers.\n"
            + "Name one for each of num_layers: \"global\" or \"local\".");
  }

  @ParameterizedTest
  @CsvSource({"num_attention_heads,num_heads", "num_hidden_layers,num_layers"})
  void spec_ofAGptNeoUnderOtherNames_isTheSameUnlessTheyContradict(String other, String own) {
    StoredModel renamed = NEO_TINY.without(own).with(other, NEO_TINY.fields().get(own));

    assertThat(NEO.spec(renamed.config())).isEqualTo(NEO.spec(NEO_TINY.config()));
    assertRefused(
        NEO,
        NEO_TINY.with(other, 1),
        "config.json: %s = %s contradicts %s = 1.\n"
                .formatted(own, NEO_TINY.fields().get(own), other)
            + "Both say the same thing: remove the wrong one.");
  }

  @Test
  void spec_ofAGptNeoThatSaysNothingOfItsLayers_isRefused() {
    assertRefused(
        NEO,
        NEO_TINY.without("attention_types", "attention_layers"),
        "config.json: neither attention_types nor attention_layers says what the layers see.\n"
            + "Add one, such as \"attention_types\": [[[\"global\", \"local\"], 4]] for eight"
            + " layers.");
  }

  @Test
  void spec_ofAnUnknownLayerType_isRefused() {
    assertRefused(
        NEO,
        NEO_TINY.with("attention_types", List.of(List.of(List.of("global", "sparse"), 1))),
        "config.json: attention_types = [[[global, sparse], 1]] is not supported.\n"
            + "Supported: global, local.");
  }

  @ParameterizedTest
  @CsvSource({
    "do_layer_norm_before, false, true",
    "layer_norm_elementwise_affine, false, true",
    "_remove_final_layer_norm, true, false"
  })
  void spec_ofAnOptThatIsBuiltOtherwise_isRefused(String field, boolean said, boolean built) {
    assertRefused(
        OPT,
        OPT_TINY.with(field, said),
        "config.json: %s = %s is not supported.\nSupported: %s.".formatted(field, said, built));
  }

  @Test
  void spec_ofAnOptThatProjectsItsEmbedding_isRefused() {
    assertRefused(
        OPT,
        OPT_TINY.with("word_embed_proj_dim", 16),
        "config.json: word_embed_proj_dim = 16 is not supported.\n"
            + "Supported: as many as hidden_size, which is 32.");
  }

  @Test
  void check_ofAnOptWithoutABias_isRefused() {
    assertThatThrownBy(
            () -> OPT.check(OPT_TINY.dropping("model.decoder.layers.1.fc2.bias").checkpoint()))
        .isInstanceOf(PatchbayException.class)
        .hasMessageStartingWith("config.json: enable_bias is true, but tiny has no tensor");
  }

  @Test
  void check_ofAGptNeoWithABiasOnItsKeys_isRefused() {
    StoredModel biased = NEO_TINY.adding("transformer.h.0.attn.attention.k_proj.bias");

    assertThatThrownBy(() -> NEO.check(biased.checkpoint()))
        .isInstanceOf(PatchbayException.class)
        .hasMessageStartingWith("config.json: only out_proj has a bias of attention, but tiny has");
  }

  private static void assertRefused(Architecture architecture, StoredModel model, String message) {
    assertThatThrownBy(() -> architecture.spec(model.config()))
        .isInstanceOf(PatchbayException.class)
        .hasMessage(message);
  }
}
