package dev.patchbay.engine.memory;

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
 * <p>The allocator does not hand out to one thread what another freed. So the peak is that of the
 * first thread, which does everything, and that of the others, which share circuits with it.
 *
 * <p>The program {@code PlannedMemory} among the examples measures how near that comes.
 *
 * <p>In the formulas L is the number of layers, H of heads, d is d_model, h is H · d_head, m is
 * d_mlp, M is 1 with MLPs and else 0, p is the length, b the prompts of a batch, n all prompts and
 * q the logits that are read of one. Every formula is in numbers; each number takes the bytes of
 * its type. A row is a prompt and a position.
 *
 * @param spec how the model is built
 * @param tied whether the unembedding is the embedding, seen the other way round
 * @param prompts on which it runs
 * @param edges the most edges of a circuit that is run beside the whole model
 * @param batchSize most prompts in a batch, at least 1
 * @param threads that work on a circuit at once, at least 1
 * @param dataType what the run calculates in
 */
public record MemoryEstimate(
    ModelSpec spec,
    boolean tied,
    Prompts prompts,
    int edges,
    int batchSize,
    int threads,
    DataType dataType) {

  /**
   * Java with its classes and 64 MiB for new objects, as the command starts it, and the tensor
   * library: resident after a model was loaded, less its weights.
   */
  public static final long PROCESS_BYTES = 270_000_000;

  /**
   * Of what the first thread holds beside the weights, the share that the allocator leaves in
   * holes: large tensors that live briefly go between those that stay. Measured, on models of 100
   * to 650 MB.
   */
  private static final double HOLES = .4;

  /**
   * Something that is held.
   *
   * @param name what, in words
   */
  public record Part(String name, long bytes) {}

  /**
   * What the estimate knows of prompts.
   *
   * @param count n, at least 1
   * @param length p of the longest, at least 1
   * @param late positions at which circuits and what becomes of changes are computed: all, or under
   *     patching those from the first on that differs between a prompt and its twin
   * @param logits q: tokens that the metric reads, times positions; at least 1
   * @param squares Σ p² over the different lengths
   */
  public record Prompts(int count, int length, int late, long logits, long squares) {

    public Prompts {
      if (count < 1 || length < 1 || late < 0 || late > length || logits < 1) {
        throw new IllegalArgumentException(
            "A run has prompts, of a length, some of it late, whose logits are read: got %s, %s, %s, %s."
                .formatted(count, length, late, logits));
      }
    }

    /** Prompts of one length. */
    public Prompts(int count, int length, int late, long logits) {
      this(count, length, late, logits, (long) length * length);
    }
  }

  public MemoryEstimate {
    if (edges < 0 || batchSize < 1 || threads < 1) {
      throw new IllegalArgumentException(
          "A circuit has edges, and runs in batches, on threads: got %s, %s, %s."
              .formatted(edges, batchSize, threads));
    }
  }

  /**
   * A run that reads one position's whole vocabulary, of prompts that differ from the start, and
   * runs circuits of any size.
   */
  public MemoryEstimate(
      ModelSpec spec,
      boolean tied,
      int prompts,
      int length,
      int batchSize,
      int threads,
      DataType dataType) {
    this(
        spec,
        tied,
        new Prompts(prompts, length, length, spec.dVocabOut()),
        Integer.MAX_VALUE,
        batchSize,
        threads,
        dataType);
  }

  /** The same run in batches of another size. */
  public MemoryEstimate in(int size) {
    return new MemoryEstimate(spec, tied, prompts, edges, size, threads, dataType);
  }

  /** What the run calculates in, as on the command line. */
  String type() {
    return dataType.name().toLowerCase(Locale.ROOT);
  }

  /** The advice to take smaller numbers, after these words; "" where they are taken already. */
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
    List<CircuitMemory> circuits = circuits(demands);
    List<Part> most =
        phases(demands, circuits).stream()
            .max(Comparator.comparingLong(MemoryEstimate::sum))
            .orElseThrow();
    List<Part> parts = new ArrayList<>();
    parts.add(new Part("weights", weights()));
    parts.addAll(most);
    parts.add(new Part("holes between tensors", (long) (HOLES * sum(most))));
    long others = circuits.stream().mapToLong(CircuitMemory::onOtherThreads).max().orElseThrow();
    parts.add(new Part("a circuit on the other threads", others));
    parts.add(new Part("logits and what they are compared with", readout()));
    if (demands.contains(Demand.ATTENTION_TABLES)) {
      parts.add(new Part("attention tables", attentionTables()));
    }
    return parts;
  }

  /** What the first thread does, one after the other. */
  private List<List<Part>> phases(Set<Demand> demands, List<CircuitMemory> circuits) {
    List<List<Part>> phases = new ArrayList<>();
    phases.add(twoPasses());
    circuits.forEach(circuit -> phases.add(circuit.begin()));
    circuits.forEach(circuit -> phases.add(circuit.compute()));
    GradientMemory.of(this, demands)
        .forEach(
            gradients -> {
              phases.add(gradients.backward());
              phases.add(gradients.contraction());
            });
    return phases;
  }

  /**
   * The circuits that are run: the whole model, and what is found. A search holds its circuit on
   * all prompts; it begins with the whole model unless gradients chose something before, and what
   * it finds is smaller than what it held.
   */
  private List<CircuitMemory> circuits(Set<Demand> demands) {
    CircuitMemory whole = CircuitMemory.whole(this);
    CircuitMemory found = CircuitMemory.found(this);
    if (!demands.contains(Demand.SEARCH)) {
      return List.of(whole, found);
    }
    boolean chosen = !GradientMemory.of(this, demands).isEmpty();
    return chosen ? List.of(whole, found, found.inSearch()) : List.of(whole, whole.inSearch());
  }

  private static long sum(List<Part> parts) {
    return parts.stream().mapToLong(Part::bytes).sum();
  }

  /**
   * What a dense pass keeps of one batch: token embeddings, streams, head outputs and MLP outputs,
   * b p ((2 + L + L M) d + L h).
   */
  long pass() {
    return rows(vectors(2 + spec.nLayers() * (1 + mlps())) + spec.nLayers() * headWidth());
  }

  /** The clean and the corrupted run of a batch, without gradients. */
  private List<Part> twoPasses() {
    return List.of(
        new Part("clean and corrupted pass", 2 * pass()), new Part("a layer at work", layer()));
  }

  /**
   * Intermediate values of one layer by plain operations, of which fused ones make fewer; they live
   * until the layer is done: 16 d for norms and sums, 12 h for projections, 4 H p for scores, 9 m
   * for the activation that takes most, GELU by the tanh formula; 4 d + 2 h more with post norms, 3
   * H p more for scores that are capped.
   */
  private long layer() {
    long norms = vectors(spec.postNorms() ? 20 : 16);
    long projections = (spec.postNorms() ? 14 : 12) * headWidth();
    long scores = (spec.attention().softCap() > 0 ? 7 : 4) * patternWidth();
    return rows(norms + projections + scores + 9L * spec.dMlp());
  }

  /** Logits, probabilities and what they are compared with: (3 n + 4 b) q. */
  private long readout() {
    return bytes((3L * prompts.count() + 4L * batch()) * prompts.logits());
  }

  /** In Java's memory, a table for each length: L H Σ p² doubles, and one layer's as it comes. */
  private long attentionTables() {
    long layer = spec.nHeads() * prompts.squares();
    return Double.BYTES * (spec.nLayers() + 1L) * layer;
  }

  /** Embeddings, heads and MLPs. */
  long senders() {
    return spec.graphShape().embeddings() + spec.nLayers() * ((long) spec.nHeads() + mlps());
  }

  /** So many vectors of d. */
  long vectors(long count) {
    return count * spec.dModel();
  }

  /** h. */
  long headWidth() {
    return (long) spec.nHeads() * spec.dHead();
  }

  /** H p. */
  long patternWidth() {
    return (long) spec.nHeads() * prompts.length();
  }

  /** M. */
  long mlps() {
    return spec.hasMlps() ? 1 : 0;
  }

  /** b. */
  long batch() {
    return Math.min(batchSize, prompts.count());
  }

  /** So many numbers for each row of a batch, in bytes. */
  long rows(long numbers) {
    return bytes(batch() * prompts.length() * numbers);
  }

  /** So many numbers for each row of a batch at which circuits are computed, in bytes. */
  long lateRows(long numbers) {
    return bytes(batch() * prompts.late() * numbers);
  }

  long bytes(long numbers) {
    return numbers * dataType.getNumOfBytes();
  }
}
