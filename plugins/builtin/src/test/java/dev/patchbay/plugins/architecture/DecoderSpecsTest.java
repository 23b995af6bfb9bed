package dev.patchbay.plugins.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.model.AttentionSpec;
import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.ModelSpec.Activation;
import dev.patchbay.spi.model.ModelSpec.Norm;
import dev.patchbay.spi.plugin.PatchbayException;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the configurations of tiny models say, read by hand. Each has two layers of four heads. */
class DecoderSpecsTest {

  @Test
  void spec_ofGptNeox_turnsAQuarterOfEachHeadAndIsParallel() {
    assertThat(spec("gpt-neox-tiny")).isEqualTo(gptNeox(true, 1.));
  }

  @Test
  void spec_ofSequentialGptNeox_turnsHalfOfEachHeadAndIsNotParallel() {
    assertThat(spec("gpt-neox-sequential-tiny")).isEqualTo(gptNeox(false, 1., .01));
  }

  /** transformers passes it over and turns a quarter. */
  @Test
  void spec_ofAGptNeoxWithTheOthersNameOfThePart_isRefused() {
    CheckpointConfig other =
        StoredModel.of("gpt-neox-tiny")
            .without("rotary_pct")
            .with("partial_rotary_factor", .5)
            .checkpoint()
            .config();

    assertThatThrownBy(() -> new GptNeoxArchitecture().spec(other))
        .isInstanceOf(PatchbayException.class)
        .hasMessage(
            """
            config.json: partial_rotary_factor = 0.5 is not supported.
            Supported: rotary_pct, which is what this type of model calls it.""");
  }

  private static ModelSpec gptNeox(boolean parallel, Double... frequencies) {
    return ModelSpec.builder("gpt-neox")
        .nLayers(2)
        .nHeads(4)
        .dModel(32)
        .dHead(8)
        .mlps(96, Activation.GELU)
        .parallel(parallel)
        .dVocab(67)
        .nCtx(32)
        .norm(Norm.LAYER_NORM, 1e-5)
        .attention(attention(8, Arrays.asList(frequencies), List.of(), false))
        .build();
  }

  @Test
  void spec_ofLlama_sharesKeysAndGatesItsMlps() {
    assertThat(spec("llama-tiny"))
        .isEqualTo(llama("llama", 2, 8, 72, 71, 1e-5, Activation.SILU, plain(8, 1, .1, .01, .001)));
  }

  @Test
  void spec_ofMistral_hasAWindowInEveryLayer() {
    assertThat(spec("mistral-tiny"))
        .isEqualTo(
            llama(
                "mistral",
                2,
                8,
                64,
                59,
                1e-5,
                Activation.SILU,
                attention(8, List.of(1., .1, .01, .001), List.of(4, 4), false)));
  }

  @Test
  void spec_ofQwen2_hasItsOwnRotaryBase() {
    assertThat(spec("qwen2-tiny").attention().rotaryFrequencies())
        .hasSize(4)
        .last()
        .isEqualTo(Math.pow(10, -4.5)); // a base of 10⁶, to the power of -3/4
    assertThat(spec("qwen2-tiny"))
        .isEqualTo(
            llama("qwen2", 2, 8, 64, 73, 1e-6, Activation.SILU, spec("qwen2-tiny").attention()));
  }

  @Test
  void spec_ofQwen3_normsQueriesAndKeysOfTheWidthItGives() {
    ModelSpec qwen = spec("qwen3-tiny");

    assertThat(qwen)
        .isEqualTo(llama("qwen3", 2, 10, 64, 67, 1e-6, Activation.SILU, qwen.attention()));
    assertThat(qwen.attention().headNorms()).isTrue();
    assertThat(qwen.attention().rotaryFrequencies()).hasSize(5);
    assertThat(qwen.attention().windows()).isEmpty();
    assertThat(qwen.attentionScale()).isEqualTo(Math.sqrt(10));
  }

  @Test
  void spec_ofGemma_hasOneKeyForAllHeads() {
    ModelSpec gemma = spec("gemma-tiny");

    assertThat(gemma)
        .isEqualTo(llama("gemma", 1, 12, 64, 79, 1e-6, Activation.GELU_TANH, gemma.attention()));
    assertThat(gemma.attention().rotaryFrequencies()).hasSize(6);
    assertThat(gemma.attentionScale()).isEqualTo(Math.sqrt(12));
  }

  @Test
  void spec_ofGemma2_capsScoresAndLogitsAndNormsWhatIsWritten() {
    ModelSpec gemma = spec("gemma2-tiny");

    assertThat(gemma)
        .isEqualTo(
            llama("gemma2", 2, 12, 64, 83, 1e-6, Activation.GELU_TANH, gemma.attention())
                .toBuilder()
                .postNorms(true)
                .logitCap(12)
                .build());
    assertThat(gemma.attention())
        .isEqualTo(
            new AttentionSpec(
                    Math.sqrt(10), gemma.attention().rotaryFrequencies(), List.of(5, 0), false)
                .withSoftCap(6));
    assertThat(gemma.attention().rotaryFrequencies()).hasSize(6);
  }

