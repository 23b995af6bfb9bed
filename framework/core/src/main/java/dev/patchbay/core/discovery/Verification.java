package dev.patchbay.core.discovery;

import dev.patchbay.core.run.Verify;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.run.CircuitSearch;
import dev.patchbay.spi.run.Experiment;
import dev.patchbay.spi.run.Progress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** What a run proves about itself. */
record Verification(
    Verify level,
    Invariant invariant,
    CircuitMetric metric,
    Experiment experiment,
    EngineNumbers engine) {

  /** How many edges a full verification looks at. */
  private static final int SAMPLED_EDGES = 20;

  /**
   * What can be proved before the strategy runs: two runs of a circuit and two plain ones.
   *
   * @param patching whether absent edges carry the corrupted twin's values, so that the empty
   *     circuit is the corrupted run
   * @return what was proved, a sentence each
   * @throws dev.patchbay.spi.plugin.PatchbayException of the kind {@code CHECK} if something is not
   *     so
   */
  List<String> before(boolean patching) {
    List<String> proved = new ArrayList<>();
    if (level == Verify.OFF) {
      return proved;
    }
    double clean = metric.finite(engine.clean().getAsDouble(), "the clean run");
    proved.add(invariant.equal("full circuit = clean run", metric.full(), clean));
    if (patching) {
      double corrupted = metric.finite(engine.corrupted().getAsDouble(), "the corrupted run");
      proved.add(invariant.equal("empty circuit = corrupted run", metric.empty(), corrupted));
    }
    if (level == Verify.FULL) {
      proved.add(
          invariant.equal(
              "senders + biases = residual stream", engine.residualGap().getAsDouble(), 0));
    }
    return proved;
  }

  /**
   * Whether, for edges drawn from the circuit that was found, an incremental search tells the same
   * loss as a fresh run: a run of a circuit for each.
   *
   * @return what was proved, a sentence
   * @throws dev.patchbay.spi.plugin.PatchbayException of the kind {@code CHECK} if they part
   */
  List<String> after(Circuit circuit, long seed, Progress progress) {
    if (level != Verify.FULL || circuit.size() == 0) {
      return List.of();
    }
    List<Integer> edges =
        circuit.ordinals().boxed().collect(Collectors.toCollection(ArrayList::new));
    Collections.shuffle(edges, new Random(seed));
    List<Integer> sample = edges.subList(0, Math.min(SAMPLED_EDGES, edges.size()));
    try (CircuitSearch search = experiment.search(circuit)) {
      for (int edge : progress.over("verify", sample)) {
        double fresh = experiment.metric().loss(experiment.measure(circuit.without(edge)));
        invariant.equal(
            "search = fresh run, without " + experiment.graph().edge(edge),
            search.lossWithout(edge),
            fresh);
      }
    }
    return List.of("search = fresh run, without each of %s edges".formatted(sample.size()));
  }
}
