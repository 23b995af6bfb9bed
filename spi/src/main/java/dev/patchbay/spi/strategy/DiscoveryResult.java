package dev.patchbay.spi.strategy;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.EdgeScores;
import java.util.List;
import java.util.Optional;

/**
 * What a strategy found: scores from which a circuit is selected, or scores and the circuit itself.
 *
 * @param scores one number an edge; of a search, the loss change at the edge's test
 * @param circuit the circuit, if the strategy decides; nothing, if it only scores
 * @param decisions every test of a search, in order
 * @param removedDirect whole inputs that a search cut, as {@code a1.h3<v>}
 * @param attention tables over attention patterns, where the strategy makes them
 */
public record DiscoveryResult(
    EdgeScores scores,
    Optional<Circuit> circuit,
    List<Decision> decisions,
    List<String> removedDirect,
    List<AttentionTable> attention) {

  public DiscoveryResult {
    decisions = List.copyOf(decisions);
    removedDirect = List.copyOf(removedDirect);
    attention = List.copyOf(attention);
  }

  /** The result of a method that scores. */
  public static DiscoveryResult of(EdgeScores scores) {
    return new DiscoveryResult(scores, Optional.empty(), List.of(), List.of(), List.of());
  }

  /** The result of a method that scores attention patterns on its way to edges. */
  public static DiscoveryResult of(EdgeScores scores, List<AttentionTable> attention) {
    return new DiscoveryResult(scores, Optional.empty(), List.of(), List.of(), attention);
  }

  /** The result of a search. */
  public static DiscoveryResult of(
      EdgeScores scores, Circuit circuit, List<Decision> decisions, List<String> removedDirect) {
    return new DiscoveryResult(scores, Optional.of(circuit), decisions, removedDirect, List.of());
  }
}