  @Test
  void spec_ofASilentGemma2_isTheFirst() {
    ModelSpec gemma =
        spec(
            StoredModel.of("gemma2-tiny")
                .without(
                    "query_pre_attn_scalar",
                    "attn_logit_softcapping",
                    "final_logit_softcapping",
                    "layer_types"));

    assertThat(gemma.attentionScale()).isEqualTo(16);
    assertThat(gemma.attention().softCap()).isEqualTo(50);
    assertThat(gemma.logitCap()).isEqualTo(30);
    assertThat(gemma.attention().windows()).containsExactly(5, 0);
  }

  @Test
  void spec_ofGemma2WithoutCaps_capsNothing() {
    ModelSpec gemma =
        spec(
            StoredModel.of("gemma2-tiny")
                .with("attn_logit_softcapping", null)
                .with("final_logit_softcapping", null));

    assertThat(gemma.attention().softCap()).isZero();
    assertThat(gemma.logitCap()).isZero();
    assertThat(gemma.postNorms()).isTrue();
  }

  @Test
  void spec_ofACapOfZero_isRefused() {
    assertRefused(
        StoredModel.of("gemma2-tiny").with("final_logit_softcapping", 0),
        "config.json: the field 'final_logit_softcapping' is 0.0.\n"
            + "It must be a number above 0.");
  }

  @Test
  void spec_ofPhi_isParallelAndTurnsHalfOfEachHead() {
    assertThat(spec("phi-tiny"))
        .isEqualTo(
            ModelSpec.builder("phi")
                .nLayers(2)
                .nHeads(4)
                .dModel(32)
                .dHead(8)
                .mlps(64, Activation.GELU_TANH)
                .parallel(true)
                .dVocab(61)
                .nCtx(64)
                .norm(Norm.LAYER_NORM, 1e-5)
                .attention(plain(8, 1, .01))
                .build());
  }

  private static ModelSpec llama(
      String family,
      int nKvHeads,
      int dHead,
      int dMlp,
      int dVocab,
      double epsilon,
      Activation activation,
      AttentionSpec attention) {
    return ModelSpec.builder(family)
        .nLayers(2)
        .nHeads(4)
        .nKvHeads(nKvHeads)
        .dModel(32)
        .dHead(dHead)
        .mlps(dMlp, activation)
        .gatedMlp(true)
        .dVocab(dVocab)
        .nCtx(64)
        .norm(Norm.RMS_NORM, epsilon)
        .attention(attention)
        .build();
  }

  private static AttentionSpec plain(int dHead, double... frequencies) {
    return attention(dHead, Arrays.stream(frequencies).boxed().toList(), List.of(), false);
  }

  private static AttentionSpec attention(
      int dHead, List<Double> frequencies, List<Integer> windows, boolean headNorms) {
    return new AttentionSpec(Math.sqrt(dHead), frequencies, windows, headNorms);
  }

  @Test
  void spec_withoutKeyHeads_givesEachHeadItsOwn() {
    assertThat(spec(StoredModel.of("llama-tiny").without("num_key_value_heads")).nKvHeads())
        .isEqualTo(4);
  }

