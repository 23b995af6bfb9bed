package dev.patchbay.core.discovery;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.graph.EdgeScores.Ranking;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A circuit cut from scores where the lowest rank in it is also that of edges left out: which of
 * them are in says nothing about the model.
 *
 * @param ranking by what edges rank
 * @param rank the rank that they share
 * @param in how many of them are in the circuit
 * @param out how many are not
 */
public record TieAtCut(Ranking ranking, double rank, int in, int out) {

  /** The tie at which a circuit was cut from scores; nothing where there is none. */
  public static Optional<TieAtCut> of(EdgeScores scores, Ranking ranking, Circuit circuit) {
    IntToDoubleFunction rankOf = edge -> ranking.of(scores.valueOrZero(edge));
    OptionalDouble lowest = circuit.ordinals().filter(scores::isScored).mapToDouble(rankOf).min();
    if (lowest.isEmpty()) {
      return Optional.empty();
    }
    double rank = lowest.getAsDouble();
    IntPredicate tied = edge -> scores.isScored(edge) && rankOf.applyAsDouble(edge) == rank;
    int in = (int) circuit.ordinals().filter(tied).count();
    int all = (int) IntStream.range(0, scores.graph().edgeCount()).filter(tied).count();
    return in == all ? Optional.empty() : Optional.of(new TieAtCut(ranking, rank, in, all - in));
  }

  /** What happened, for readers of a number that depends on it. */
  public String words() {
    return String.format(
        Locale.ROOT,
        "%,d of %,d edges that tie at %s %s are in, by their order in the graph alone",
        in,
        in + out,
        ranking.words(),
        rank);
  }
}
