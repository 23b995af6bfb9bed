package dev.patchbay.core.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import dev.patchbay.core.discovery.ResolvedRequest.Used;
import dev.patchbay.core.lookup.TaskWithTruth;
import dev.patchbay.core.run.Extras;
import dev.patchbay.core.run.RunOutcome;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.core.run.Selection;
import dev.patchbay.core.run.Verify;
import dev.patchbay.engine.memory.Batching;
import dev.patchbay.engine.passes.Cost;
import dev.patchbay.engine.readout.NamedMetric;
import dev.patchbay.engine.tensor.TensorEngine;
import dev.patchbay.model.prompts.PromptHash;
import dev.patchbay.model.tokenizer.BosPolicy;
import dev.patchbay.model.weights.ModelForm;
import dev.patchbay.spi.ablation.Ablation;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.graph.EdgeScores.Ranking;
import dev.patchbay.spi.graph.GraphShape;
import dev.patchbay.spi.model.ModelInfo;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.report.CurvePoint;
import dev.patchbay.spi.report.PluginUse;
import dev.patchbay.spi.report.TruthComparison;
import dev.patchbay.spi.run.At;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.spi.strategy.AttentionTable;
import dev.patchbay.spi.strategy.Decision;
import dev.patchbay.spi.strategy.Demand;
import dev.patchbay.spi.strategy.DiscoveryResult;
import dev.patchbay.spi.strategy.DiscoveryStrategy;
import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.PromptSet;
import dev.patchbay.spi.task.Task;
import dev.patchbay.testing.FakePlugins;
import dev.patchbay.testing.FakePlugins.FakeStrategy;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A whole run, on an experiment whose every number is known: edge e is worth e. */
class DiscoveryRunTest {

  private static final ComputationGraph GRAPH = AdditiveExperiment.GRAPH;

  /** 0 + 1 + … + 45. */
  private static final double FULL = 1035;

  private static final PromptSet PROMPTS =
      new PromptSet("sums", List.of(PromptPair.of(List.of(1), List.of(2), List.of(3), List.of(4))));

  private static final EdgeScores SCORES =
      EdgeScores.of(GRAPH, IntStream.range(0, GRAPH.edgeCount()).mapToDouble(e -> e).toArray());

  private final AdditiveExperiment experiment = new AdditiveExperiment(edge -> edge);

  private static Circuit circuit(int from, int to) {
    BitSet bits = new BitSet();
    bits.set(from, to);
    return Circuit.of(GRAPH, bits);
  }

  /** Knows that edges 40 to 45 are the circuit. */
  private static Task task() {
    return new Task() {
      @Override
      public PromptSet prompts(ModelInfo model) {
        return PROMPTS;
      }

      @Override
      public String metric() {
        return "worth";
      }

      @Override
      public Optional<Circuit> truth(ModelInfo model, ComputationGraph graph) {
        return Optional.of(circuit(40, 46));
      }
    };
  }

  private RunOutcome run(
      DiscoveryStrategy strategy, Selection selection, Verify verify, Progress progress) {
    return run(strategy, selection, verify, progress, Extras.NONE);
  }

  private RunOutcome run(
      DiscoveryStrategy strategy,
      Selection selection,
      Verify verify,
      Progress progress,
      Extras extras) {
    RunRequest request =
        new RunRequest(
            "additive",
            "sums",
            Optional.empty(),
            BosPolicy.AUTO,
            "scorer",
            Optional.empty(),
            Optional.of("patching"),
            selection,
            ModelForm.plain(DataType.FLOAT64),
            "cpu",
            Batching.of(32),
            0,
            7,
            verify,
            extras);
    ResolvedRequest resolved =
        new ResolvedRequest(
            request,
            Device.cpu(),
            new Used<>(strategy, new PluginUse("scorer", Map.of("a", "1"))),
            new FakeStrategy("scorer", decides, demands),
            new Used<>(
                new NamedMetric("worth", FakePlugins.METRIC), new PluginUse("worth", Map.of())),
            new Used<>(ablation, new PluginUse("patching", Map.of())),
            Optional.of(new TaskWithTruth("sums", task(), List.of())),
            Optional.empty(),
            words -> new NamedMetric(words, FakePlugins.METRIC));
    EngineNumbers numbers =
        new EngineNumbers(
            () -> FULL,
            () -> 0,
            () -> 0,
            () -> new Cost(experiment.asked.size(), 0, 0, 0),
            journal -> experiment,
            () -> () -> {});
    return new DiscoveryRun(
            resolved,
            new TensorEngine("None 0", 2),
            PROMPTS,
            List::of,
            List.of("a note"),
            experiment,
            numbers,
            new PhaseLog(),
            progress)
        .run(Optional.empty());
  }

