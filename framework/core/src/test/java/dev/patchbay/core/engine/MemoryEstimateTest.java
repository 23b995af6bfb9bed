package dev.patchbay.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.DataType;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.strategy.Demand;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  private static final Set<Demand> GRADIENTS = Set.of(Demand.GRADIENTS);
  private static final Set<Demand> BETWEEN = Set.of(Demand.GRADIENTS_BETWEEN);
  private static final Set<Demand> SEARCH = Set.of(Demand.SEARCH);

  private final MemoryEstimate estimate =
      new MemoryEstimate(GPT2, false, 64, 16, 32, DataType.FLOAT32);

  private static Map<String, Long> parts(MemoryEstimate estimate, Set<Demand> demands) {
    Map<String, Long> parts = new LinkedHashMap<>();
    estimate.parts(demands).forEach(part -> parts.put(part.name(), part.bytes()));
    return parts;
  }

  @Test
  void weights_gpt2Small_asPublishedAndWithTheUnembeddingApart() {
    MemoryEstimate tied = new MemoryEstimate(GPT2, true, 64, 16, 32, DataType.FLOAT32);

    // 124,439,808 parameters and b_U; W_U [768, 50257] where it is a matrix of its own.
    assertThat(tied.weights()).isEqualTo(4L * (124_439_808 + 50257));
    assertThat(estimate.weights()).isEqualTo(tied.weights() + 4L * 768 * 50257);
  }

  @Test
  void pass_gpt2Small_streamsHeadsPatternsAndMlps() {
    // A row: (2 + 12 · 2) · 768 + 12 · (768 + 12 · 16) = 31,488 numbers.
    assertThat(estimate.pass()).isEqualTo(4L * 512 * 31_488);
  }

  @Test
  void parts_gradients_isWhatTheBackwardPassReads() {
    Map<String, Long> parts = parts(evaluating(0), GRADIENTS);

    // A layer: two centred streams, queries, keys and values, and three vectors of its MLP.
    long read = 12L * (2 * 768 + 3 * 768 + 3 * 3072);
    assertThat(parts.get("passes")).isEqualTo(estimate.pass());
    assertThat(parts.get("what the backward pass reads")).isEqualTo(4 * 512 * read);
    assertThat(parts.get("probes")).isEqualTo(4L * 512 * (3 * 12 * 768 + 13 * 768));
  }

  @Test
  void parts_gradientsBetween_holdsTwoPassesAndTheirDifferenceAsWell() {
    long change = 4L * 512 * (13 + 12) * 768;

    assertThat(parts(evaluating(0), BETWEEN).get("passes")).isEqualTo(3 * estimate.pass() + change);
  }

  @Test
  void parts_withoutMlps_scratchOfContractionIsTheLargerPart() {
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
    MemoryEstimate once = new MemoryEstimate(wide, false, 100, 16, 10, 0, 100, DataType.FLOAT32);

    assertThat(parts(once, GRADIENTS))
        .containsEntry("scratch of changes times gradients", EdgeContraction.SCRATCH_BYTES);
  }

  @Test
  void parts_smallCircuit_countsItsEdgesAndTheWholeModel() {
    MemoryEstimate none = evaluating(0);
    MemoryEstimate all = evaluating(Integer.MAX_VALUE);
    String held = "inputs and outputs of a circuit";

    // The whole model: 24 inputs, 157 senders. Any circuit: 12 · 37 inputs, 157 senders.
    assertThat(parts(all, Set.of())).containsEntry(held, 4L * 512 * 768 * (12 * 37 + 157));
    assertThat(none.peak(Set.of())).isLessThan(all.peak(Set.of()));
    assertThat(evaluating(1000).peak(Set.of()))
        .isBetween(none.peak(Set.of()) + 1, all.peak(Set.of()) - 1);
  }

  private static MemoryEstimate evaluating(int edges) {
    return new MemoryEstimate(GPT2, false, 64, 16, 1, edges, 32, DataType.FLOAT32);
  }

  @Test
  void peak_isTheSumOfItsParts_andNeverLessForMoreDemands() {
    Set<Demand> all = Set.of(Demand.values());
    long sum = parts(estimate, all).values().stream().mapToLong(bytes -> bytes).sum();

    assertThat(estimate.peak(all)).isEqualTo(sum);
    for (Set<Demand> demands : List.of(GRADIENTS, BETWEEN, SEARCH)) {
      assertThat(estimate.peak(demands)).isBetween(estimate.peak(Set.of()), estimate.peak(all));
    }
  }

  @Test
  void parts_search_holdsAllPromptsWhateverTheBatch() {
    MemoryEstimate small = new MemoryEstimate(GPT2, false, 64, 16, 1, 0, 1, DataType.FLOAT32);
    String held = "inputs and outputs of the circuit";

    long all = 4L * 64 * 16 * 768 * (12 * 37 + 157);
    assertThat(parts(small, SEARCH)).containsEntry(held, all);
    assertThat(parts(estimate, SEARCH)).containsEntry(held, all);
  }

  @Test
  void parts_logits_countARowForEach() {
    long logits = 5;
    MemoryEstimate few = new MemoryEstimate(GPT2, false, 64, 16, logits, 0, 32, DataType.FLOAT32);

    assertThat(parts(few, SEARCH))
        .containsEntry("logits and what they are compared with", 4 * (3 * 64 + 4 * 32) * logits);
  }

  @Test
  void estimate_noPrompts_refused() {
    assertThatThrownBy(() -> new MemoryEstimate(GPT2, false, 0, 16, 32, DataType.FLOAT32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "A run has prompts, of a length, whose logits are read, in batches: got 0, 16, 50257,"
                + " 2147483647, 32.");
  }
}
