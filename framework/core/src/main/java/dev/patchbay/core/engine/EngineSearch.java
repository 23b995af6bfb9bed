package dev.patchbay.core.engine;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.run.CircuitSearch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The search over all prompts: a held run for each slice, and the trials asked about last.
 *
 * <p>Edges that are expected next are asked about together with the one that is asked about now,
 * each as if those before it were gone. As long as that comes true, their answers are known; what
 * the runs hold follows when it does not.
 */
final class EngineSearch implements CircuitSearch {

  private final ComputationGraph graph;
  private final SlicedPrompts prompts;
  private final PassMeter meter;
  private final BitSet present;

  /** The circuit that the runs hold. */
  private final LiveReaders readers;

  private List<HeldRun> runs;
  private List<Integer> expected = List.of();
  private final Map<Integer, Lookahead> lookaheads = new HashMap<>();

  /** What is asked about at once: each of these gone, and those before it. */
  private List<Set<Integer>> steps = List.of();

  /** Answers to the steps; none as long as nobody wants to know them. */
  private List<Trial> trials = List.of();

  /** How many of the steps were taken. */
  private int taken;

  private int removals;
  private int questions;

  /** Edges that were asked about. */
  private final BitSet asked = new BitSet();

  /**
   * @param prompts on which the circuit runs; closed with the search
   */
  EngineSearch(Circuit start, SlicedPrompts prompts, PassMeter meter) {
    this.graph = start.graph();
    this.present = start.toBitSet();
    this.readers = new LiveReaders(start);
    this.prompts = prompts;
    this.meter = meter;
    this.runs = prompts.run(readers, meter);
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
    return taken == 0
        ? runs.stream().mapToDouble(HeldRun::lossSum).sum() / prompts.count()
        : loss(taken - 1);
  }

  private double loss(int step) {
    if (trials.isEmpty()) {
      trials = trials();
    }
    double sum = 0;
    for (Trial trial : trials) {
      sum += trial.lossSums().get(step);
    }
    return sum / prompts.count();
  }

  private List<Trial> trials() {
    List<Set<Integer>> candidates = new ArrayList<>();
    Set<Integer> gone = new TreeSet<>();
    for (Set<Integer> step : steps) {
      gone.addAll(step);
      candidates.add(new TreeSet<>(gone));
    }
    List<Trial> answers = prompts.each(runs, run -> run.without(candidates));
    for (int i = 0; i < runs.size(); i++) {
      meter.forward(answers.get(i).passes(), runs.get(i).slice().readout().batchSize());
    }
    return answers;
  }

  @Override
  public void expect(int... ordinals) {
    expected = Arrays.stream(ordinals).boxed().toList();
    lookaheads.clear();
  }

  @Override
  public double lossWithout(int... ordinals) {
    recall(ordinals);
    if (needsRun(setOf(ordinals))) {
      meter.test();
    } else {
      meter.untested(1);
    }
    return loss(taken);
  }

  /**
   * Whether anything is to be computed without these edges, which are the step that comes next: the
   * steps before it lead to the same receiver and have no part in that.
   */
  private boolean needsRun(Set<Integer> ordinals) {
    return runs.stream()
        .anyMatch(run -> ordinals.stream().anyMatch(edge -> TrialRun.matters(run, edge)));
  }

  @Override
  public void recall(int... ordinals) {
    questions++;
    Arrays.stream(ordinals).forEach(asked::set);
    ask(setOf(ordinals));
  }

  /** Makes these edges the step that comes next. */
  private void ask(Set<Integer> ordinals) {
    if (taken == steps.size() || !steps.get(taken).equals(ordinals)) {
      settle();
      steps = from(ordinals);
    }
  }

  /** These edges, and those that are expected behind them as far as it pays to look. */
  private List<Set<Integer>> from(Set<Integer> ordinals) {
    List<Set<Integer>> ahead = new ArrayList<>(List.of(ordinals));
    int first =
        ordinals.size() == 1 && needsRun(ordinals)
            ? expected.indexOf(ordinals.iterator().next())
            : -1;
    if (first >= 0) {
      int receiver = graph.receiverOf(expected.get(first));
      int fresh = EngineExperiment.REMOVALS_BETWEEN_FRESH_RUNS - removals;
      int width = Math.min(fresh, lookahead(receiver).width(rate()));
      expected.stream()
          .skip(first + 1)
          .limit(width - 1)
          .filter(ordinal -> graph.receiverOf(ordinal) == receiver && needsRun(Set.of(ordinal)))
          .forEach(ordinal -> ahead.add(Set.of(ordinal)));
    }
    return ahead;
  }

  private Lookahead lookahead(int receiver) {
    return lookaheads.computeIfAbsent(receiver, r -> prompts.lookahead(r, readers));
  }

  /** How often an edge went, since everything was computed afresh. */
  private double rate() {
    return (removals + 1.) / (Math.max(questions, removals) + 2.);
  }

  @Override
  public void remove(int... ordinals) {
    Set<Integer> gone = setOf(ordinals);
    ask(gone);
    if (!needsRun(gone)) {
      meter.untested(gone.stream().filter(o -> present.get(o) && !asked.get(o)).count());
    }
    taken++;
    removals++;
    Arrays.stream(ordinals).forEach(present::clear);
    if (removals == EngineExperiment.REMOVALS_BETWEEN_FRESH_RUNS) {
      refresh();
    }
  }

  /** Takes the steps that were taken into what the runs hold. */
  private void settle() {
    if (taken > 0) {
      loss(taken - 1);
      removeTaken();
      Extents now = prompts.extents(readers);
      List<Integer> all = IntStream.range(0, runs.size()).boxed().toList();
      prompts.each(all, i -> runs.get(i).accept(trials.get(i), taken - 1, now));
    } else {
      trials.forEach(Trial::close);
    }
    begin();
  }

  private void removeTaken() {
    steps.stream().limit(taken).flatMap(Set::stream).forEach(readers::remove);
  }

  private void begin() {
    trials = List.of();
    steps = List.of();
    taken = 0;
  }

  private void refresh() {
    removeTaken();
    trials.forEach(Trial::close);
    begin();
    runs.forEach(HeldRun::close);
    prompts.weights().keepOnly(readers);
    runs = prompts.run(readers, meter);
    lookaheads.clear(); // a search that is resumed here knows none
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
    trials.forEach(Trial::close);
    trials = List.of();
    runs.forEach(HeldRun::close);
    runs = List.of();
    prompts.close();
  }
}
