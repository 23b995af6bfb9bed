package dev.patchbay.engine.search;

import dev.patchbay.spi.graph.ComputationGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The edges that a search is to be asked about next, and how far it pays to look ahead there. */
final class Expectation {

  private final ComputationGraph graph;
  private final HeldCircuit held;
  private List<Integer> expected = List.of();
  private final Map<Integer, Lookahead> lookaheads = new HashMap<>();

  /** Nothing is expected yet. */
  Expectation(ComputationGraph graph, HeldCircuit held) {
    this.graph = graph;
    this.held = held;
  }

  void expect(int... ordinals) {
    expected = Arrays.stream(ordinals).boxed().toList();
    lookaheads.clear();
  }

  /** What is held was computed afresh: a search that is resumed there knows no lookaheads. */
  void beginAfresh() {
    lookaheads.clear();
  }

  /**
   * These edges, and those that are expected after them as far as it pays to look: steps that are
   * worth asking about at once.
   *
   * @param rate how often an edge went so far, from 0 to below 1
   * @param most how many steps may be taken
   */
  List<Set<Integer>> from(Set<Integer> ordinals, double rate, int most) {
    List<Set<Integer>> steps = new ArrayList<>(List.of(ordinals));
    int first =
        ordinals.size() == 1 && held.needsRun(ordinals)
            ? expected.indexOf(ordinals.iterator().next())
            : -1;
    if (first >= 0) {
      int receiver = graph.receiverOf(expected.get(first));
      int width = Math.min(most, lookahead(receiver).width(rate));
      expected.stream()
          .skip(first + 1)
          .limit(width - 1)
          .filter(edge -> graph.receiverOf(edge) == receiver && held.needsRun(Set.of(edge)))
          .forEach(edge -> steps.add(Set.of(edge)));
    }
    return steps;
  }

  private Lookahead lookahead(int receiver) {
    return lookaheads.computeIfAbsent(receiver, held::lookahead);
  }
}
