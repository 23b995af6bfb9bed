package dev.patchbay.plugins.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.model.TensorRecipe;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Recipes, read by hand: what is turned, shared, scaled. */
class DecoderWeightsTest {

  private static final Map<String, TensorRecipe> NEOX =
      weights(new GptNeoxArchitecture(), "gpt-neox-tiny");
  private static final Map<String, TensorRecipe> LLAMA =
      weights(new LlamaArchitecture(), "llama-tiny");
  private static final Map<String, TensorRecipe> GEMMA =
      weights(new GemmaArchitecture(), "gemma-tiny");
  private static final Map<String, TensorRecipe> PHI = weights(new PhiArchitecture(), "phi-tiny");

  @Test
  void weights_ofGptNeoxKeys_areTheSecondThirdOfEachHeadsRows() {
    assertThat(NEOX)
        .containsEntry(
            "blocks.1.attn.W_K",
            TensorRecipe.of("gpt_neox.layers.1.attention.query_key_value.weight")
                .reshape(4, 24, 32)
                .slice(1, 8, 16)
                .permute(0, 2, 1))
        .containsEntry(
            "blocks.1.attn.b_K",
            TensorRecipe.of("gpt_neox.layers.1.attention.query_key_value.bias")
                .reshape(4, 24)
                .slice(1, 8, 16));
  }

  @Test
  void weights_ofUntiedGptNeox_predictWithTheirOwnTensor() {
    assertThat(NEOX)
        .containsEntry("unembed.W_U", TensorRecipe.of("embed_out.weight").permute(1, 0));
  }

  @Test
  void weights_ofTiedGptNeox_predictWithTheEmbedding() {
    StoredModel tied = StoredModel.of("gpt-neox-tiny").dropping("embed_out.weight");

    assertThat(weights(new GptNeoxArchitecture(), tied))
        .containsEntry("unembed.W_U", TensorRecipe.of("gpt_neox.embed_in.weight").permute(1, 0));
  }

  @Test
  void weights_ofQueries_areTurned() {
    assertThat(LLAMA)
        .containsEntry(
            "blocks.0.attn.W_Q",
            TensorRecipe.of("model.layers.0.self_attn.q_proj.weight")
                .reshape(4, 8, 32)
                .permute(0, 2, 1));
  }

  @Test
  void weights_ofSharedValues_areThoseOfEachGroup() {
    assertThat(LLAMA)
        .containsEntry(
            "blocks.0.attn.W_V",
            TensorRecipe.of("model.layers.0.self_attn.v_proj.weight")
                .reshape(2, 8, 32)
                .permute(0, 2, 1));
  }

  @Test
  void weights_ofAHeadsOutput_areItsColumns() {
    assertThat(weights(new LlamaArchitecture(), "llama3-rope-tiny"))
        .containsEntry(
            "blocks.0.attn.W_O",
            TensorRecipe.of("model.layers.0.self_attn.o_proj.weight")
                .permute(1, 0)
                .reshape(4, 16, 32));
  }

  @Test
  void weights_ofAGatedMlp_readUpAndGate() {
    assertThat(LLAMA)
        .containsEntry(
            "blocks.1.mlp.W_in", TensorRecipe.of("model.layers.1.mlp.up_proj.weight").permute(1, 0))
        .containsEntry(
            "blocks.1.mlp.W_gate",
            TensorRecipe.of("model.layers.1.mlp.gate_proj.weight").permute(1, 0))
        .containsEntry(
            "blocks.1.mlp.W_out",
            TensorRecipe.of("model.layers.1.mlp.down_proj.weight").permute(1, 0));
  }

  @Test
  void weights_ofMlpBiases_areTheStoredOnes() {
    assertThat(weights(new LlamaArchitecture(), "llama-bias-tiny"))
        .containsEntry("blocks.1.mlp.b_gate", TensorRecipe.of("model.layers.1.mlp.gate_proj.bias"))
        .containsEntry("blocks.1.mlp.b_in", TensorRecipe.of("model.layers.1.mlp.up_proj.bias"))
        .containsEntry("blocks.1.mlp.b_out", TensorRecipe.of("model.layers.1.mlp.down_proj.bias"));
  }