  /** Whether the strategy under test said that it decides the circuit itself. */
  private boolean decides;

  private Ablation ablation = Ablation.corruptedRun();

  /** What it said that it asks for. */
  private Set<Demand> demands = Set.of();

  private RunOutcome run(DiscoveryStrategy strategy, Selection selection) {
    return run(strategy, selection, Verify.BASELINE, Progress.SILENT);
  }

  private static final DiscoveryStrategy SCORER =
      (experiment, progress) -> DiscoveryResult.of(SCORES);

  private static Selection edges(int count) {
    return new Selection(OptionalInt.of(count), OptionalDouble.empty(), Ranking.ABSOLUTE);
  }

  @Test
  void run_topThree_evaluatedAndCompared() {
    RunOutcome outcome = run(SCORER, edges(3));

    assertThat(outcome.report().circuit()).isEqualTo(circuit(43, 46));
    assertThat(outcome.report().evaluation().faithfulness()).hasValue((43 + 44 + 45) / FULL);
    assertThat(outcome.report().truth()).contains(new TruthComparison(6, 3, 3));
  }

  @Test
  void run_provenance_complete() {
    assertThat(run(SCORER, edges(3)).report().provenance())
        .satisfies(p -> assertThat(p.engine()).isEqualTo("None 0"))
        .satisfies(p -> assertThat(p.modelHash()).isEqualTo("abc"))
        .satisfies(p -> assertThat(p.promptsHash()).isEqualTo(PromptHash.of(PROMPTS)))
        .satisfies(p -> assertThat(p.dataType()).isEqualTo("float64"))
        .satisfies(p -> assertThat(p.device()).isEqualTo("cpu"))
        .satisfies(p -> assertThat(p.threads()).isEqualTo(2))
        .satisfies(p -> assertThat(p.seed()).isEqualTo(7));
  }

  @Test
  void run_notesOfTheModel_reachTheReport() {
    assertThat(run(SCORER, edges(3)).report().evidence().notes()).containsExactly("a note");
  }

  @Test
  void run_twice_equalReports() {
    assertThat(run(SCORER, Selection.AUTOMATIC).report())
        .isEqualTo(run(SCORER, Selection.AUTOMATIC).report());
  }

  @Test
  void run_baseline_fullAndEmptyRunOnceForAll() {
    RunOutcome outcome = run(SCORER, edges(3));

    assertThat(outcome.cost())
        .containsOnlyKeys("verify", "discover", "evaluate")
        .containsEntry("verify", new Cost(2, 0, 0, 0))
        .containsEntry("discover", new Cost(0, 0, 0, 0))
        .containsEntry("evaluate", new Cost(1, 0, 0, 0));
    assertThat(outcome.checks()).hasSize(2);
  }

  /** Whatever it is called: the run's ablation has the name "patching". */
  @Test
  void run_ablationThatIsNotTheCorruptedRun_emptyCircuitIsHeldAgainstNothing() {
    ablation = Ablation.of(true, scope -> scope.activations(At.CORRUPTED));

    assertThat(run(SCORER, edges(3)).checks())
        .singleElement()
        .asString()
        .startsWith("full circuit = clean run");
  }

  @Test
  void run_full_searchIsCheckedToo() {
    RunOutcome outcome = run(SCORER, edges(3), Verify.FULL, Progress.SILENT);

    assertThat(outcome.checks())
        .hasSize(4)
        .last()
        .isEqualTo("search = fresh run, without each of 3 edges");
  }

  @Test
  void run_curve_isTheMetricOfTheLargestScoresAtMibsFractions() {
    RunOutcome outcome =
        run(SCORER, edges(3), Verify.OFF, Progress.SILENT, new Extras(true, false));

    // Of 46 edges, each worth its number: 0, 2, 4, 9, 23 and 46 of them, the last first.
    assertThat(outcome.report().evidence().curve())
        .containsExactly(
            new CurvePoint(0, 0),
            new CurvePoint(2, 45 + 44),
            new CurvePoint(4, 45 + 44 + 43 + 42),
            new CurvePoint(9, IntStream.rangeClosed(37, 45).sum()),
            new CurvePoint(23, IntStream.rangeClosed(23, 45).sum()),
            new CurvePoint(46, FULL));
    assertThat(outcome.cost()).containsEntry("curve", new Cost(4, 0, 0, 0));
  }

