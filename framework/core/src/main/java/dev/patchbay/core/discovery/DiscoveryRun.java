package dev.patchbay.core.discovery;

import dev.patchbay.core.discovery.CircuitSelection.Selected;
import dev.patchbay.core.discovery.EngineNumbers.Holding;
import dev.patchbay.core.journal.SearchJournal;
import dev.patchbay.core.run.Extras;
import dev.patchbay.core.run.Journal;
import dev.patchbay.core.run.RunOutcome;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.engine.tensor.TensorEngine;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.model.ModelInfo;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.report.CircuitReport;
import dev.patchbay.spi.report.Evaluation;
import dev.patchbay.spi.report.Evidence;
import dev.patchbay.spi.report.PromptSample;
import dev.patchbay.spi.report.Provenance;
import dev.patchbay.spi.report.TruthComparison;
import dev.patchbay.spi.run.Experiment;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.spi.strategy.DiscoveryResult;
import dev.patchbay.spi.task.PromptSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** One run on a loaded model: verify, discover, select, evaluate, report. */
final class DiscoveryRun {

  private final ResolvedRequest resolved;
  private final RunRequest request;
  private final TensorEngine engine;
  private final PromptSet prompts;
  private final Supplier<List<PromptSample>> samples;
  private final List<String> notes;
  private final Experiment experiment;
  private final EngineNumbers numbers;
  private final PhaseLog log;
  private final Progress progress;
  private final CircuitMetric metric;

  /** Whether the journal has what the run would otherwise find again. */
  private boolean kept;

  DiscoveryRun(
      ResolvedRequest resolved,
      TensorEngine engine,
      PromptSet prompts,
      Supplier<List<PromptSample>> samples,
      List<String> notes,
      Experiment experiment,
      EngineNumbers numbers,
      PhaseLog log,
      Progress progress) {
    this.resolved = resolved;
    this.request = resolved.request();
    this.engine = engine;
    this.prompts = prompts;
    this.samples = samples;
    this.notes = notes;
    this.experiment = experiment;
    this.numbers = numbers;
    this.log = log;
    this.progress = progress;
    this.metric =
        new CircuitMetric(
            experiment, resolved.metric().use().name(), prompts.name(), request.rounding());
  }

  RunOutcome run(Optional<Journal> journal) {
    try {
      return outcome(journal);
    } catch (PatchbayException e) {
      throw kept && e.kind() == PatchbayException.Kind.INTERRUPTED
          ? PatchbayException.interrupted(
              "What was found so far is kept: the same command with --resume goes on from here.")
          : e;
    }
  }

  private RunOutcome outcome(Optional<Journal> journal) {
    // What is wrong with it should not wait for the work.
    Optional<Circuit> truth =
        resolved.task().flatMap(task -> task.truth(experiment.model(), experiment.graph()));
    Verification verification =
        new Verification(
            request.verify(), new Invariant(request.rounding()), metric, experiment, numbers);
    boolean patching = resolved.ablation().made().isCorruptedRun();
    List<String> checks = new ArrayList<>();
    try (Holding ground = numbers.holding().get()) {
      checks.addAll(phase("verify", () -> verification.before(patching)));
    }
    // The strategy needs the memory.
    DiscoveryResult discovery = phase("discover", () -> discover(journal));
    try (Holding ground = numbers.holding().get()) {
      Selected selected = phase("evaluate", () -> select(discovery));
      Circuit circuit = selected.circuit();
      checks.addAll(phase("verify", () -> verification.after(circuit, request.seed(), progress)));
      Evaluation evaluation = phase("evaluate", () -> metric.evaluate(circuit));
      Evidence evidence = evidence(discovery);
      return new RunOutcome(
          report(discovery, selected, evaluation, truth, evidence),
          discovery,
          log.cost(),
          log.seconds(),
          List.copyOf(checks));
    }
  }

  private <T> T phase(String name, Supplier<T> work) {
    progress.throwIfStopped();
    return log.measure(name, numbers.cost(), work);
  }

  private DiscoveryResult discover(Optional<Journal> journal) {
    if (journal.isEmpty()) {
      return discover(experiment);
    }
    Path file = journal.get().file();
    Map<String, String> run = RunKey.of(resolved, provenance(experiment.model()));
    try (SearchJournal notes =
        journal.get().resume()
            ? SearchJournal.resume(file, run, progress::note)
            : SearchJournal.begin(file, run)) {
      return resolved.demandsSearch() ? search(notes) : score(notes);
    }
  }

  private DiscoveryResult search(SearchJournal notes) {
    kept = true;
    return discover(numbers.noting().apply(notes));
  }

  private DiscoveryResult score(SearchJournal notes) {
    Optional<EdgeScores> before = notes.scores(experiment.graph());
    DiscoveryResult result = before.map(DiscoveryResult::of).orElseGet(() -> discover(experiment));
    // Other results hold more than scores.
    kept = result.equals(DiscoveryResult.of(result.scores()));
    if (kept && before.isEmpty()) {
      notes.keep(result.scores());
    }
    return result;
  }

  private DiscoveryResult discover(Experiment on) {
    return Findings.of(resolved.strategy().made(), resolved.provider(), on, progress);
  }

  private Selected select(DiscoveryResult discovery) {
    if (discovery.circuit().isEmpty()) {
      return new CircuitSelection(metric, progress).select(discovery.scores(), request.selection());
    }
    return new Selected(
        discovery.circuit().get(), "decided by " + resolved.strategy().use().name());
  }

  private Evidence evidence(DiscoveryResult discovery) {
    CircuitSelection sizes = new CircuitSelection(metric, progress);
    Extras extras = request.extras();
    return new Evidence(
        RunCommand.words(resolved, provenance(experiment.model())),
        extras.curve() ? phase("curve", () -> sizes.curve(ranked(discovery))) : List.of(),
        discovery.decisions(),
        extras.patterns() ? phase("patterns", samples) : List.of(),
        notes);
  }

  /** What a search did not test was removed all the same: its rank is the last. */
  private static EdgeScores ranked(DiscoveryResult discovery) {
    EdgeScores scores = discovery.scores();
    return discovery.decisions().isEmpty()
        ? scores
        : EdgeScores.of(
            scores.graph(),
            IntStream.range(0, scores.graph().edgeCount())
                .mapToDouble(scores::valueOrZero)
                .toArray());
  }

  private CircuitReport report(
      DiscoveryResult discovery,
      Selected selected,
      Evaluation evaluation,
      Optional<Circuit> truth,
      Evidence evidence) {
    ModelInfo model = experiment.model();
    return CircuitReport.builder()
        .model(model.name(), model.spec())
        .prompts(prompts.name(), experiment.promptCount())
        .strategy(resolved.strategy().use())
        .metric(resolved.metric().use())
        .ablation(resolved.ablation().use())
        .selection(selected.words())
        .scores(discovery.scores())
        .circuit(selected.circuit())
        .removedDirect(discovery.removedDirect())
        .evaluation(evaluation)
        .truth(truth.map(circuit -> TruthComparison.of(circuit, selected.circuit())))
        .provenance(provenance(model))
        .evidence(evidence)
        .build();
  }

  private Provenance provenance(ModelInfo model) {
    return RunKey.provenance(request, engine, model.hash(), prompts);
  }
}
