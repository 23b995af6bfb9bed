package dev.patchbay.core.discovery;

import dev.patchbay.engine.passes.Cost;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** What each phase of a run spent, and how long it took. A phase may be entered more than once. */
final class PhaseLog {

  static final double NANOS = 1e9;

  private final Map<String, Cost> cost = new LinkedHashMap<>();
  private final Map<String, Double> seconds = new LinkedHashMap<>();

  /** Does the work of a phase that runs no model. */
  <T> T time(String phase, Supplier<T> work) {
    long start = System.nanoTime();
    try {
      return work.get();
    } finally {
      seconds.merge(phase, (System.nanoTime() - start) / NANOS, Double::sum);
    }
  }

  /**
   * Does the work of a phase.
   *
   * @param spent what has been spent so far, now and afterwards
   */
  <T> T measure(String phase, Supplier<Cost> spent, Supplier<T> work) {
    Cost before = spent.get();
    T result = time(phase, work);
    cost.merge(phase, spent.get().since(before), Cost::plus);
    return result;
  }

  Map<String, Cost> cost() {
    return Collections.unmodifiableMap(cost);
  }

  Map<String, Double> seconds() {
    return Collections.unmodifiableMap(seconds);
  }
}
