package dev.patchbay.core.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.graph.EdgeScores.Ranking;
import dev.patchbay.spi.graph.GraphShape;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TieAtCutTest {

  private static final ComputationGraph GRAPH =
      ComputationGraph.of(GraphShape.attentionOnly(2, 2)); // 29 edges

  private static EdgeScores scores(BitSet unscored) {
    return EdgeScores.of(
        GRAPH,
        IntStream.range(0, GRAPH.edgeCount())
            .mapToDouble(e -> e < 3 ? -2 : e < 7 ? 1 : 0)
            .toArray(),
        unscored);
  }

  @Test
  void of_cutBetweenRanks_isNothing() {
    EdgeScores scores = scores(new BitSet());

    assertThat(TieAtCut.of(scores, Ranking.ABSOLUTE, scores.top(7, Ranking.ABSOLUTE))).isEmpty();
    assertThat(TieAtCut.of(scores, Ranking.ABSOLUTE, Circuit.full(GRAPH))).isEmpty();
    assertThat(TieAtCut.of(scores, Ranking.ABSOLUTE, Circuit.empty(GRAPH))).isEmpty();
  }

  @Test
  void of_cutWithinARank_countsBothSides() {
    EdgeScores scores = scores(new BitSet());

    assertThat(TieAtCut.of(scores, Ranking.ABSOLUTE, scores.top(9, Ranking.ABSOLUTE)))
        .contains(new TieAtCut(Ranking.ABSOLUTE, 0, 2, 20));
    // By the signed score the three at −2 come last, and 9 is within the zeros again.
    assertThat(TieAtCut.of(scores, Ranking.SIGNED, scores.top(28, Ranking.SIGNED)))
        .contains(new TieAtCut(Ranking.SIGNED, -2, 2, 1));
  }

  @Test
  void of_unscoredEdges_tieWithNone() {
    BitSet unscored = new BitSet();
    unscored.set(20, 29);
    EdgeScores scores = scores(unscored);

    assertThat(TieAtCut.of(scores, Ranking.ABSOLUTE, scores.top(17, Ranking.ABSOLUTE)))
        .contains(new TieAtCut(Ranking.ABSOLUTE, 0, 1, 12));
  }

  @Test
  void words_ofThousands_areTheSameEverywhere() {
    assertThat(new TieAtCut(Ranking.SIGNED, -.5, 1200, 34).words())
        .isEqualTo(
            "1,200 of 1,234 edges that tie at score -0.5 are in, by their order in the graph alone");
  }
}
