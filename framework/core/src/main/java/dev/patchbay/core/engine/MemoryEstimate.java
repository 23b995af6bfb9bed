package dev.patchbay.core.engine;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.WeightShapes;
import dev.patchbay.spi.strategy.Demand;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * How much memory a run's tensors take at their peak, from sizes alone: what the engine holds at
 * once, counted. Java and the tensor library take {@link #PROCESS_BYTES} on top.
 *
 * <p>The program {@code PlannedMemory} among the examples measures how near that comes.
 *
 * <p>In the formulas L is the number of layers, H of heads, d is d_model, h is H · d_head, m is
 * d_mlp, M is 1 with MLPs and else 0, p is the length, b the prompts of a batch, n all prompts and
 * q the logits that are read of one. Every formula is in numbers; each number takes the bytes of
 * its type.
 *
 * @param spec how the model is built
 * @param tied whether the unembedding is the embedding, seen the other way round
 * @param prompts n, at least 1
 * @param length p, at least 1
 * @param logits q: tokens that the metric reads, times positions; at least 1
 * @param edges the most edges of a circuit that is run beside the whole model
 * @param batchSize most prompts in a batch, at least 1
 * @param dataType what the run calculates in
 */
public record MemoryEstimate(
    ModelSpec spec,
    boolean tied,
    int prompts,
    int length,
    long logits,
    int edges,
    int batchSize,
    DataType dataType) {

  /**
   * Java with its classes and 64 MiB for new objects, as the command starts it, and the tensor
   * library: resident after a model was loaded, less its weights.
   */
  public static final long PROCESS_BYTES = 270_000_000;

  /**
   * Of what a run holds beside its weights, the share that the allocator leaves in holes: large
   * tensors that live briefly go between those that stay. Measured, on models of 100 to 500 MB.
   */
  private static final double HOLES = .35;

  /** The same where gradients are taken between runs: each point leaves others. */
  private static final double HOLES_BETWEEN = .55;

  /**
   * Something that is held.
   *
   * @param name what, in words
   */
  public record Part(String name, long bytes) {}

  public MemoryEstimate {
    if (prompts < 1 || length < 1 || logits < 1 || edges < 0 || batchSize < 1) {
      throw new IllegalArgumentException(
          "A run has prompts, of a length, whose logits are read, in batches: got %d, %d, %d, %d, %d."
              .formatted(prompts, length, logits, edges, batchSize));
    }
  }

  /** A run that reads one position's whole vocabulary and runs circuits of any size. */
  public MemoryEstimate(
      ModelSpec spec, boolean tied, int prompts, int length, int batchSize, DataType dataType) {
    this(spec, tied, prompts, length, spec.dVocabOut(), Integer.MAX_VALUE, batchSize, dataType);
  }

  /** The same run in batches of another size. */
  public MemoryEstimate in(int size) {
    return new MemoryEstimate(spec, tied, prompts, length, logits, edges, size, dataType);
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
   * Every weight of {@link WeightShapes}, a tied unembedding once. With post norms W_O is there
   * without and with its norm's gain: L h d more.
   */
  public long weights() {
    long once = WeightShapes.of(spec).values().stream().mapToLong(Shape::size).sum();
    return bytes(
        once
            + (spec.postNorms() ? vectors(spec.nLayers() * headWidth()) : 0)
            - (tied ? vectors(spec.dVocabOut()) : 0));
  }

  /** The peak of a run whose strategy makes these demands; every run evaluates circuits. */
  public long peak(Set<Demand> demands) {
    return sum(parts(demands));
  }

  /** What is held at that peak: the weights first. */
  public List<Part> parts(Set<Demand> demands) {
    List<Part> parts = new ArrayList<>();
    parts.add(new Part("weights", weights()));
    parts.addAll(
        phases(demands).stream().max(Comparator.comparingLong(MemoryEstimate::sum)).orElseThrow());
    parts.add(new Part("logits and what they are compared with", readout()));
    return parts;
  }

  private List<List<Part>> phases(Set<Demand> demands) {
    boolean between = demands.contains(Demand.GRADIENTS_BETWEEN);
    List<List<Part>> phases = new ArrayList<>(List.of(twoPasses(), circuit()));
    if (between || demands.contains(Demand.GRADIENTS)) {
      phases.add(backward(between));
      phases.add(contraction(between));
    }
    phases.replaceAll(parts -> withHoles(parts, between ? HOLES_BETWEEN : HOLES));
    if (demands.contains(Demand.SEARCH)) {
      // Reckoned as if nothing were shared: that is room enough for holes.
      phases.add(search());
    }
    return phases;
  }

  private static List<Part> withHoles(List<Part> parts, double share) {
    List<Part> more = new ArrayList<>(parts);
    more.add(new Part("holes between tensors", (long) (share * sum(parts))));
    return more;
  }

  private static long sum(List<Part> parts) {
    return parts.stream().mapToLong(Part::bytes).sum();
  }

  /**
   * What a dense pass keeps of one batch: token embeddings, streams, head outputs, patterns and MLP
   * outputs, b p ((2 + L + L M) d + L h + L H p).
   */
  long pass() {
    return rows(
        vectors(2 + spec.nLayers() * (1 + mlps()))
            + spec.nLayers() * (headWidth() + patternWidth()));
  }

  /** The clean and the corrupted run of a batch, without gradients. */
  private List<Part> twoPasses() {
    return List.of(
        new Part("clean and corrupted pass", 2 * pass()), new Part("a layer at work", layer()));
  }

  /**
   * A circuit's run on one batch. Of the ablated run: token embeddings, every sender's values, and
   * the streams, (2 + L M) d + L h + (1 + L + L M) d a row. Of the circuit: a vector for each input
   * that differs from others, and one for each sender. In the whole model a layer's inputs are the
   * same; in a circuit all differ, but not all have an edge. At work is an MLP, and the layer's
   * inputs behind the norm, 3 H d.
   */
  private List<Part> circuit() {
    long layers = spec.nLayers();
    long ablated = vectors(3 + layers * (1 + 2 * mlps())) + layers * headWidth();
    long whole = layers * (1 + mlps()) + senders();
    long inputs = met(layers * (3L * spec.nHeads() + mlps()));
    long small = inputs + met(senders());
    long normed = met(3L * spec.nHeads());
    return List.of(
        new Part("ablated run", rows(ablated)),
        new Part("inputs and outputs of a circuit", rows(vectors(Math.max(whole, small)))),
        new Part("a component at work", rows(vectors(8 + normed) + 9L * spec.dMlp())));
  }

  /**
   * A backward pass on one batch as it begins: its forward pass, the probes' zeros, 3 L h + (1 + L
   * M) d a row, and what it reads again, of each layer the centred streams, (1 + M) d, queries,
   * keys and values, 3 h, and of an MLP what the nonlinearity takes, 3 m by GELU's tanh formula and
   * 2 m more with a gate. Gradients come as these go; one MLP's are there at once, 4 m.
   *
   * @param between whether the clean and the ablated pass, and their difference, are held as well
   */
  private List<Part> backward(boolean between) {
    long layers = spec.nLayers();
    long hidden = (spec.gatedMlp() ? 5L : 3L) * spec.dMlp();
    long read = layers * (vectors(1 + mlps()) + 3 * headWidth() + hidden);
    return List.of(
        new Part("passes", (between ? 3 : 1) * pass() + (between ? change() : 0)),
        new Part("probes", probes()),
        new Part("what the backward pass reads", rows(read)),
        new Part("a layer's gradients", rows(4L * spec.dMlp())));
  }

  /**
   * Changes times gradients on one batch: two passes (three between), the change of every sender,
   * (1 + L M) d + L h a row, the gradients, as large as the probes, and the scratch in which both
   * are multiplied: 2 (1 + L (H + M)) + 8 H vectors a row and never above its limit.
   */
  private List<Part> contraction(boolean between) {
    long row = bytes(vectors(2 * senders() + 8L * spec.nHeads()));
    long scratch = Math.max(row, Math.min(EdgeContraction.SCRATCH_BYTES, batchRows() * row));
    return List.of(
        new Part("passes", (between ? 3 : 2) * pass() + change()),
        new Part("gradients", probes()),
        new Part("scratch of changes times gradients", scratch));
  }

  /** How many of so many inputs or senders a circuit's edges meet, some of them more than once. */
  private long met(long all) {
    return edges == 0 ? 0 : Math.round(all / (1 + (double) all / edges));
  }

  private long change() {
    return rows(vectors(1 + spec.nLayers() * mlps()) + spec.nLayers() * headWidth());
  }

  private long probes() {
    return rows(3L * spec.nLayers() * headWidth() + vectors(spec.nLayers() * mlps() + 1));
  }

  /**
   * What a search takes, all batches at once: of every batch what {@link #circuit} holds, as if all
   * inputs differed; a trial holds inputs and differences once more. Circuits whose receivers read
   * alike share inputs and take much less.
   */
  private List<Part> search() {
    long layers = spec.nLayers();
    long ablated = vectors(3 + layers * (1 + 2 * mlps())) + layers * headWidth();
    long run = vectors(layers * (3L * spec.nHeads() + mlps()) + senders());
    long allRows = (long) prompts * length;
    return List.of(
        new Part("ablated runs", bytes(allRows * ablated)),
        new Part("inputs and outputs of the circuit", bytes(allRows * run)),
        new Part("a trial's inputs and outputs", bytes(allRows * run)),
        new Part("a layer at work", layer()));
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
    return rows(norms + projections + scores + 9L * spec.dMlp());
  }

  /** Logits, probabilities and what they are compared with: (3 n + 4 b) q. */
  private long readout() {
    return bytes((3L * prompts + 4L * batch()) * logits);
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

  /** So many numbers for each row of a batch, a prompt and a position, in bytes. */
  private long rows(long numbers) {
    return bytes(batchRows() * numbers);
  }

  private long bytes(long numbers) {
    return numbers * dataType.getNumOfBytes();
  }
}
