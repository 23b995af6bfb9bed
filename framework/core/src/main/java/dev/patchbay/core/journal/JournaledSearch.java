package dev.patchbay.core.journal;

import dev.patchbay.core.journal.JournalEntry.Question;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.run.CircuitSearch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A search that writes down every answer, and takes from the journal those that were found before.
 *
 * <p>The real search begins when the journal has no more: at the last removal after which an
 * unbroken one computed everything afresh, with the removals since then made again. What it holds
 * is then what the unbroken one held, rounding included.
 */
final class JournaledSearch implements CircuitSearch {

  private final Function<Circuit, CircuitSearch> begin;
  private final SearchJournal journal;
  private final int removalsBetweenFreshRuns;
  private final ComputationGraph graph;
  private final BitSet edges;

  /** The circuit at the last fresh computation, and what was removed since. */
  private BitSet anchor;

  private final List<int[]> removedSince = new ArrayList<>();
  private double loss;
  private @Nullable CircuitSearch search;

  /**
   * @param begin begins the real search
   * @param removalsBetweenFreshRuns after how many removals that computes everything afresh
   */
  JournaledSearch(
      Function<Circuit, CircuitSearch> begin,
      Circuit start,
      SearchJournal journal,
      int removalsBetweenFreshRuns) {
    this.begin = begin;
    this.journal = journal;
    this.removalsBetweenFreshRuns = removalsBetweenFreshRuns;
    this.graph = start.graph();
    this.edges = start.toBitSet();
    this.anchor = start.toBitSet();
    BitSet absent = start.toBitSet();
    absent.flip(0, graph.edgeCount());
    int[] without = absent.stream().toArray();
    this.loss = answer(Question.START, without).orElseGet(() -> note(Question.START, without));
  }

  private OptionalDouble answer(Question question, int[] ordinals) {
    return search != null ? OptionalDouble.empty() : journal.answer(question, ordinals);
  }

  /** Asks the real search, and writes its answer down. */
  private double note(Question question, int... ordinals) {
    CircuitSearch real = real();
    double answer =
        switch (question) {
          case START -> real.loss();
          case TEST -> real.lossWithout(ordinals);
          case REMOVE -> {
            real.remove(ordinals);
            yield real.loss();
          }
        };
    journal.add(JournalEntry.of(question, ordinals, answer));
    return answer;
  }

  private CircuitSearch real() {
    if (search == null) {
      search = begin.apply(Circuit.of(graph, anchor));
      removedSince.forEach(search::remove);
    }
    return search;
  }

  @Override
  public Circuit circuit() {
    return Circuit.of(graph, edges);
  }

  @Override
  public boolean has(int ordinal) {
    return edges.get(ordinal);
  }

  @Override
  public double loss() {
    return loss;
  }

  @Override
  public double lossWithout(int... ordinals) {
    return answer(Question.TEST, ordinals).orElseGet(() -> note(Question.TEST, ordinals));
  }

  @Override
  public void remove(int... ordinals) {
    OptionalDouble known = answer(Question.REMOVE, ordinals);
    loss = known.orElseGet(() -> note(Question.REMOVE, ordinals));
    Arrays.stream(ordinals).forEach(edges::clear);
    removedSince.add(ordinals.clone());
    if (removedSince.size() == removalsBetweenFreshRuns) {
      anchor = (BitSet) edges.clone();
      removedSince.clear();
    }
  }

  @Override
  public void close() {
    if (search != null) {
      search.close();
    }
  }
}
