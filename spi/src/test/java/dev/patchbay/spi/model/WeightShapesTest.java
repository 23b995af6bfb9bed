package dev.patchbay.spi.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import dev.patchbay.spi.model.ModelSpec.Activation;
import dev.patchbay.spi.model.ModelSpec.Norm;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WeightShapesTest {

  /** GPT-2 small has 124,439,808 numbers; its unembedding, tied, and a bias come on top here. */
  @Test
  void of_gpt2Small_hasTheNumbersOfItsPaper() {
    ModelSpec small =
        ModelSpec.builder("gpt2")
            .nLayers(12)
            .nHeads(12)
            .dModel(768)
            .dHead(64)
            .mlps(3072, Activation.GELU_TANH)
            .dVocab(50257)
            .nCtx(1024)
            .norm(Norm.LAYER_NORM, 1e-5)
            .build();

    assertThat(WeightShapes.of(small).values().stream().mapToLong(Shape::size).sum())
        .isEqualTo(124_439_808L + 768 * 50257 + 50257);
  }

  @Test
  void of_anAttentionOnlyModelWithoutNorm_hasNeitherMlpsNorNorms() {
    assertThat(WeightShapes.of(spec(0, Norm.NONE)))
        .isEqualTo(
            Map.ofEntries(
                Map.entry("embed.W_E", new Shape(5, 4)),
                Map.entry("pos_embed.W_pos", new Shape(7, 4)),
                Map.entry("blocks.0.attn.W_Q", new Shape(2, 4, 3)),
                Map.entry("blocks.0.attn.W_K", new Shape(2, 4, 3)),
                Map.entry("blocks.0.attn.W_V", new Shape(2, 4, 3)),
                Map.entry("blocks.0.attn.b_Q", new Shape(2, 3)),
                Map.entry("blocks.0.attn.b_K", new Shape(2, 3)),
                Map.entry("blocks.0.attn.b_V", new Shape(2, 3)),
                Map.entry("blocks.0.attn.W_O", new Shape(2, 3, 4)),
                Map.entry("blocks.0.attn.b_O", new Shape(4)),
                Map.entry("unembed.W_U", new Shape(4, 6)),
                Map.entry("unembed.b_U", new Shape(6))));
  }

  @Test
  void of_anAttentionOnlyModelWithNorm_hasOneNormALayer() {
    assertThat(WeightShapes.of(spec(0, Norm.LAYER_NORM)))
        .containsKeys("blocks.0.ln1.w", "blocks.0.ln1.b", "ln_final.w", "ln_final.b")
        .doesNotContainKey("blocks.0.ln2.w");
  }

  @Test
  void of_aModelWithMlps_hasTheirWeights() {
    assertThat(WeightShapes.of(spec(9, Norm.LAYER_NORM)))
        .containsEntry("blocks.0.mlp.W_in", new Shape(4, 9))
        .containsEntry("blocks.0.mlp.b_in", new Shape(9))
        .containsEntry("blocks.0.mlp.W_out", new Shape(9, 4))
        .containsEntry("blocks.0.mlp.b_out", new Shape(4))
        .containsEntry("blocks.0.ln2.w", new Shape(4));
  }

  private static ModelSpec spec(int dMlp, Norm norm) {
    return ModelSpec.builder("test")
        .nLayers(1)
        .nHeads(2)
        .dModel(4)
        .dHead(3)
        .mlps(dMlp, Activation.RELU)
        .dVocab(5)
        .dVocabOut(6)
        .nCtx(7)
        .norm(norm, 1e-5)
        .build();
  }
}
