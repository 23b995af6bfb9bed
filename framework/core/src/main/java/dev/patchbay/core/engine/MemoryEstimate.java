package dev.patchbay.core.engine;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.WeightShapes;
import dev.patchbay.spi.strategy.Demand;
import java.util.Locale;
import java.util.Set;

/**
 * How much memory a run's tensors take at their peak, from sizes alone: an upper estimate, counted
 * from what the engine holds. Java itself and the tensor library come on top.
 *
 * <p>On GPT-2 small, against resident memory without Java's share: with 32 prompts of 16 tokens a
 * fifth to two fifths above single runs of {@code random}, {@code eap} and {@code
 * attention-attribution}, nearly twice that of a sparse {@code acdc}; with 16 prompts of 128 tokens
 * a half to four fifths above {@code random} and {@code eap}.
 *
 * <p>In the formulas L is the number of layers, H of heads, d is d_model, h is H · d_head, m is
 * d_mlp, M is 1 with MLPs and else 0, V is d_vocab_out, p is the length, b the prompts of a batch,
 * n all prompts and r the positions at which one is read. Every formula is in numbers; each number
 * takes the bytes of its type.
 *
 * @param spec how the model is built
 * @param prompts n, at least 1
 * @param length p, at least 1
 * @param positions r, at least 1
 * @param batchSize most prompts in a batch, at least 1
 * @param dataType what the run calculates in
 */
public record MemoryEstimate(
    ModelSpec spec, int prompts, int length, int positions, int batchSize, DataType dataType) {

  public MemoryEstimate {
    if (prompts < 1 || length < 1 || positions < 1 || batchSize < 1) {
      throw new IllegalArgumentException(
          "A run has prompts, of a length, read at positions, in batches: got %d, %d, %d, %d."
              .formatted(prompts, length, positions, batchSize));
    }
  }

  /** A run whose prompts are read at one position each. */
  public MemoryEstimate(ModelSpec spec, int prompts, int length, int batchSize, DataType dataType) {
    this(spec, prompts, length, 1, batchSize, dataType);
  }

  /** The same run in batches of another size. */
  MemoryEstimate in(int size) {
    return new MemoryEstimate(spec, prompts, length, positions, size, dataType);
  }

  /** What the run calculates in, as on the command line. */
  String type() {
    return dataType.name().toLowerCase(Locale.ROOT);
  }

  /** The advice to take smaller numbers, behind these words; "" where they are taken already. */
  String inFloat32(String before) {
    return dataType == DataType.FLOAT32 ? "" : before + "--dtype float32";
  }

  /**
   * Every weight of {@link WeightShapes}; an unembedding that is tied counts all the same. With
   * post norms W_O is there without and with its norm's gain: L h d more.
   */
  public long weights() {
    long once = WeightShapes.of(spec).values().stream().mapToLong(Shape::size).sum();
    return bytes(once + (spec.postNorms() ? vectors(spec.nLayers() * headWidth()) : 0));
  }

  /**
   * What a dense pass keeps of one batch: token embeddings, streams, head outputs, patterns and MLP
   * outputs, b p ((L + 2 + L M) d + L h + L H p).
   */
  public long pass() {
    return bytes(
        batchRows()
            * (vectors(2 + spec.nLayers() * (1 + mlps()))
                + spec.nLayers() * (headWidth() + patternWidth())));
  }

  /**
   * What evaluating a circuit takes, one batch at a time: either two passes (clean and corrupted)
   * and one layer's intermediate values, or a batch held as {@link #search} holds all; and the
   * readout, (3 n + 4 b) r V where the metric reads the whole vocabulary.
   */
  public long evaluation() {
    return readout() + Math.max(2 * pass() + layer(), bytes(batchRows() * heldWidth()));
  }

  /**
   * What gradients take, one batch at a time: two passes, the probes and their gradients, 2 b p (3
   * L h + (L M + 1) d), and either the intermediate values of all layers, which the backward pass
   * reads, or the change of every sender, b p ((1 + L M) d + L h), with the scratch in which
   * changes and gradients are multiplied, 2 (1 + L (H + M)) + 8 H vectors a row and never above 32
   * MiB.
   */
  public long gradients() {
    long layers = spec.nLayers();
    long probes = 2 * (3 * layers * headWidth() + vectors(layers * mlps() + 1));
    long change = vectors(1 + layers * mlps()) + layers * headWidth();
    long rowOfScratch = bytes(vectors(2 * senders() + 8L * spec.nHeads()));
    long scratch =
        Math.max(rowOfScratch, Math.min(EdgeContraction.SCRATCH_BYTES, batchRows() * rowOfScratch));
    return readout()
        + 2 * pass()
        + bytes(batchRows() * probes)
        + Math.max(layers * layer(), bytes(batchRows() * change) + scratch);
  }

  /**
   * What a search takes, all batches at once. Held are the ablated senders, (1 + L M) d + L h a
   * row, the ablated streams, (L + L M + 1) d, the input of every receiver as if all differed, L (3
   * H + M) d, and the difference of every sender, (1 + L (H + M)) d; a trial holds inputs and
   * differences once more, as if all changed. Circuits whose receivers read alike share inputs and
   * take much less.
   */
  public long search() {
    return readout() + bytes((long) prompts * length * (heldWidth() + trialWidth())) + layer();
  }

  /** The peak of a run whose strategy makes these demands; every run evaluates circuits. */
  public long peak(Set<Demand> demands) {
    long work = evaluation();
    for (Demand demand : demands) {
      work =
          Math.max(
              work,
              switch (demand) {
                case GRADIENTS -> gradients();
                case SEARCH -> search();
              });
    }
    return weights() + work;
  }

  /**
   * Intermediate values of one layer, which live until the layer is done: 16 d for norms and sums,
   * 12 h for projections, 4 H p for scores, 9 m for the activation that takes most, GELU by the
   * tanh formula; 4 d + 2 h more with post norms, 3 H p more for scores that are capped.
   */
  private long layer() {
    long norms = vectors(spec.postNorms() ? 20 : 16);
    long projections = (spec.postNorms() ? 14 : 12) * headWidth();
    long scores = (spec.attention().softCap() > 0 ? 7 : 4) * patternWidth();
    return bytes(batchRows() * (norms + projections + scores + 9L * spec.dMlp()));
  }

  private long heldWidth() {
    long layers = spec.nLayers();
    long ablated = vectors(1 + layers * mlps()) + layers * headWidth();
    long streams = vectors(layers * (1 + mlps()) + 1);
    return ablated + streams + trialWidth();
  }

  private long trialWidth() {
    return vectors(spec.nLayers() * (3L * spec.nHeads() + mlps()) + senders());
  }

  private long readout() {
    return bytes((3L * prompts + 4L * batch()) * positions * spec.dVocabOut());
  }

  private long senders() {
    return spec.graphShape().embeddings() + spec.nLayers() * ((long) spec.nHeads() + mlps());
  }

  private long vectors(long count) {
    return count * spec.dModel();
  }

  private long headWidth() {
    return (long) spec.nHeads() * spec.dHead();
  }

  private long patternWidth() {
    return (long) spec.nHeads() * length;
  }

  private long mlps() {
    return spec.hasMlps() ? 1 : 0;
  }

  private long batch() {
    return Math.min(batchSize, prompts);
  }

  private long batchRows() {
    return batch() * length;
  }

  private long bytes(long numbers) {
    return numbers * dataType.getNumOfBytes();
  }
}
