package dev.patchbay.core.agreement;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.EdgeScores;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Do the scores of a circuit's edges stand out? Signed scores, in the circuit, outside it, and by
 * role within it. Edges that were not scored are left out.
 *
 * <p>After the figures of Syed et al. (2023), arXiv:2310.10348.
 *
 * @param inside of the circuit's edges; nothing if none is scored
 * @param outside of all others; nothing if none is scored
 * @param byRole of the circuit's edges, in the order of the roles' names; empty where no roles are
 *     known
 */
public record ScoreSpreads(Optional<Spread> inside, Optional<Spread> outside, List<OfRole> byRole) {

  public ScoreSpreads {
    byRole = List.copyOf(byRole);
  }

  /**
   * The circuit's edges of one role.
   *
   * @param role what they join
   * @param spread of their scores
   */
  public record OfRole(String role, Spread spread) {}

  /**
   * The spreads of these scores.
   *
   * @throws IllegalArgumentException if the circuit belongs to another graph
   */
  public static ScoreSpreads of(EdgeScores scores, Circuit circuit, EdgeRoles roles) {
    if (!scores.graph().equals(circuit.graph())) {
      throw new IllegalArgumentException(
          "Scores and circuit belong to different graphs: %s and %s."
              .formatted(scores.graph(), circuit.graph()));
    }
    return new ScoreSpreads(
        spread(scores, circuit::contains),
        spread(scores, edge -> !circuit.contains(edge)),
        roles.isEmpty() ? List.of() : byRole(scores, circuit, roles));
  }

  private static Optional<Spread> spread(EdgeScores scores, IntPredicate wanted) {
    List<Double> values =
        IntStream.range(0, scores.graph().edgeCount())
            .filter(scores::isScored)
            .filter(wanted)
            .mapToObj(scores::valueOrZero)
            .toList();
    return values.isEmpty() ? Optional.empty() : Optional.of(Spread.of(values));
  }

  private static List<OfRole> byRole(EdgeScores scores, Circuit circuit, EdgeRoles roles) {
    Map<String, List<Double>> values = new TreeMap<>();
    circuit
        .ordinals()
        .filter(scores::isScored)
        .forEach(
            edge ->
                values
                    .computeIfAbsent(
                        roles.of(circuit.graph().edge(edge)), role -> new ArrayList<>())
                    .add(scores.valueOrZero(edge)));
    return values.entrySet().stream()
        .map(entry -> new OfRole(entry.getKey(), Spread.of(entry.getValue())))
        .toList();
  }
}
