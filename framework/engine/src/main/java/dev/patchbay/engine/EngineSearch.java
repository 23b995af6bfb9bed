package dev.patchbay.engine;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.run.CircuitSearch;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/**
 * The search over all prompts: a circuit that is held, and the removals asked about last.
 *
 * <p>Edges that are expected next are asked about together with the one that is asked about now.
 */
final class EngineSearch implements CircuitSearch {

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
  EngineSearch(Circuit start, SlicedPrompts prompts, PassMeter meter, DriftCheck drift) {
    this.graph = start.graph();
    this.present = start.toBitSet();
    this.meter = meter;
    this.drift = drift;
    this.held = new HeldCircuit(start, prompts, meter);
    this.expectation = new Expectation(graph, held);
    this.speculation = new Speculation(held, List.of());
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
    return speculation.loss();
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
    return speculation.lossOfNext();
  }

  @Override
  public void recall(int[] ordinals, double loss) {
    question(ordinals);
    speculation.tellNext(loss);
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
      int most = EngineExperiment.REMOVALS_BETWEEN_FRESH_RUNS - removals;
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
    if (removals == EngineExperiment.REMOVALS_BETWEEN_FRESH_RUNS) {
      refresh();
    }
  }

  private void refresh() {
    OptionalDouble known = speculation.knownLoss();
    speculation.close();
    held.removeAfresh(speculation.gone());
    speculation = new Speculation(held, List.of());
    expectation.beginAfresh();
    removals = 0;
    questions = 0;
    known.ifPresent(loss -> drift.check(loss, held.loss()));
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