  @Test
  void run_curveOfASearch_takesWhatItDidNotTestLast() {
    decides = true;
    BitSet untested = new BitSet();
    untested.set(0, 44);
    Decision decision = new Decision("input->m0", 0, 0, false);
    DiscoveryStrategy search =
        (on, progress) ->
            DiscoveryResult.of(
                EdgeScores.of(
                    GRAPH,
                    IntStream.range(0, GRAPH.edgeCount())
                        .mapToDouble(e -> e == 45 ? 5 : 1)
                        .toArray(),
                    untested),
                circuit(45, 46),
                List.of(decision),
                List.of());

    RunOutcome outcome =
        run(search, Selection.AUTOMATIC, Verify.OFF, Progress.SILENT, new Extras(true, false));

    assertThat(outcome.report().evidence().curve())
        .startsWith(new CurvePoint(0, 0), new CurvePoint(2, 45 + 44));
    assertThat(outcome.report().evidence().decisions()).containsExactly(decision);
  }

  @Test
  void run_command_namesWhateverTheNumbersHangOn() {
    assertThat(String.join(" ", run(SCORER, edges(3)).report().evidence().command()))
        .isEqualTo(
            "discover --model additive --task sums --strategy scorer:a=1 --metric worth --ablation"
                + " patching --edges 3 --device cpu --dtype float64 --batch-size 32 --threads 2"
                + " --seed 7");
  }

  @Test
  void run_strategyDecides_itsCircuit() {
    decides = true;
    Decision decision = new Decision("input->m0", 0, 0, true);
    RunOutcome outcome =
        run(
            (experiment, progress) ->
                DiscoveryResult.of(SCORES, circuit(1, 4), List.of(decision), List.of("a0.h0<v>")),
            Selection.AUTOMATIC);

    assertThat(outcome.report().circuit()).isEqualTo(circuit(1, 4));
    assertThat(outcome.report().selection()).isEqualTo("decided by scorer");
    assertThat(outcome.report().removedDirect()).containsExactly("a0.h0<v>");
    assertThat(outcome.discovery().decisions()).containsExactly(decision);
  }

  @Test
  void run_strategyDecidesUnannounced_refusedAsItsFault() {
    DiscoveryStrategy unannounced =
        (experiment, progress) -> DiscoveryResult.of(SCORES, circuit(1, 4), List.of(), List.of());

    assertThatThrownBy(() -> run(unannounced, edges(3)))
        .hasMessageContaining(
            "answered 'discover' with a circuit, although its 'decidesCircuit' is false.");
    assertThatThrownBy(() -> run(unannounced, Selection.AUTOMATIC))
        .hasMessageContaining("although its 'decidesCircuit' is false.");
  }

  @Test
  void run_strategySearchesAndFindsNoCircuit_refusedAsItsFault() {
    decides = true;

    assertThatThrownBy(() -> run(SCORER, Selection.AUTOMATIC))
        .hasMessageContaining(
            "answered 'discover' without a circuit, although its 'decidesCircuit' is true.");
  }

  @Test
  void run_strategyAsksForWhatItDidNotDeclare_refusedAsItsFaultBeforeTheWork() {
    DiscoveryStrategy undeclared =
        (experiment, progress) -> {
          experiment.search(Circuit.full(GRAPH)).close();
          return DiscoveryResult.of(SCORES);
        };

    assertThatThrownBy(() -> run(undeclared, Selection.AUTOMATIC))
        .isInstanceOf(PatchbayException.class)
        .hasMessageContaining(
            "asked for SEARCH, which its 'demands' do not declare: no memory was planned for it.");
    demands = Set.of(Demand.SEARCH);
    assertThat(run(undeclared, edges(3)).discovery().scores()).isEqualTo(SCORES);
  }

  @Test
  void run_attentionTablesThatWereNotDeclared_refusedAsTheStrategysFault() {
    assertThatThrownBy(() -> run(attentive(2, 2, 3, .5), edges(3)))
        .hasMessageContaining("asked for ATTENTION_TABLES, which its 'demands' do not declare");
  }

