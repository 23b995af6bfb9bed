package dev.patchbay.core.agreement;

import dev.patchbay.spi.graph.Circuit;
import java.util.List;

/**
 * How alike are circuits, each with each? By Jaccard's index: edges in both over edges in either.
 */
public final class Overlap {

  private Overlap() {}

  /**
   * A row for each circuit with a number for each; symmetrical, 1 on the diagonal.
   *
   * @throws IllegalArgumentException if they belong to different graphs
   */
  public static List<List<Double>> of(List<Circuit> circuits) {
    return circuits.stream().map(row -> circuits.stream().map(row::jaccard).toList()).toList();
  }
}
