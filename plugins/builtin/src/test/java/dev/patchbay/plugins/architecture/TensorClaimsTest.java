package dev.patchbay.plugins.architecture;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.plugin.PatchbayException;
import org.junit.jupiter.api.Test;

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
            + "If the embedding serves as unembedding, set tie_word_embeddings to true; else take"
            + " configuration and weights from one model.");
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

  @Test
  void check_ofASilentFileWithoutAnUnembedding_findsNothing() {
    Checkpoint silent =
        LLAMA.without("tie_word_embeddings").dropping("lm_head.weight").checkpoint();

    assertThatCode(() -> new LlamaArchitecture().check(silent)).doesNotThrowAnyException();
  }

  @Test
  void check_ofASilentLlamaWithAnUnembedding_findsNothing() {
    Checkpoint silent = LLAMA.without("tie_word_embeddings").checkpoint();

    assertThatCode(() -> new LlamaArchitecture().check(silent)).doesNotThrowAnyException();
  }

  @Test
  void check_ofASilentGemmaWithAnUnembedding_isRefusedBecauseGemmasAreTied() {
    Checkpoint gemma = StoredModel.of("gemma-tiny").adding("lm_head.weight").checkpoint();

    assertThatThrownBy(() -> new GemmaArchitecture().check(gemma))
        .isInstanceOf(PatchbayException.class)
        .hasMessageStartingWith("config.json: the word embeddings are tied, but tiny has");
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
        "config.json: mlp_bias is not true, but tiny has a tensor"
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
