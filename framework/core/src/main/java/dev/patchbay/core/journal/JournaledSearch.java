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
import java.util.function.Consumer;
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

  /** The circuit at the last fresh computation, and what the search is to hear since. */
  private BitSet anchor;

  private final List<Consumer<CircuitSearch>> saidSince = new ArrayList<>();
  private Consumer<CircuitSearch> expectation = real -> real.expect();
  private int removedSince;
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
          case SCORE, SCORED -> throw new IllegalArgumentException("No search is asked that.");
        };
    journal.add(JournalEntry.of(question, ordinals, answer));
    return answer;
  }

  private CircuitSearch real() {
    if (search == null) {
      search = begin.apply(Circuit.of(graph, anchor));
      saidSince.forEach(said -> said.accept(search));
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
  public void expect(int... ordinals) {
    int[] next = ordinals.clone();
    expectation = real -> real.expect(next);
    say(expectation);
  }

  @Override
  public double lossWithout(int... ordinals) {
    OptionalDouble known = answer(Question.TEST, ordinals);
    if (known.isPresent()) {
      int[] asked = ordinals.clone();
      say(real -> real.recall(asked, known.getAsDouble()));
      return known.getAsDouble();
    }
    return note(Question.TEST, ordinals);
  }

  /** Tells the real search, now or when it begins. */
  private void say(Consumer<CircuitSearch> said) {
    if (search == null) {
      saidSince.add(said);
    } else {
      said.accept(search);
    }
  }

  @Override
  public void remove(int... ordinals) {
    OptionalDouble known = answer(Question.REMOVE, ordinals);
    if (known.isPresent()) {
      int[] gone = ordinals.clone();
      say(real -> real.remove(gone));
    }
    loss = known.orElseGet(() -> note(Question.REMOVE, ordinals));
    Arrays.stream(ordinals).forEach(edges::clear);
    removedSince++;
    if (removedSince == removalsBetweenFreshRuns) {
      anchor = (BitSet) edges.clone();
      removedSince = 0;
      saidSince.clear();
      saidSince.add(expectation); // it outlives a fresh computation
    }
  }

  @Override
  public void close() {
    if (search != null) {
      search.close();
    }
  }
}