  @Test
  void spec_withoutHeadWidth_sharesTheModels() {
    assertThat(spec(StoredModel.of("llama3-rope-tiny").without("head_dim")).dHead()).isEqualTo(8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gelu", "gelu_pytorch_tanh"})
  void spec_ofAnOldGemma_hasTheTanhFormula(String name) {
    StoredModel old = StoredModel.of("gemma-tiny").without("hidden_activation");

    assertThat(spec(old.with("hidden_act", name)).activation()).isEqualTo(Activation.GELU_TANH);
  }

  /** Gemma 1 goes by the one field, Gemma 2 by the other; here each says what its own does. */
  @ParameterizedTest
  @CsvSource({
    "gemma-tiny,hidden_act,hidden_activation",
    "gemma2-tiny,hidden_activation,hidden_act"
  })
  void spec_ofAGemma_goesByItsOwnFieldUnlessTheOtherContradicts(
      String model, String own, String other) {
    StoredModel relu = StoredModel.of(model).without(other).with(own, "relu");

    assertThat(spec(relu).activation()).isEqualTo(Activation.RELU);
    assertThat(spec(relu.with(other, "relu")).activation()).isEqualTo(Activation.RELU);
    assertRefused(
        relu.with(other, "silu"),
        "config.json: %s = relu contradicts %s = silu.\n".formatted(own, other)
            + "Both say the same thing: remove the wrong one.");
  }

  /** In hidden_act alone does "gelu" mean the tanh formula, and files say it beside the newer. */
  @ParameterizedTest
  @ValueSource(strings = {"gemma-tiny", "gemma2-tiny"})
  void spec_ofAGemmaWithTheOldNameBesideTheNew_hasTheTanhFormula(String model) {
    StoredModel both =
        StoredModel.of(model)
            .with("hidden_act", "gelu")
            .with("hidden_activation", "gelu_pytorch_tanh");

    assertThat(spec(both).activation()).isEqualTo(Activation.GELU_TANH);
  }

  @Test
  void spec_ofGptNeoxWithTheOthersNameOfTheBase_isTheSame() {
    StoredModel neox = StoredModel.of("gpt-neox-sequential-tiny");
    StoredModel renamed =
        neox.without("rotary_emb_base", "rope_theta")
            .with("rope_theta", neox.fields().getOrDefault("rotary_emb_base", 10_000));

    assertThat(spec(renamed)).isEqualTo(spec(neox));
  }

  @ParameterizedTest
  @CsvSource({"rope_theta,20,rotary_emb_base,10000", "partial_rotary_factor,1,rotary_pct,0.5"})
  void spec_ofGptNeoxUnderTwoNamesThatDisagree_isRefused(
      String name, int value, String own, double stated) {
    Number twin = stated == (int) stated ? (Number) (int) stated : (Number) stated;

    assertRefused(
        StoredModel.of("gpt-neox-sequential-tiny")
            .without("rope_theta", "partial_rotary_factor")
            .with(own, twin)
            .with(name, value),
        "config.json: %s = %s contradicts %s = %s.\n".formatted(name, value, own, twin)
            + "Both say the same thing: remove the wrong one.");
  }

  @ParameterizedTest
  @CsvSource({
    "phi-tiny,qk_layernorm",
    "gemma-tiny,use_bidirectional_attention",
    "gemma2-tiny,attention_bias"
  })
  void spec_ofASwitchThatIsNotBuilt_isRefused(String model, String field) {
    assertRefused(
        StoredModel.of(model).with(field, true),
        "config.json: " + field + " = true is not supported.\nSupported: false.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama-tiny", "gpt-neox-tiny", "phi-tiny"})
  void spec_ofAnUnknownActivation_isRefused(String model) {
    assertRefused(
        StoredModel.of(model).with("hidden_act", "mish"),
        "config.json: hidden_act = mish is not supported.\n"
            + "Supported: gelu_new, gelu_pytorch_tanh, gelu_fast, gelu, relu, silu.");
  }

  @Test
  void spec_ofKeysThatHeadsCannotShare_isRefused() {
    assertRefused(
        StoredModel.of("llama-tiny").with("num_key_value_heads", 3),
        "config.json: num_attention_heads = 4 is not a multiple of num_key_value_heads = 3.\n"
            + "Equally many heads share each key and value: correct the file.");
  }

  @Test
  void spec_ofHeadsThatDoNotDivideTheWidth_isRefused() {
    assertRefused(
        StoredModel.of("phi-tiny").with("hidden_size", 33),
        "config.json: hidden_size = 33 is not a multiple of num_attention_heads = 4.\n"
            + "Heads are hidden_size / num_attention_heads wide where there is no head_dim:"
            + " correct the file.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"num_hidden_layers", "hidden_size", "head_dim"})
  void spec_ofASizeBeyondAnyModel_isRefused(String field) {
    assertRefused(
        StoredModel.of("mistral-tiny").with(field, 2_000_000_000),
        "config.json: the field '"
            + field
            + "' is 2000000000.\n"
            + "It must be a whole number of at most 1048576.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "num_hidden_layers",
        "num_attention_heads",
        "num_key_value_heads",
        "hidden_size",
        "head_dim",
        "intermediate_size",
        "vocab_size",
        "max_position_embeddings"
      })
  void spec_ofASizeBelowOne_isRefused(String field) {
    assertRefused(
        StoredModel.of("mistral-tiny").with(field, 0),
        "config.json: the field '"
            + field
            + "' is 0.\n"
            + "It must be a whole number of at least 1.");
  }

  private static void assertRefused(StoredModel model, String message) {
    assertThatThrownBy(() -> spec(model)).isInstanceOf(PatchbayException.class).hasMessage(message);
  }

  private static ModelSpec spec(String model) {
    return spec(StoredModel.of(model));
  }

  /** By the one architecture that reads the model. */
  private static ModelSpec spec(StoredModel model) {
    List<Architecture> readers =
        ServiceLoader.load(Architecture.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(architecture -> architecture.reads(model.config()))
            .toList();
    assertThat(readers).hasSize(1);
    return readers.get(0).spec(model.config());
  }
}
