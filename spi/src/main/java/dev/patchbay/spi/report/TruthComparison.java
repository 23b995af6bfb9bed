package dev.patchbay.spi.report;

import dev.patchbay.spi.graph.Circuit;

/**
 * A found circuit beside the true one.
 *
 * @param truthEdges edges of the true circuit
 * @param found edges of the true circuit that were found
 * @param foundEdges edges of the found circuit
 */
public record TruthComparison(int truthEdges, int found, int foundEdges) {

  /** Compares edge by edge. */
  public static TruthComparison of(Circuit truth, Circuit circuit) {
    return new TruthComparison(truth.size(), truth.and(circuit).size(), circuit.size());
  }

  /** Which share of what was found is true; 1 where nothing was found. */
  public double precision() {
    return foundEdges == 0 ? 1 : (double) found / foundEdges;
  }

  /** Which share of the truth was found; 1 where there is none. */
  public double recall() {
    return truthEdges == 0 ? 1 : (double) found / truthEdges;
  }
}
