package dev.patchbay.engine.search;

import dev.patchbay.engine.circuit.CircuitRun;
import dev.patchbay.engine.circuit.Extents;
import dev.patchbay.engine.circuit.LiveReaders;
import dev.patchbay.engine.circuit.PromptSlice;
import dev.patchbay.engine.circuit.SlicedPrompts;
import dev.patchbay.engine.circuit.Trial;
import dev.patchbay.engine.passes.PassMeter;
import dev.patchbay.spi.graph.Circuit;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** A circuit on all prompts, which only loses edges: a held run for each slice of them. */
final class HeldCircuit implements AutoCloseable {

  private final SlicedPrompts prompts;
  private final PassMeter meter;
  private final LiveReaders readers;
  private List<CircuitRun> runs;

  /**
   * Computes the circuit: at most one pass.
   *
   * @param prompts on which the circuit runs; closed with this
   */
  HeldCircuit(Circuit circuit, SlicedPrompts prompts, PassMeter meter) {
    this.prompts = prompts;
    this.meter = meter;
    this.readers = new LiveReaders(circuit);
    this.runs = prompts.run(readers, meter);
  }

  /** The loss, mean over prompts. */
  double loss() {
    return mean(runs, CircuitRun::lossSum);
  }

  private <A> double mean(List<A> ofSlices, ToDoubleFunction<A> sum) {
    return ofSlices.stream().mapToDouble(sum).sum() / prompts.count();
  }

  /** Whether anything is to be computed without these edges. */
  boolean needsRun(Set<Integer> ordinals) {
    return runs.stream().anyMatch(run -> ordinals.stream().anyMatch(edge -> run.needs(edge)));
  }

  /**
   * What would change without some edges? The circuit stays as it is.
   *
   * @param candidates as {@link TrialRun} takes them
   * @return a trial for each slice; the caller's
   */
  List<Trial> without(List<Set<Integer>> candidates) {
    List<Trial> trials =
        prompts.each(runs, run -> new TrialRun(run, candidates).trial(), Trial::close);
    for (int i = 0; i < runs.size(); i++) {
      meter.forward(trials.get(i).passes(), runs.get(i).slice().readout().batchSize());
    }
    return trials;
  }

  /** The loss without the edges of a candidate, mean over prompts. */
  double loss(List<Trial> trials, int candidate) {
    return mean(trials, trial -> trial.lossSums().get(candidate));
  }

  /**
   * Takes edges out.
   *
   * @param trials that know a candidate of just these edges; used up
   */
  void remove(Set<Integer> ordinals, List<Trial> trials, int candidate) {
    ordinals.forEach(readers::remove);
    Extents now = prompts.extents(readers);
    List<Integer> all = IntStream.range(0, runs.size()).boxed().toList();
    prompts.each(all, i -> runs.get(i).accept(trials.get(i), candidate, now), loss -> {});
  }

  /** Takes edges out, and computes everything afresh: at most one pass. */
  void removeAfresh(Set<Integer> ordinals) {
    ordinals.forEach(readers::remove);
    runs.forEach(CircuitRun::close);
    runs = prompts.run(readers, meter);
  }

  /** How far it pays to look ahead among a receiver's edges. */
  Lookahead lookahead(int receiver) {
    // Where writes are whole, no slice is asked about several candidates.
    List<PromptSlice> slices = prompts.slices();
    PromptSlice slice =
        slices.stream().filter(PromptSlice::isWhole).findFirst().orElse(slices.get(0));
    return new Lookahead(receiver, readers, prompts.extents(readers), slice);
  }

  @Override
  public void close() {
    runs.forEach(CircuitRun::close);
    runs = List.of();
    prompts.close();
  }
}
