package dev.patchbay.study.criteria;

import dev.patchbay.spi.graph.Circuit;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Does the circuit hold all that the model uses? Then whatever is knocked out of both leaves the
 * two alike: {@code |F(C∖K) − F(M∖K)|} is small for every subset K of the circuit.
 *
 * <p>Here K is a set of edges; in the paper it is one of heads.
 *
 * <p>Wang et al. (2022), <i>Interpretability in the Wild</i>, arXiv:2211.00593, section 4.
 *
 * @param knockOuts the subsets that were tried; empty where none was asked for
 * @param range F(M) − F(∅), by which a gap becomes a share
 */
public record Completeness(List<KnockOut> knockOuts, double range) {

  public Completeness {
    knockOuts = List.copyOf(knockOuts);
  }

  /** How a subset was come by. */
  public enum Sampling {
    /** Each edge of the circuit with probability ½. */
    RANDOM,
    /** Edge by edge, always the one among some candidates that parts the two most. */
    GREEDY
  }

  /**
   * One subset taken from both.
   *
   * @param sampling how it was come by
   * @param removed K
   * @param gap {@code |F(C∖K) − F(M∖K)|}, means over prompts, in units of the metric
   */
  public record KnockOut(Sampling sampling, Circuit removed, double gap) {}

  /** The mean gap of the subsets that were come by like this, in units of the metric. */
  public OptionalDouble meanGap(Sampling sampling) {
    return knockOuts.stream()
        .filter(point -> point.sampling() == sampling)
        .mapToDouble(KnockOut::gap)
        .average();
  }

  /** The largest gap of all, in units of the metric. */
  public OptionalDouble largestGap() {
    return knockOuts.stream().mapToDouble(KnockOut::gap).max();
  }

  /** A gap as a share of what the model does: over |F(M) − F(∅)|; nothing where that is 0. */
  public OptionalDouble share(double gap) {
    return range == 0 ? OptionalDouble.empty() : OptionalDouble.of(gap / Math.abs(range));
  }
}
