package dev.patchbay.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.DataType;
import dev.patchbay.engine.memory.MemoryEstimate.Prompts;
import dev.patchbay.engine.passes.EdgeContraction;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.strategy.Demand;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** GPT-2 small on 64 prompts of 16 tokens, in batches of 32: b p = 512 rows. */
class MemoryEstimateTest {

  static final ModelSpec GPT2 =
      ModelSpec.builder("gpt2")
          .nLayers(12)
          .nHeads(12)
          .dModel(768)
          .dHead(64)
          .mlps(3072, ModelSpec.Activation.GELU_TANH)
          .dVocab(50257)
          .nCtx(1024)
          .norm(ModelSpec.Norm.LAYER_NORM, 1e-5)
          .build();

  private static final Set<Demand> GRADIENTS = Set.of(Demand.GRADIENTS);
  private static final Set<Demand> BETWEEN = Set.of(Demand.GRADIENTS_BETWEEN);
  private static final Set<Demand> SEARCH = Set.of(Demand.SEARCH);

  private final MemoryEstimate estimate =
      new MemoryEstimate(GPT2, false, 64, 16, 32, 2, DataType.FLOAT32);

  private static Map<String, Long> parts(MemoryEstimate estimate, Set<Demand> demands) {
    Map<String, Long> parts = new LinkedHashMap<>();
    estimate.parts(demands).forEach(part -> parts.put(part.name(), part.bytes()));
    return parts;
  }

  @Test
  void weights_gpt2Small_asPublishedAndWithTheUnembeddingApart() {
    MemoryEstimate tied = new MemoryEstimate(GPT2, true, 64, 16, 32, 2, DataType.FLOAT32);

    // 124,439,808 parameters and b_U; W_U [768, 50257] where it is a matrix of its own.
    assertThat(tied.weights()).isEqualTo(4L * (124_439_808 + 50257));
    assertThat(estimate.weights()).isEqualTo(tied.weights() + 4L * 768 * 50257);
  }

  @Test
  void pass_gpt2Small_streamsHeadsAndMlps() {
    // A row: (2 + 12 · 2) · 768 + 12 · 768 = 29,184 numbers.
    assertThat(estimate.pass()).isEqualTo(4L * 512 * 29_184);
  }

  @Test
  void parts_gradients_isWhatTheBackwardPassReads() {
    Map<String, Long> parts = parts(evaluating(0), GRADIENTS);

    // A layer: two streams, centred and over their scale; queries, keys and values twice; and
    // three vectors of its MLP.
    long read = 12L * (4 * 768 + 6 * 768 + 3 * 3072);
    assertThat(parts.get("passes")).isEqualTo(estimate.pass());
    assertThat(parts.get("what the backward pass reads")).isEqualTo(4 * 512 * read);
    assertThat(parts.get("probes")).isEqualTo(4L * 512 * (3 * 12 * 768 + 13 * 768));
  }

  @Test
  void parts_gradientsOfEffects_areAtLatePositionsBesideTheAblatedPass() {
    MemoryEstimate alike =
        new MemoryEstimate(GPT2, false, new Prompts(64, 16, 9, 1), 0, 32, 2, DataType.FLOAT32);

    Map<String, Long> parts = parts(alike, Set.of(Demand.EFFECT_GRADIENTS));

    assertThat(parts.get("passes")).isEqualTo(2 * estimate.pass());
    assertThat(parts.get("probes")).isEqualTo(4L * 32 * 9 * (3 * 12 * 768 + 13 * 768));
    assertThat(parts(evaluating(0), Set.of(Demand.EFFECT_GRADIENTS)))
        .isEqualTo(parts(evaluating(0), GRADIENTS));
  }

  @Test
  void parts_gradientsBetween_holdsTwoPassesTheirDifferenceAndEarlierGradientsAsWell() {
    Map<String, Long> parts = parts(evaluating(0), BETWEEN);

    long change = 4L * 512 * (13 + 12) * 768;
    long sum = 4L * 512 * (3 * 12 * 768 + 13 * 768 + 4 * 12 * (768 + 3 * 12));
    assertThat(parts.get("passes")).isEqualTo(3 * estimate.pass() + change);
    assertThat(parts.get("gradients of other runs")).isEqualTo(sum);
  }

  @Test
  void parts_withoutMlps_contractionIsTheLargerPart() {
    ModelSpec wide =
        ModelSpec.builder("wide")
            .nLayers(1)
            .nHeads(32)
            .dModel(512)
            .dHead(16)
            .dVocab(10)
            .nCtx(1024)
            .norm(ModelSpec.Norm.NONE, 0)
            .build();
    MemoryEstimate once =
        new MemoryEstimate(wide, false, new Prompts(40, 16, 1, 10), 0, 40, 1, DataType.FLOAT32);

    long weights = 4L * 6 * 512 * 512;
    assertThat(parts(once, GRADIENTS))
        .containsEntry(
            "scratch of changes times gradients",
            EdgeContraction.SCRATCH_BYTES + 2 * EdgeContraction.CACHED_BYTES + weights);
  }

  @Test
  void parts_circuit_countsWhatItsEdgesMeetAndTheWholeModel() {
    // The whole model reads 24 streams, and has 157 senders.
    assertThat(held(evaluating(0), Set.of())).isEqualTo(32 * heldOfAPrompt(24, 157, 16));
    // Any circuit: 12 · 37 streams.
    assertThat(held(evaluating(Integer.MAX_VALUE), Set.of()))
        .isEqualTo(32 * heldOfAPrompt(12 * 37, 157, 16));
    assertThat(evaluating(1000).peak(Set.of()))
        .isBetween(
            evaluating(0).peak(Set.of()) + 1, evaluating(Integer.MAX_VALUE).peak(Set.of()) - 1);
  }