  @Test
  void run_scoresOfAnotherGraph_refusedAsTheStrategysFault() {
    ComputationGraph other =
        ComputationGraph.of(new GraphShape(1, 1, 1, true, false, false, false));
    EdgeScores scores = EdgeScores.of(other, new double[other.edgeCount()]);

    assertThatThrownBy(
            () -> run((experiment, progress) -> DiscoveryResult.of(scores), Selection.AUTOMATIC))
        .isInstanceOf(PatchbayException.class)
        .hasMessageContaining(
            "answered 'discover' with scores over a graph of %s edges (%s), not over the experiment's of %s (%s)."
                .formatted(
                    other.edgeCount(),
                    other.shape(),
                    SCORES.graph().edgeCount(),
                    SCORES.graph().shape()));
  }

  @Test
  void run_circuitOfAnotherGraph_refusedAsTheStrategysFault() {
    decides = true;
    ComputationGraph other =
        ComputationGraph.of(new GraphShape(1, 1, 1, true, false, false, false));
    DiscoveryStrategy elsewhere =
        (experiment, progress) ->
            DiscoveryResult.of(SCORES, Circuit.full(other), List.of(), List.of());

    assertThatThrownBy(() -> run(elsewhere, Selection.AUTOMATIC))
        .hasMessageContaining("answered 'discover' with a circuit over a graph of ");
  }

  @Test
  void run_decisionAboutNoEdge_refusedAsTheStrategysFault() {
    decides = true;

    assertThatThrownBy(
            () -> run(searcher(new Decision("input->nowhere", 0, 0, true)), Selection.AUTOMATIC))
        .hasMessageContaining(
            "answered 'discover' with a decision about 'input->nowhere', which the graph does not have.");
  }

  @Test
  void run_inputCutThatIsNotThere_refusedAsTheStrategysFault() {
    decides = true;
    DiscoveryStrategy strategy =
        (experiment, progress) ->
            DiscoveryResult.of(SCORES, circuit(1, 4), List.of(), List.of("a9.h0<v>"));

    assertThatThrownBy(() -> run(strategy, Selection.AUTOMATIC))
        .hasMessageContaining(
            "answered 'discover' with the whole input 'a9.h0<v>' cut, which the graph does not have.");
  }

  private static DiscoveryStrategy searcher(Decision decision) {
    return (experiment, progress) ->
        DiscoveryResult.of(SCORES, circuit(1, 4), List.of(decision), List.of());
  }

  @Test
  void run_attentionThatCannotBe_refusedAsTheStrategysFault() {
    demands = Set.of(Demand.ATTENTION_TABLES);

    assertThatThrownBy(() -> run(attentive(1, 2, 3, 0), edges(3)))
        .hasMessageContaining("with attention of 1 layers, where the model has 2.");
    assertThatThrownBy(() -> run(attentive(2, 1, 3, 0), edges(3)))
        .hasMessageContaining("with attention of 1 heads in layer 0, where the model has 2.");
    assertThatThrownBy(() -> run(attentive(2, 2, 3, Double.NaN), edges(3)))
        .hasMessageContaining(
            "with attention in layer 1 that is not square or holds a number that is not finite.");
    assertThat(run(attentive(2, 2, 3, .5), edges(3)).discovery().attention()).hasSize(1);
  }

  private static DiscoveryStrategy attentive(int layers, int heads, int length, double entry) {
    double[][][][] values = new double[layers][heads][length][length];
    values[layers - 1][heads - 1][1][0] = entry;
    return (experiment, progress) ->
        DiscoveryResult.of(SCORES, List.of(new AttentionTable("table", values)));
  }

  @Test
  void run_stopRequestedDuringSelection_stops() {
    Progress progress = mock(Progress.class, CALLS_REAL_METHODS);
    DiscoveryStrategy slow =
        (experiment, ignored) -> {
          when(progress.stopRequested()).thenReturn(true);
          return DiscoveryResult.of(SCORES);
        };

    assertThatThrownBy(() -> run(slow, Selection.AUTOMATIC, Verify.OFF, progress))
        .isInstanceOfSatisfying(
            PatchbayException.class,
            e -> assertThat(e.kind()).isEqualTo(PatchbayException.Kind.INTERRUPTED));
    assertThat(experiment.asked).isEmpty();
  }
}
