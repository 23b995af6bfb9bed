package dev.patchbay.engine.memory;

import dev.patchbay.engine.memory.MemoryEstimate.Part;
import dev.patchbay.engine.passes.EdgeContraction;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.strategy.Demand;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What gradients of one batch take. The letters are those of {@link MemoryEstimate}.
 *
 * @param of the run
 * @param kind which gradients: those of whole runs are at all positions, the others at late ones;
 *     those between the clean and the ablated run are of several runs, and added up
 */
record GradientMemory(MemoryEstimate of, Demand kind) {

  /** Of each kind of gradients that is asked for. */
  static List<GradientMemory> of(MemoryEstimate of, Set<Demand> demands) {
    return Stream.of(Demand.GRADIENTS, Demand.EFFECT_GRADIENTS, Demand.GRADIENTS_BETWEEN)
        .filter(demands::contains)
        .map(kind -> new GradientMemory(of, kind))
        .toList();
  }

  /** Runs that are added up: the usual number, of eight at most. */
  private static final int RUNS = 5;

  /**
   * A backward pass as it begins: its forward pass, the probes' zeros, and what it reads again
   * after plain operations, of which fused ones leave less, of each layer the streams before the
   * norms, centred and over their scale, 2 (1 + M) d, queries, keys and values as they are and head
   * by head, 6 h, and of an MLP what the nonlinearity takes, 3 m by GELU's tanh formula and 2 m
   * more with a gate. Gradients come as these go; one MLP's are there at once, 4 m. Late positions
   * are known once the ablated pass is made; between runs the clean and the ablated pass, their
   * difference and the sum of earlier gradients are there as well.
   */
  List<Part> backward() {
    ModelSpec spec = of.spec();
    long hidden = (spec.gatedMlp() ? 5L : 3L) * spec.dMlp();
    long layer = of.vectors(2 * (1 + of.mlps())) + 6 * of.headWidth() + hidden;
    return List.of(
        new Part("passes", passes()),
        new Part("probes", atReceivers()),
        new Part("what the backward pass reads", rows(spec.nLayers() * layer)),
        new Part("a layer's gradients", rows(4L * spec.dMlp())),
        new Part("gradients of other runs", between() ? sum(RUNS - 1) : 0));
  }

  private boolean between() {
    return kind == Demand.GRADIENTS_BETWEEN;
  }

  /** Those that are there with the one whose gradients are taken. */
  private long passes() {
    boolean knowsLate =
        kind == Demand.EFFECT_GRADIENTS && of.prompts().late() < of.prompts().length();
    return between() ? 3 * of.pass() + change() : (knowsLate ? 2 : 1) * of.pass();
  }

  /** So many numbers for each row at which there are gradients, in bytes. */
  private long rows(long numbers) {
    return kind == Demand.GRADIENTS ? of.rows(numbers) : of.lateRows(numbers);
  }

  /**
   * Changes times gradients: two passes, the change of every sender, and the sum of gradients; of a
   * single run also its queries, keys and values with their gradients, 3 L h more than those at
   * receivers. At work are the senders of some rows and the gradients at a layer's inputs, twice,
   * each within its limit, and the weights before those, twice 3 h d.
   */
  List<Part> contraction() {
    long single = atReceivers() + rows(3L * of.spec().nLayers() * of.headWidth());
    long senders = Math.min(EdgeContraction.SCRATCH_BYTES, rows(of.vectors(of.senders())));
    long slots = rows(of.vectors(3L * of.spec().nHeads()));
    long scratch = senders + 2 * Math.min(EdgeContraction.CACHED_BYTES, slots);
    long weights = of.bytes(of.vectors(6 * of.headWidth()));
    return List.of(
        new Part("passes", 2 * of.pass() + change()),
        new Part("gradients", sum(between() ? RUNS : 1) + (between() ? 0 : single)),
        new Part("scratch of changes times gradients", scratch + weights));
  }

  /** Of every sender, (1 + L M) d + L h a row. */
  private long change() {
    long layers = of.spec().nLayers();
    return of.rows(of.vectors(1 + layers * of.mlps()) + layers * of.headWidth());
  }

  /** At queries, keys and values, at MLPs and at the end, 3 L h + (1 + L M) d a row. */
  private long atReceivers() {
    long layers = of.spec().nLayers();
    return rows(3 * layers * of.headWidth() + of.vectors(layers * of.mlps() + 1));
  }

  /** As many, and for each run L (d + 3 H). */
  private long sum(int runs) {
    ModelSpec spec = of.spec();
    return atReceivers()
        + rows((long) runs * spec.nLayers() * (spec.dModel() + 3L * spec.nHeads()));
  }
}
