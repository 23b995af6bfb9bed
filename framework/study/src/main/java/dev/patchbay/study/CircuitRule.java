package dev.patchbay.study;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.graph.EdgeScores.Ranking;
import java.util.Map;

/** How a circuit of a given size is made of scores. */
public enum CircuitRule {
  /** The edges with the largest |score|. */
  ABSOLUTE(Ranking.ABSOLUTE),
  /** The edges with the largest score. */
  SIGNED(Ranking.SIGNED),
  /**
   * From the logits on: again and again the edge with the largest |score| among those into nodes
   * that are in already, as EAP-IG's greedy selection does.
   */
  GREEDY(Ranking.ABSOLUTE);

  /** The rules by what they are called. */
  public static final Map<String, CircuitRule> WORDS =
      Map.of("absolute", ABSOLUTE, "signed", SIGNED, "greedy", GREEDY);

  private final Ranking ranking;

  CircuitRule(Ranking ranking) {
    this.ranking = ranking;
  }

  /** By what edges are ranked. */
  public Ranking ranking() {
    return ranking;
  }

  /**
   * The circuit.
   *
   * @param size how many edges, from those that have no score to all
   */
  Circuit circuit(EdgeScores scores, int size) {
    return this == GREEDY ? scores.greedy(size, ranking) : scores.top(size, ranking);
  }
}
