package dev.patchbay.study.agreement;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.EdgeScores;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Do the scores of a circuit's edges stand out? Signed scores in the circuit, outside it, and by
 * role within it. Edges that were not scored are left out.
 *
 * <p>After the figures of Syed et al. (2023), arXiv:2310.10348.
 */
public final class ScoreGroups {

  /** The circuit's edges. */
  public static final String INSIDE = "in the known circuit";

  /** All others. */
  public static final String OUTSIDE = "outside";

  private ScoreGroups() {}

  /**
   * The scores of each group that has any, ascending: inside, outside, then roles by their names.
   *
   * @throws IllegalArgumentException if the circuit belongs to another graph
   */
  public static Map<String, double[]> of(EdgeScores scores, Circuit circuit, EdgeRoles roles) {
    if (!scores.graph().equals(circuit.graph())) {
      throw new IllegalArgumentException(
          "Scores and circuit belong to different graphs: %s and %s."
              .formatted(scores.graph(), circuit.graph()));
    }
    Map<String, double[]> groups = new LinkedHashMap<>();
    groups.put(INSIDE, sorted(scores, circuit::contains));
    groups.put(OUTSIDE, sorted(scores, edge -> !circuit.contains(edge)));
    if (!roles.isEmpty()) {
      circuit
          .ordinals()
          .boxed()
          .collect(
              Collectors.groupingBy(
                  edge -> roles.of(circuit.graph().edge(edge)),
                  TreeMap::new,
                  Collectors.<Integer>toSet()))
          .forEach((name, edges) -> groups.put(name, sorted(scores, edges::contains)));
    }
    groups.values().removeIf(values -> values.length == 0);
    return groups;
  }

  private static double[] sorted(EdgeScores scores, IntPredicate wanted) {
    double[] values =
        IntStream.range(0, scores.graph().edgeCount())
            .filter(scores::isScored)
            .filter(wanted)
            .mapToDouble(scores::valueOrZero)
            .toArray();
    Arrays.sort(values);
    return values;
  }
}
