package dev.patchbay.plugins.architecture;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.plugin.PatchbayException;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TensorClaimsTest {

  private static final String FROM_ONE_MODEL =
      "\nConfiguration and weights contradict each other: take both from one model.";

  private static final StoredModel LLAMA = StoredModel.of("llama-tiny");
  private static final StoredModel TIED =
      StoredModel.of("llama3-rope-tiny").adding("lm_head.weight");

  @Test
  void check_ofAnUntiedModelWithoutAnUnembedding_isRefused() {
    assertRefused(
        new LlamaArchitecture(),
        LLAMA.dropping("lm_head.weight").checkpoint(),
        "config.json: tie_word_embeddings is false, but tiny has no tensor 'lm_head.weight'.\n"
            + "The file holds a model without its head: take one that was saved with it, or set"
            + " tie_word_embeddings to true if the embedding serves as head.");
  }

  @Test
  void check_ofATiedModelWithAnotherUnembedding_isRefused() {
    assertRefused(
        new LlamaArchitecture(),
        TIED.checkpoint(),
        "config.json: the word embeddings are tied, but tiny has 'lm_head.weight' with other"
            + " numbers than 'model.embed_tokens.weight'.\n"
            + "If the model predicts with 'lm_head.weight', set tie_word_embeddings to false; else"
            + " remove it.");
  }

  @Test
  void check_ofATiedModelWithItsEmbeddingStoredTwice_findsNothing() {
    Checkpoint twice = TIED.checkpointWithTwins("model.embed_tokens.weight", "lm_head.weight");

    assertThatCode(() -> new LlamaArchitecture().check(twice)).doesNotThrowAnyException();
  }

  /** As in transformers, which would make up a head; what a silent file means is its family's. */
  @Test
  void check_ofASilentLlamaWithoutAnUnembedding_isRefused() {
    assertRefused(
        new LlamaArchitecture(),
        LLAMA.without("tie_word_embeddings").dropping("lm_head.weight").checkpoint(),
        "config.json: tie_word_embeddings is missing, which means false in such a model, but tiny"
            + " has no tensor 'lm_head.weight'.\n"
            + "The file holds a model without its head: take one that was saved with it, or set"
            + " tie_word_embeddings to true if the embedding serves as head.");
  }

  @Test
  void check_ofASilentLlamaWithAnUnembedding_findsNothing() {
    Checkpoint silent = LLAMA.without("tie_word_embeddings").checkpoint();

    assertThatCode(() -> new LlamaArchitecture().check(silent)).doesNotThrowAnyException();
  }

  @Test
  void check_ofNullForTied_isFalseInEveryFamily() {
    StoredModel opt = StoredModel.of("opt-tiny").with("tie_word_embeddings", null);

    assertThatThrownBy(() -> new OptArchitecture().check(opt.checkpoint()))
        .isInstanceOf(PatchbayException.class)
        .hasMessageStartingWith(
            "config.json: tie_word_embeddings is null, but tiny has no tensor 'lm_head.weight'.");
    assertThatCode(() -> new OptArchitecture().check(opt.adding("lm_head.weight").checkpoint()))
        .doesNotThrowAnyException();
  }

  /** Only Llama asks mlp_bias: transformers ignores it, and such tensors, in the other types. */
  @ParameterizedTest
  @ValueSource(strings = {"mistral", "qwen2", "qwen3", "gemma", "gemma2"})
  void check_ofBiasesOfMlpsInAnotherFamily_refusesThemWhateverIsSaid(String family) {
    StoredModel biased = StoredModel.of(family + "-tiny").with("mlp_bias", true);
    for (int layer = 0; layer < 2; layer++) {
      for (String part : List.of("gate", "up", "down")) {
        biased = biased.adding("model.layers.%s.mlp.%s_proj.bias".formatted(layer, part));
      }
    }
    Checkpoint checkpoint = biased.checkpoint();
    Architecture architecture = architecture(biased);

    assertThatThrownBy(() -> architecture.check(checkpoint))
        .isInstanceOf(PatchbayException.class)
        .hasMessageStartingWith("config.json: MLPs of this model have no biases, but tiny has a");
  }

  /** One rule for all families: what is tied has no head of its own, said or meant. */
  @ParameterizedTest
  @CsvSource({
    "gpt-neo-tiny,lm_head,",
    "opt-tiny,lm_head,",
    "gemma-tiny,lm_head,",
    "gemma2-tiny,lm_head,",
    "llama-tiny,lm_head,true",
    "mistral-tiny,lm_head,true",
    "qwen2-tiny,lm_head,true",
    "qwen3-tiny,lm_head,true",
    "phi-tiny,lm_head,true",
    "gpt-neox-tiny,embed_out,true"
  })
  void check_ofATiedModelOfAnyFamilyWithAnotherHead_isRefused(
      String name, String head, @Nullable Boolean tied) {
    StoredModel model = StoredModel.of(name).adding(head + ".weight");
    StoredModel said =
        tied == null
            ? model.without("tie_word_embeddings")
            : model.with("tie_word_embeddings", tied);

    assertThatThrownBy(() -> architecture(said).check(said.checkpoint()))
        .isInstanceOf(PatchbayException.class)
        .hasMessageStartingWith(
            "config.json: the word embeddings are tied, but tiny has '%s.weight' with other numbers"
                .formatted(head));
  }

  @Test
  void check_ofAGpt2WithAnotherHead_isRefusedUnlessItIsUntied() {
    StoredModel tied =
        new StoredModel(
            Map.of("model_type", "gpt2"), Set.of("transformer.wte.weight", "lm_head.weight"));

    assertRefused(
        new Gpt2Architecture(),
        tied.checkpoint(),
        "config.json: the word embeddings are tied, but tiny has 'lm_head.weight' with other"
            + " numbers than 'transformer.wte.weight'.\n"
            + "If the model predicts with 'lm_head.weight', set tie_word_embeddings to false; else"
            + " remove it.");
    assertThatCode(
            () ->
                new Gpt2Architecture().check(tied.with("tie_word_embeddings", false).checkpoint()))
        .doesNotThrowAnyException();
    assertThatThrownBy(
            () ->
                new Gpt2Architecture()
                    .check(
                        tied.with("tie_word_embeddings", false)
                            .dropping("lm_head.weight")
                            .checkpoint()))
        .isInstanceOf(PatchbayException.class)
        .hasMessageStartingWith("config.json: tie_word_embeddings is false, but tiny has no");
  }

  private static Architecture architecture(StoredModel model) {
    return ServiceLoader.load(Architecture.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(architecture -> architecture.reads(model.config()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void check_ofAttentionBiasWithoutOne_isRefused() {
    assertRefused(
        new LlamaArchitecture(),
        LLAMA.with("attention_bias", true).checkpoint(),
        "config.json: attention_bias is true, but tiny has no tensor"
            + " 'model.layers.0.self_attn.q_proj.bias'."
            + FROM_ONE_MODEL);
  }

  @Test
  void check_ofABiasWithoutAttentionBias_isRefused() {
    assertRefused(
        new LlamaArchitecture(),
        LLAMA.adding("model.layers.1.self_attn.o_proj.bias").checkpoint(),
        "config.json: attention_bias is false, but tiny has a tensor"
            + " 'model.layers.1.self_attn.o_proj.bias'."
            + FROM_ONE_MODEL);
  }

  @Test
  void check_ofABiasInMistral_isRefused() {
    assertRefused(
        new MistralArchitecture(),
        StoredModel.of("mistral-tiny").adding("model.layers.0.self_attn.k_proj.bias").checkpoint(),
        "config.json: models of this type have no biases, but tiny has a tensor"
            + " 'model.layers.0.self_attn.k_proj.bias'."
            + FROM_ONE_MODEL);
  }

  @Test
  void check_ofAQwen2WithoutABias_isRefused() {
    assertRefused(
        new Qwen2Architecture(),
        StoredModel.of("qwen2-tiny").dropping("model.layers.1.self_attn.k_proj.bias").checkpoint(),
        "config.json: models of this type have biases on queries, keys and values alone, but tiny"
            + " has no tensor 'model.layers.1.self_attn.k_proj.bias'."
            + FROM_ONE_MODEL);
  }

  @Test
  void check_ofABiasInAGatedMlp_isRefused() {
    assertRefused(
        new LlamaArchitecture(),
        LLAMA.adding("model.layers.0.mlp.gate_proj.bias").checkpoint(),
        "config.json: MLPs of this model have no biases, but tiny has a tensor"
            + " 'model.layers.0.mlp.gate_proj.bias'."
            + FROM_ONE_MODEL);
  }

  @Test
  void check_ofMlpBiasWithoutOne_isRefused() {
    assertRefused(
        new LlamaArchitecture(),
        LLAMA.with("mlp_bias", true).checkpoint(),
        "config.json: mlp_bias is true, but tiny has no tensor 'model.layers.0.mlp.gate_proj.bias'."
            + FROM_ONE_MODEL);
  }

  @Test
  void check_ofAGptNeoxWithoutAnMlpBias_isRefused() {
    assertRefused(
        new GptNeoxArchitecture(),
        StoredModel.of("gpt-neox-tiny")
            .dropping("gpt_neox.layers.1.mlp.dense_h_to_4h.bias")
            .checkpoint(),
        "config.json: MLPs of this family have biases, but tiny has no tensor"
            + " 'gpt_neox.layers.1.mlp.dense_h_to_4h.bias'."
            + FROM_ONE_MODEL);
  }

  @Test
  void check_ofAPhiWithoutTheBiasOfItsUnembedding_isRefused() {
    assertRefused(
        new PhiArchitecture(),
        StoredModel.of("phi-tiny").dropping("lm_head.bias").checkpoint(),
        "config.json: every layer of a phi model has a bias, but tiny has no tensor"
            + " 'lm_head.bias'."
            + FROM_ONE_MODEL);
  }

  private static void assertRefused(
      Architecture architecture, Checkpoint checkpoint, String message) {
    assertThatThrownBy(() -> architecture.check(checkpoint))
        .isInstanceOf(PatchbayException.class)
        .hasMessage(message);
  }
}
