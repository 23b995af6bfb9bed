package dev.patchbay.spi.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.spi.model.ModelSpec.Activation;
import dev.patchbay.spi.model.ModelSpec.Norm;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelSpecTest {

  private static ModelSpec.Builder small() {
    return ModelSpec.builder("small")
        .nLayers(1)
        .nHeads(6)
        .dModel(4)
        .dHead(9)
        .dVocab(5)
        .norm(Norm.RMS_NORM, 1e-5);
  }

  @Test
  void build_withWhatIsRequired_hasTheDefaults() {
    assertThat(small().nCtx(7).build())
        .isEqualTo(
            new ModelSpec(
                "small",
                1,
                6,
                6,
                4,
                9,
                0,
                5,
                5,
                7,
                Norm.RMS_NORM,
                1e-5,
                Activation.RELU,
                false,
                false,
                AttentionSpec.plain(3),
                false,
                0));
  }

  @Test
  void build_ofACopyOfAModelWithoutADefault_isThatModel() {
    ModelSpec spec =
        small()
            .nKvHeads(2)
            .mlps(8, Activation.SILU)
            .gatedMlp(true)
            .parallel(true)
            .dVocabOut(6)
            .nCtx(7)
            .attention(new AttentionSpec(2, List.of(.5), List.of(3), true))
            .postNorms(true)
            .logitCap(30)
            .build();

    assertThat(spec.toBuilder().build()).isEqualTo(spec);
    assertThat(spec.toBuilder().nCtx(8).build()).isNotEqualTo(spec);
  }

  @Test
  void build_withoutARequiredComponent_namesIt() {
    assertThatThrownBy(() -> small().build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The spec of a 'small' model lacks nCtx.\nCall nCtx(…) before build().");
  }
}
