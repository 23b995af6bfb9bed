package dev.patchbay.core.discovery;

import java.util.List;

/**
 * The shares of the edges at which circuits are measured.
 *
 * <p>Mueller et al. (2025), <i>MIB: A Mechanistic Interpretability Benchmark</i>, arXiv:2504.13151,
 * section 3.
 */
public final class EdgeFractions {

  /** The shares, ascending. */
  public static final List<Double> ALL = List.of(.001, .002, .005, .01, .02, .05, .1, .2, .5, 1.);

  private EdgeFractions() {}

  /**
   * How many of so many edges each share is: never more than it says, unless that is fewer than
   * must stay.
   *
   * @param least how many must stay
   */
  public static List<Integer> sizes(int edges, int least) {
    return ALL.stream()
        .map(fraction -> Math.max((int) Math.floor(fraction * edges), least))
        .toList();
  }
}
