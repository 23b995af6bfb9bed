package dev.patchbay.core.engine;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.run.CircuitSearch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** The search over all prompts: a held run for each slice, and the trials asked about last. */
final class EngineSearch implements CircuitSearch {

  private final LiveReaders readers;
  private final SlicedPrompts prompts;
  private final PassMeter meter;
  private List<HeldRun> runs;
  private Set<Integer> asked = Set.of();
  private List<Trial> trials = List.of();
  private int removals;

  /**
   * @param prompts on which the circuit runs; closed with the search
   */
  EngineSearch(Circuit start, SlicedPrompts prompts, PassMeter meter) {
    this.readers = new LiveReaders(start);
    this.prompts = prompts;
    this.meter = meter;
    this.runs = prompts.run(readers, meter);
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
    return runs.stream().mapToDouble(HeldRun::lossSum).sum() / prompts.count();
  }

  @Override
  public double lossWithout(int... ordinals) {
    meter.test();
    ask(setOf(ordinals));
    return trials.stream().mapToDouble(Trial::lossSum).sum() / prompts.count();
  }

  private void ask(Set<Integer> ordinals) {
    if (!trials.isEmpty() && asked.equals(ordinals)) {
      return;
    }
    forget();
    asked = ordinals;
    trials = prompts.each(runs, run -> run.without(ordinals));
    for (int i = 0; i < runs.size(); i++) {
      meter.computed(trials.get(i).passes(), runs.get(i).slice().readout().batchSize());
    }
  }

  @Override
  public void remove(int... ordinals) {
    ask(setOf(ordinals));
    asked.forEach(readers::remove);
    removals++;
    if (removals % EngineExperiment.REMOVALS_BETWEEN_FRESH_RUNS == 0) {
      forget();
      runs.forEach(HeldRun::close);
      prompts.weights().keepOnly(readers);
      runs = prompts.run(readers, meter);
    } else {
      Extents now = prompts.extents(readers);
      IntStream.range(0, runs.size()).forEach(i -> runs.get(i).accept(trials.get(i), now));
    }
    trials = List.of();
    asked = Set.of();
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
    runs = new ArrayList<>();
    prompts.close();
  }
}