  @Test
  void weights_ofOptPositions_leaveTheTwoRowsThatNobodyReads() {
    assertThat(weights(new OptArchitecture(), "opt-tiny"))
        .containsEntry(
            "pos_embed.W_pos",
            TensorRecipe.of("model.decoder.embed_positions.weight").slice(0, 2, 34));
  }

  @Test
  void weights_ofAnOldOptFile_areFoundWithoutItsPrefix() {
    StoredModel stored = StoredModel.of("opt-tiny");
    Set<String> old = new TreeSet<>();
    stored.names().forEach(name -> old.add(name.replaceFirst("^model\\.", "")));

    assertThat(weights(new OptArchitecture(), new StoredModel(stored.fields(), old)))
        .containsEntry("embed.W_E", TensorRecipe.of("decoder.embed_tokens.weight"));
  }

  @Test
  void weights_withoutBiases_areZeros() {
    assertThat(LLAMA)
        .containsEntry("blocks.0.attn.b_K", TensorRecipe.zeros(2, 8))
        .containsEntry("blocks.0.attn.b_O", TensorRecipe.zeros(32))
        .containsEntry("blocks.0.mlp.b_in", TensorRecipe.zeros(72))
        .containsEntry("unembed.b_U", TensorRecipe.zeros(71));
  }

  @Test
  void weights_ofSharedBiases_areThoseOfEachGroup() {
    assertThat(weights(new Qwen2Architecture(), "qwen2-tiny"))
        .containsEntry(
            "blocks.1.attn.b_V",
            TensorRecipe.of("model.layers.1.self_attn.v_proj.bias").reshape(2, 8));
  }

  @Test
  void weights_ofHeadNorms_areTheirOwnTensors() {
    assertThat(weights(new Qwen3Architecture(), "qwen3-tiny"))
        .containsEntry(
            "blocks.1.attn.k_norm.w", TensorRecipe.of("model.layers.1.self_attn.k_norm.weight"));
  }

  @Test
  void weights_ofGemma_scaleTheEmbeddingButNotTheUnembedding() {
    assertThat(GEMMA)
        .containsEntry(
            "embed.W_E", TensorRecipe.of("model.embed_tokens.weight").affine(Math.sqrt(32), 0))
        .containsEntry("unembed.W_U", TensorRecipe.of("model.embed_tokens.weight").permute(1, 0));
  }

  @Test
  void weights_ofGemmasNorms_addTheOneThatIsNotStored() {
    assertThat(GEMMA)
        .containsEntry("ln_final.w", TensorRecipe.of("model.norm.weight").affine(1, 1))
        .containsEntry(
            "blocks.0.ln2.w",
            TensorRecipe.of("model.layers.0.post_attention_layernorm.weight").affine(1, 1));
  }

  @Test
  void weights_ofGemma2_normBeforeAndBehind() {
    Map<String, TensorRecipe> gemma = weights(new Gemma2Architecture(), "gemma2-tiny");
    String layer = "model.layers.1.";

    assertThat(gemma)
        .containsEntry("blocks.1.ln1.w", gain(layer + "input_layernorm"))
        .containsEntry("blocks.1.ln1_post.w", gain(layer + "post_attention_layernorm"))
        .containsEntry("blocks.1.ln2.w", gain(layer + "pre_feedforward_layernorm"))
        .containsEntry("blocks.1.ln2_post.w", gain(layer + "post_feedforward_layernorm"));
  }

  private static TensorRecipe gain(String norm) {
    return TensorRecipe.of(norm + ".weight").affine(1, 1);
  }

  @Test
  void weights_ofPhi_giveOneNormToAttentionAndMlp() {
    TensorRecipe gain = TensorRecipe.of("model.layers.1.input_layernorm.weight");

    assertThat(PHI).containsEntry("blocks.1.ln1.w", gain).containsEntry("blocks.1.ln2.w", gain);
  }

  @Test
  void weights_ofPhi_predictWithABias() {
    assertThat(PHI).containsEntry("unembed.b_U", TensorRecipe.of("lm_head.bias"));
  }

  private static Map<String, TensorRecipe> weights(Architecture architecture, String model) {
    return weights(architecture, StoredModel.of(model));
  }

  private static Map<String, TensorRecipe> weights(Architecture architecture, StoredModel model) {
    return architecture.weights(architecture.spec(model.config()), model.names());
  }
}
