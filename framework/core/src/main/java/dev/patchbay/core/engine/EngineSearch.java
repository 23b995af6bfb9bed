package dev.patchbay.core.engine;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.run.CircuitSearch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The search over all batches: a held run for each, and the trial that was asked about last. */
final class EngineSearch implements CircuitSearch {

  private final LiveReaders readers;
  private final Function<LiveReaders, List<HeldRun>> fresh;
  private final Runnable releaseAblated;
  private final PassMeter meter;
  private final int prompts;
  private List<HeldRun> runs;
  private Set<Integer> asked = Set.of();
  private List<Trial> trials = List.of();
  private int removals;

  /**
   * @param fresh computes every batch under the readers' circuit
   * @param releaseAblated frees what the runs stand on, when the search closes
   */
  EngineSearch(
      Circuit start,
      Function<LiveReaders, List<HeldRun>> fresh,
      Runnable releaseAblated,
      PassMeter meter,
      int prompts) {
    this.readers = new LiveReaders(start);
    this.fresh = fresh;
    this.releaseAblated = releaseAblated;
    this.meter = meter;
    this.prompts = prompts;
    this.runs = fresh.apply(readers);
  }

  @Override
  public Circuit circuit() {
    return readers.circuit();
  }

  @Override
  public boolean has(int ordinal) {
    return readers.has(ordinal);
  }

  @Override
  public double loss() {
    return runs.stream().mapToDouble(HeldRun::lossSum).sum() / prompts;
  }

  @Override
  public double lossWithout(int... ordinals) {
    meter.test();
    ask(setOf(ordinals));
    return trials.stream().mapToDouble(Trial::lossSum).sum() / prompts;
  }

  private void ask(Set<Integer> ordinals) {
    if (!trials.isEmpty() && asked.equals(ordinals)) {
      return;
    }
    forget();
    asked = ordinals;
    List<Trial> answers = new ArrayList<>();
    for (HeldRun run : runs) {
      answers.add(run.without(ordinals));
    }
    trials = answers;
  }

  @Override
  public void remove(int... ordinals) {
    ask(setOf(ordinals));
    asked.forEach(readers::remove);
    for (int i = 0; i < runs.size(); i++) {
      runs.get(i).accept(trials.get(i));
    }
    trials = List.of();
    asked = Set.of();
    removals++;
    if (removals % EngineExperiment.REMOVALS_BETWEEN_FRESH_RUNS == 0) {
      runs.forEach(HeldRun::close);
      runs = fresh.apply(readers);
    }
  }

  private static Set<Integer> setOf(int... ordinals) {
    Set<Integer> set = new TreeSet<>();
    Arrays.stream(ordinals).forEach(set::add);
    return set;
  }

  private void forget() {
    trials.forEach(Trial::close);
    trials = List.of();
  }

  @Override
  public void close() {
    forget();
    runs.forEach(HeldRun::close);
    runs = List.of();
    releaseAblated.run();
  }
}