  /** All heads are live; so many streams are read, and so many senders. */
  private static long heldOfAPrompt(long streams, long senders, int late) {
    long row =
        (2 + 25 + streams + senders) * 768 // of the ablated run 25
            + 2 * 3 * 12 * 768 // projections, raw and finished
            + 144 * 4 * 16 // scores
            + 2 * 12 * 768 // z and its change
            + 6 * 768 // an MLP
            + 5 * 3072;
    long early = 12 * 7 * 768;
    return 4 * (late * row + (16 - late) * early + 2 * senders * 768);
  }

  /** On both threads. */
  private static long held(MemoryEstimate estimate, Set<Demand> demands) {
    Map<String, Long> parts = parts(estimate, demands);
    return parts.getOrDefault("inputs and outputs of a circuit", 0L)
        + parts.getOrDefault("a circuit on the other threads", 0L);
  }

  @Test
  void parts_promptsThatBeginAlike_holdLittleOfWhatIsInFront() {
    MemoryEstimate alike =
        new MemoryEstimate(GPT2, false, new Prompts(64, 16, 9, 1), 0, 32, 2, DataType.FLOAT32);

    assertThat(held(alike, SEARCH)).isEqualTo(64 * heldOfAPrompt(24, 157, 9));
  }

  @Test
  void parts_threads_shareACircuitOfWhichEachPromptHasOne() {
    assertThat(parts(on(1), SEARCH)).containsEntry("a circuit on the other threads", 0L);
    assertThat(parts(on(4), SEARCH))
        .containsEntry("a circuit on the other threads", held(on(4), SEARCH) * 3 / 4);
    assertThat(held(on(4), SEARCH)).isEqualTo(held(on(1), SEARCH));
    assertThat(parts(on(100), SEARCH))
        .isEqualTo(parts(on(32), SEARCH)); // as many slices as a batch has prompts
  }

  private static MemoryEstimate on(int threads) {
    return new MemoryEstimate(
        GPT2, false, new Prompts(64, 16, 16, 1), 0, 32, threads, DataType.FLOAT32);
  }

  private static MemoryEstimate evaluating(int edges) {
    return new MemoryEstimate(
        GPT2, false, new Prompts(64, 16, 16, 1), edges, 32, 2, DataType.FLOAT32);
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
    assertThat(held(estimate.in(2), SEARCH)).isEqualTo(64 * heldOfAPrompt(24, 157, 16));
    assertThat(held(estimate, SEARCH)).isEqualTo(64 * heldOfAPrompt(24, 157, 16));
  }

  @Test
  void parts_searchInSinglePrecision_packsMlpsAndAWholeUnembedding() {
    long mlps = 12L * 2 * 768 * 3072;

    assertThat(parts(evaluating(0), SEARCH)).containsEntry("weights packed for few rows", 4 * mlps);
    assertThat(parts(estimate, SEARCH))
        .containsEntry("weights packed for few rows", 4 * (mlps + 768L * 50257));
    assertThat(parts(estimate, Set.of())).doesNotContainKey("weights packed for few rows");
    assertThat(parts(new MemoryEstimate(GPT2, false, 64, 16, 32, 2, DataType.FLOAT64), SEARCH))
        .containsEntry("weights packed for few rows", 0L);
  }

  @Test
  void parts_searchOfWhatGradientsChose_holdsAStreamForEachInput() {
    Set<Demand> both = Set.of(Demand.GRADIENTS, Demand.SEARCH);

    assertThat(held(estimate, both)).isEqualTo(64 * heldOfAPrompt(12 * 37, 157, 16));
  }

  @Test
  void parts_logits_countARowForEach() {
    long logits = 5;
    MemoryEstimate few =
        new MemoryEstimate(
            GPT2, false, new Prompts(64, 16, 16, logits), 0, 32, 2, DataType.FLOAT32);

    assertThat(parts(few, SEARCH))
        .containsEntry("logits and what they are compared with", 4 * (3 * 64 + 4 * 32) * logits);
  }

  @Test
  void prompts_none_refused() {
    assertThatThrownBy(() -> new Prompts(0, 16, 9, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "A run has prompts, of a length, some of it late, whose logits are read: got 0, 16, 9,"
                + " 5.");
  }

  @Test
  void estimate_noThreads_refused() {
    assertThatThrownBy(() -> new MemoryEstimate(GPT2, false, 64, 16, 32, 0, DataType.FLOAT32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A circuit has edges, and runs in batches, on threads: got 2147483647, 32, 0.");
  }

  /** Of 12 layers and the one at work: 12 heads, a double for each pair of positions. */
  @Test
  void parts_attentionTables_areThereForEachLength() {
    MemoryEstimate of =
        new MemoryEstimate(
            GPT2, false, new Prompts(64, 16, 16, 1, 16 * 16 + 9 * 9), 0, 32, 2, DataType.FLOAT32);

    assertThat(parts(of, Set.of(Demand.GRADIENTS))).doesNotContainKey("attention tables");
    assertThat(parts(of, Set.of(Demand.GRADIENTS, Demand.ATTENTION_TABLES)))
        .containsEntry("attention tables", 8L * 13 * 12 * (16 * 16 + 9 * 9));
  }
}
