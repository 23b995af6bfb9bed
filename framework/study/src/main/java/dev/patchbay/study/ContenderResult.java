package dev.patchbay.study;

import dev.patchbay.core.report.ScoreFile;
import dev.patchbay.engine.passes.Cost;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.study.Study.Given;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * What a contender answered.
 *
 * @param scores by which its edges rank
 * @param kept the circuits that a search kept, one for each threshold; empty for scores
 * @param labels what made each of these
 * @param cost what all of it took
 * @param seconds how long
 */
record ContenderResult(
    EdgeScores scores, List<Circuit> kept, List<String> labels, Cost cost, double seconds) {

  private static final String OWN = "the circuit of its file";

  /**
   * What somebody else answered.
   *
   * @param notes is told what of the file is not read
   * @throws PatchbayException if the file cannot be read, or its circuit is asked for and it has
   *     none
   */
  static ContenderResult of(Given given, Consumer<String> notes) {
    ScoreFile.Contents read = ScoreFile.read(given.file(), given.sign(), notes);
    if (!given.asCircuit()) {
      return ofScores(read.scores());
    }
    Circuit circuit =
        read.circuit()
            .orElseThrow(
                () ->
                    PatchbayException.usage(
                        "%s brings no circuit: of no edge it says 'in_graph'."
                            .formatted(given.file()),
                        "With --scores-as scores circuits are made of its scores."));
    return new ContenderResult(read.scores(), List.of(circuit), List.of(OWN), Cost.NOTHING, 0);
  }

  /** Scores, of which nobody asks what they cost. */
  static ContenderResult ofScores(EdgeScores scores) {
    return new ContenderResult(scores, List.of(), List.of(), Cost.NOTHING, 0);
  }

  boolean isSearch() {
    return !kept.isEmpty();
  }

  /** Whether the scores rank edges: those of a search do if it ran at several thresholds. */
  boolean ranks() {
    return kept.size() != 1;
  }

  /** How many edges have no score and are in every circuit. */
  int unscored() {
    return scores.graph().edgeCount() - scores.scoredCount();
  }

  /** The circuit that a rule makes of the scores, or of those of a search the nearest in size. */
  Circuit circuit(CircuitRule rule, int size) {
    return isSearch()
        ? kept.get(nearest(kept, size))
        : rule.circuit(scores, Math.max(size, unscored()));
  }

  /** Which circuit is nearest in size; the first of equals. */
  static int nearest(List<Circuit> circuits, int size) {
    return IntStream.range(0, circuits.size())
        .boxed()
        .min(Comparator.comparingInt(i -> Math.abs(circuits.get(i).size() - size)))
        .orElseThrow();
  }
}
