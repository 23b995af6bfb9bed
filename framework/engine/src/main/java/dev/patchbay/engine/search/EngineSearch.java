package dev.patchbay.engine.search;

import dev.patchbay.engine.circuit.SlicedPrompts;
import dev.patchbay.engine.passes.PassMeter;
import dev.patchbay.engine.search.SearchStep.Kind;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.run.CircuitSearch;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The search over all prompts: a circuit that is held, and the removals asked about last.
 *
 * <p>Edges that are expected next are asked about together with the one that is asked about now.
 */
public final class EngineSearch implements CircuitSearch {

  /**
   * Removals between two fresh computations of everything that a search holds. Each removal adds
   * its rounding to what is held; a fixed number, so that equal searches stay equal. Then, a loss
   * that is known from what was held is compared with the fresh one, and the search fails if they
   * are further apart than rounding goes.
   */
  private static final int REMOVALS_BETWEEN_FRESH_RUNS = 256;

  private final ComputationGraph graph;
  private final PassMeter meter;
  private final BitSet present;
  private final HeldCircuit held;
  private final Expectation expectation;
  private final DriftCheck drift;

  /** Begins where the circuit that is held ends. */
  private Speculation speculation;

  /** Since everything was computed afresh. */
  private int removals;

  private int questions;

  /** Edges that were asked about. */
  private final BitSet asked = new BitSet();

  /**
   * @param prompts on which the circuit runs; closed with the search
   */
  public EngineSearch(Circuit start, SlicedPrompts prompts, PassMeter meter, DriftCheck drift) {
    this.graph = start.graph();
    this.present = start.toBitSet();
    this.meter = meter;
    this.drift = drift;
    this.held = new HeldCircuit(start, prompts, meter);
    this.expectation = new Expectation(graph, held);
    this.speculation = new Speculation(held, List.of());
  }

  /**
   * Goes on as a search would that has taken these steps itself, rounding included: from the last
   * removal after which it computed everything afresh, with the steps since taken again.
   *
   * @param begin begins a search with a circuit
   */
  public static EngineSearch after(
      Circuit start, List<SearchStep> steps, Function<Circuit, EngineSearch> begin) {
    int since = 0;
    int removals = 0;
    for (int step = 0; step < steps.size(); step++) {
      if (steps.get(step).is(Kind.REMOVE) && ++removals % REMOVALS_BETWEEN_FRESH_RUNS == 0) {
        since = step + 1;
      }
    }
    List<SearchStep> before = steps.subList(0, since);
    EngineSearch search = begin.apply(start.without(removed(before)));
    try {
      // What is expected outlives a fresh computation.
      before.stream()
          .filter(step -> step.is(Kind.EXPECT))
          .reduce((earlier, later) -> later)
          .ifPresent(search::take);
      steps.subList(since, steps.size()).forEach(search::take);
    } catch (RuntimeException | Error e) {
      search.close();
      throw e;
    }
    return search;
  }

  private static int[] removed(List<SearchStep> steps) {
    return steps.stream()
        .filter(step -> step.is(Kind.REMOVE))
        .flatMapToInt(step -> Arrays.stream(step.ordinals()))
        .toArray();
  }

  /**
   * Takes a step whose answer is known: costs nothing, and what follows goes as if it was asked.
   */
  void take(SearchStep step) {
    int[] ordinals = step.ordinals();
    switch (step.kind()) {
      case START -> {}
      case EXPECT -> expect(ordinals);
      case TEST -> {
        question(ordinals);
        speculation.tellNext(step.loss());
      }
      case REMOVE -> remove(ordinals);
    }
  }

  @Override
  public Circuit circuit() {
    return Circuit.of(graph, present);
  }

  @Override
  public boolean has(int ordinal) {
    return present.get(ordinal);
  }

  @Override
  public double loss() {
    return speculation.loss(0);
  }

  @Override
  public void expect(int... ordinals) {
    expectation.expect(ordinals);
  }

  @Override
  public double lossWithout(int... ordinals) {
    question(ordinals);
    // Steps before the one that comes next lead to the same receiver and have no part in that.
    if (held.needsRun(setOf(ordinals))) {
      meter.test();
    } else {
      meter.untested(1);
    }
    return speculation.loss(1);
  }

  private void question(int... ordinals) {
    questions++;
    Arrays.stream(ordinals).forEach(asked::set);
    ask(setOf(ordinals));
  }

  /** Makes these edges the step that comes next. */
  private void ask(Set<Integer> ordinals) {
    if (!speculation.goesOnWith(ordinals)) {
      speculation.settle();
      int most = REMOVALS_BETWEEN_FRESH_RUNS - removals;
      speculation = new Speculation(held, expectation.from(ordinals, rate(), most));
    }
  }

  /** How often an edge went, since everything was computed afresh. */
  private double rate() {
    return (removals + 1.) / (Math.max(questions, removals) + 2.);
  }

  @Override
  public void remove(int... ordinals) {
    Set<Integer> gone = setOf(ordinals);
    ask(gone);
    if (!held.needsRun(gone)) {
      meter.untested(gone.stream().filter(o -> present.get(o) && !asked.get(o)).count());
    }
    speculation.take();
    removals++;
    Arrays.stream(ordinals).forEach(present::clear);
    if (removals == REMOVALS_BETWEEN_FRESH_RUNS) {
      refresh();
    }
  }

  private void refresh() {
    OptionalDouble known = speculation.knownLoss();
    speculation.close();
    held.removeAfresh(speculation.gone());
    speculation = new Speculation(held, List.of());
    expectation.beginAfresh();
    known.ifPresent(loss -> drift.check(removals, loss, held.loss()));
    removals = 0;
    questions = 0;
  }

  private static Set<Integer> setOf(int... ordinals) {
    Set<Integer> set = new TreeSet<>();
    Arrays.stream(ordinals).forEach(set::add);
    return set;
  }

  @Override
  public void close() {
    speculation.close();
    held.close();
  }
}
