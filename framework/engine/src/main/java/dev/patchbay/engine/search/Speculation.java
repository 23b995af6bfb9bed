package dev.patchbay.engine.search;

import dev.patchbay.engine.circuit.Trial;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Removals that are asked about at once: each step as if those before it were taken. As long as
 * that comes true, their answers are known; what is held follows when it does not.
 */
final class Speculation implements AutoCloseable {

  private final HeldCircuit held;

  /** What is asked about at once: each of these gone, and those before it. */
  private final List<Set<Integer>> steps;

  /** Answers to the steps; none as long as nobody wants to know them. */
  private List<Trial> trials = List.of();

  /** Losses that somebody knows, by the step that leads to them. */
  private final Map<Integer, Double> told = new HashMap<>();

  /** How many of the steps were taken. */
  private int taken;

  /** Of these steps from the circuit that is held. */
  Speculation(HeldCircuit held, List<Set<Integer>> steps) {
    this.held = held;
    this.steps = steps;
  }

  /** Whether these edges are the step that comes next. */
  boolean goesOnWith(Set<Integer> ordinals) {
    return taken < steps.size() && steps.get(taken).equals(ordinals);
  }

  /**
   * The loss after the steps that were taken.
   *
   * @param more so many further ones
   */
  double loss(int more) {
    int count = taken + more;
    if (count == 0) {
      return held.loss();
    }
    if (trials.isEmpty()) {
      trials = held.without(IntStream.rangeClosed(1, steps.size()).mapToObj(this::first).toList());
    }
    return held.loss(trials, count - 1);
  }

  /** Somebody knows the loss if the step that comes next were taken too. */
  void tellNext(double loss) {
    told.put(taken, loss);
  }

  /** The loss after the steps that were taken, if it is known without any run. */
  OptionalDouble knownLoss() {
    if (!trials.isEmpty()) {
      return OptionalDouble.of(loss(0));
    }
    if (!held.needsRun(gone())) {
      return OptionalDouble.of(held.loss());
    }
    Double loss = told.get(taken - 1);
    return loss == null ? OptionalDouble.empty() : OptionalDouble.of(loss);
  }

  /** The edges of the first so many steps. */
  private Set<Integer> first(int count) {
    Set<Integer> ordinals = new TreeSet<>();
    steps.subList(0, count).forEach(ordinals::addAll);
    return ordinals;
  }

  /** Takes the step that comes next. */
  void take() {
    taken++;
  }

  /** The edges of the steps that were taken. */
  Set<Integer> gone() {
    return first(taken);
  }

  /** Takes the edges that are gone out of what is held; this has served then. */
  void settle() {
    if (taken > 0) {
      loss(0);
      held.remove(gone(), trials, taken - 1);
      trials = List.of();
    } else {
      close();
    }
  }

  /** Drops the answers. */
  @Override
  public void close() {
    trials.forEach(Trial::close);
    trials = List.of();
  }
}
