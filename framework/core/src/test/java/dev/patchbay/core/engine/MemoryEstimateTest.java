package dev.patchbay.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.DataType;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.strategy.Demand;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** GPT-2 small on 64 prompts of 16 tokens, in batches of 32: b p = 512 rows. */
class MemoryEstimateTest {

  private static final ModelSpec GPT2 =
      new ModelSpec(
          "gpt2",
          12,
          12,
          768,
          64,
          3072,
          50257,
          50257,
          1024,
          ModelSpec.Norm.LAYER_NORM,
          1e-5,
          ModelSpec.Activation.GELU_TANH,
          8);

  private final MemoryEstimate estimate = new MemoryEstimate(GPT2, 64, 16, 32, DataType.FLOAT32);

  @Test
  void weights_gpt2Small_asPublishedWithTheUnembeddingApart() {
    // 124,439,808 parameters, and W_U [768, 50257] and its bias, which the checkpoint ties.
    assertThat(estimate.weights()).isEqualTo(4L * (124_439_808 + 768 * 50257 + 50257));
  }

  @Test
  void pass_gpt2Small_streamsHeadsPatternsAndMlps() {
    // A row: (2 + 12 · 2) · 768 + 12 · (768 + 12 · 16) = 31,488 numbers.
    assertThat(estimate.pass()).isEqualTo(4L * 512 * 31_488);
  }

  @Test
  void search_gpt2Small_holdsAllPromptsTwiceOver() {
    // A row held: 13 · 768 + 12 · 768 ablated, 25 · 768 streams; inputs 12 · 37 · 768 and
    // differences 157 · 768, both once more in a trial.
    long held = (13 + 12 + 25 + 2 * (12 * 37 + 157)) * 768L;
    long layer = 16 * 768 + 12 * 768 + 4 * 12 * 16 + 9 * 3072;
    long readout = (3 * 64 + 4 * 32) * 50257L;

    assertThat(estimate.search()).isEqualTo(4 * (64 * 16 * held + 512 * layer + readout));
  }

  @Test
  void gradients_longPrompts_scratchOfContractionIsBounded() {
    MemoryEstimate once = new MemoryEstimate(GPT2, 32, 512, 32, DataType.FLOAT32);
    long rows = 32 * 512;
    long kept = (2 + 12 * 2) * 768 + 12 * (768 + 12 * 512);
    long probes = 2 * (3 * 12 * 768 + 13 * 768);
    long layers = 12L * (16 * 768 + 12 * 768 + 4 * 12 * 512 + 9 * 3072);
    long readout = (3 * 32 + 4 * 32) * 50257L;

    // What the backward pass reads again is more than 512 MiB of scratch.
    assertThat(once.gradients()).isEqualTo(4 * (rows * (2 * kept + probes + layers) + readout));
  }

  @Test
  void gradients_oneLayer_scratchIsTheLargerPart() {
    ModelSpec wide =
        new ModelSpec(
            "wide",
            1,
            32,
            512,
            16,
            0,
            10,
            10,
            1024,
            ModelSpec.Norm.NONE,
            0,
            ModelSpec.Activation.RELU,
            4);
    MemoryEstimate once = new MemoryEstimate(wide, 25, 16, 25, DataType.FLOAT32);
    long rows = 25 * 16;
    long kept = 3 * 512 + 512 + 32 * 16;
    long probes = 2 * (3 * 512 + 512);
    long change = 512 + 512;
    long readout = 7 * 25 * 10;

    assertThat(once.gradients())
        .isEqualTo(
            4 * (rows * (2 * kept + probes + change) + readout) + EdgeContraction.SCRATCH_BYTES);
  }

  @Test
  void peak_moreDemands_neverLess() {
    assertThat(estimate.peak(Set.of())).isEqualTo(estimate.weights() + estimate.evaluation());
    assertThat(estimate.peak(Set.of(Demand.GRADIENTS, Demand.SEARCH)))
        .isEqualTo(
            estimate.weights()
                + Math.max(
                    estimate.evaluation(), Math.max(estimate.gradients(), estimate.search())));
  }

  @Test
  void search_smallerBatches_holdsAllPromptsNevertheless() {
    MemoryEstimate small = new MemoryEstimate(GPT2, 64, 16, 1, DataType.FLOAT32);

    assertThat(small.search()).isGreaterThan(estimate.search() * 9 / 10);
    assertThat(small.gradients()).isLessThan(estimate.gradients() / 10);
  }

  @Test
  void readout_severalPositions_countsARowForEach() {
    MemoryEstimate often = new MemoryEstimate(GPT2, 64, 16, 5, 32, DataType.FLOAT32);
    long readout = 4 * (3 * 64 + 4 * 32) * 50257L;

    assertThat(often.search() - estimate.search()).isEqualTo(4 * readout);
    assertThat(often.gradients() - estimate.gradients()).isEqualTo(4 * readout);
    assertThat(often.evaluation() - estimate.evaluation()).isEqualTo(4 * readout);
    assertThat(often.in(1).positions()).isEqualTo(5);
  }

  @Test
  void estimate_noPrompts_refused() {
    assertThatThrownBy(() -> new MemoryEstimate(GPT2, 0, 16, 32, DataType.FLOAT32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "A run has prompts, of a length, read at positions, in batches: got 0, 16, 1, 32.");
  }
}
