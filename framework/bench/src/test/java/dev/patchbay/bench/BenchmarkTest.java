package dev.patchbay.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Edge;
import dev.patchbay.spi.run.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** At the quick size: what is measured is what is said. No time is looked at. */
class BenchmarkTest {

  /** Rounding of float32 sums at logits of size about 1. */
  private static final double TOLERANCE = 1e-4;

  private static final int LENGTH = BenchSize.QUICK.length();
  private static final int SECOND_CHANGED = 8;

  private static Workbench bench;

  @BeforeAll
  static void open() {
    bench = Workbench.open(BenchSize.QUICK);
  }

  @AfterAll
  static void close() {
    bench.close();
  }

  @ParameterizedTest
  @EnumSource(
      names = {"FORWARD", "EAP", "EVALUATE_100", "ACDC_HEAD_HEAVY", "ACDC_HEAD_HEAVY_KL", "SWEEP"})
  void measure_each_givesPositiveFigures(Benchmark benchmark) {
    Measurement measured = benchmark.measure(bench, Progress.SILENT);

    assertThat(measured.name()).isEqualTo(benchmark.label());
    assertThat(measured.seconds()).isPositive();
    assertThat(measured.referenceSeconds()).isPositive();
    assertThat(measured.search().isPresent()).isEqualTo(benchmark.searches());
    assertThat(measured.search().map(one -> one.tests() + one.untested()))
        .isEqualTo(edges(benchmark));
  }

  /** How many edges a search decides. */
  private static Optional<Long> edges(Benchmark benchmark) {
    if (!benchmark.searches()) {
      return Optional.empty();
    }
    return Optional.of(
        (long)
            (benchmark.replays()
                ? benchmark.schedule(bench).tests().size()
                : bench.experiment().graph().edgeCount()));
  }

  /** A sweep's own tests, replayed, end where it did: edges that it removes untested are dead. */
  @Test
  void sweep_itsTestsReplayed_endInItsCircuit() {
    List<String> steps = new ArrayList<>();
    int[] asides = {0};

    Sweep sweep = Sweep.of(bench.experiment(), 1e-3, () -> asides[0]++, 3, progress(steps));

    int edges = bench.experiment().graph().edgeCount();
    assertThat(steps).hasSize(edges);
    assertThat(asides[0]).isBetween(3, 4);
    assertThat(sweep.tests().tests()).hasSizeLessThan(edges);
    assertThat(kept(sweep.tests(), bench.experiment().graph()).size()).isEqualTo(sweep.kept());
  }

  /** A head whose output goes: its query is asked about all the same, and takes no run. */
  @Test
  void pace_scheduleWithADeadEdge_countsItApart() {
    Schedule schedule =
        Schedule.parse(
            "+input->logits\n-a3.h0->logits\n+input->a3.h0<q>\n", bench.experiment().graph());
    try (Pace pace = new Pace(bench)) {
      Replay replay =
          Replay.of("dead", schedule, bench.experiment(), pace::take, 1, Progress.SILENT);

      Measurement.SearchFigures figures =
          pace.of(schedule, replay.circuit().size(), replay.seconds(), bench.experiment())
              .search()
              .orElseThrow();

      assertThat(figures.tests()).isEqualTo(2);
      assertThat(figures.untested()).isEqualTo(1);
      assertThat(figures.kept()).isEqualTo(2);
    }
  }

  private static Progress progress(List<String> steps) {
    return new Progress() {
      @Override
      public void start(String phase, long steps) {}

      @Override
      public void step(String status) {
        steps.add(status);
      }

      @Override
      public boolean stopRequested() {
        return false;
      }
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"acdc-head-heavy", "acdc-late-mlp", "acdc-mlp-heavy"})
  void replay_schedule_endsInWhatItKeeps(String name) {
    ComputationGraph graph = bench.experiment().graph();
    Schedule schedule = Schedule.named(name, BenchSize.QUICK, graph);

    Replay replay = Replay.of(name, schedule, bench.experiment(), () -> {}, 1, Progress.SILENT);

    assertThat(replay.circuit()).isEqualTo(kept(schedule, graph));
    assertThat(replay.circuit().size()).isLessThan(schedule.tests().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"full", "quick"})
  void schedules_drawnAgain_areTheFiles(String label) {
    BenchSize size = BenchSize.of(label);
    for (ScheduleDrawing drawing : ScheduleDrawing.of(size)) {
      assertThat(drawing.text(ScheduleDrawing.graph(size)))
          .isEqualTo(Schedule.text(drawing.name(), size));
    }
  }

  /** The second decides otherwise, the third so near to τ that rounding may. */
  @Test
  void decisionCheck_lossesThatPart_areFound() {
    DecisionCheck.Tally tally = new DecisionCheck.Tally(.01);
    tally.add("a", new double[] {0, .5}, new double[] {0, .5});
    tally.add("b", new double[] {0, .02}, new double[] {0, .005});
    tally.add("c", new double[] {0, .01001}, new double[] {0, .00999});

    DecisionCheck check = tally.result("x");

    assertThat(check.tests()).isEqualTo(3);
    assertThat(check.removed()).isEqualTo(2);
    assertThat(check.differing()).containsExactly("b");
    assertThat(check.largestDifference()).isCloseTo(.015, within(1e-12));
    assertThat(check.smallestMargin()).isCloseTo(1e-5, within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(strings = {"acdc-head-heavy", "acdc-late-mlp", "acdc-mlp-heavy"})
  void schedule_startAndEnd_haveEveryEdgeOnAPath(String name) {
    ComputationGraph graph = ScheduleDrawing.graph(BenchSize.FULL);
    Schedule schedule = Schedule.named(name, BenchSize.FULL, graph);

    assertThat(schedule.start(graph).pruned()).isEqualTo(schedule.start(graph));
    assertThat(kept(schedule, graph).pruned()).isEqualTo(kept(schedule, graph));
  }

  @Test
  void drawnCircuit_anySize_hasEveryEdgeOnAPath() {
    Circuit circuit = new DrawnCircuit(bench.given().graph(), edge -> true, 1).grow(100).circuit();

    assertThat(circuit.pruned()).isEqualTo(circuit);
    assertThat(circuit.size()).isBetween(100, 104);
  }

  @Test
  void given_circuit_hasTheMetricOfPatching() {
    Circuit circuit = new DrawnCircuit(bench.given().graph(), edge -> true, 1).grow(100).circuit();

    assertThat(bench.given().measure(circuit))
        .isCloseTo(bench.experiment().measure(circuit), within(TOLERANCE));
    assertThat(bench.given().measure(circuit))
        .as("asked again")
        .isCloseTo(bench.experiment().measure(circuit), within(TOLERANCE));
  }

  /**
   * From its first test to its last, all MLPs of the worst case but the last layer's are needed at
   * every changed position: a change of the first MLP's input costs all of them.
   */
  @Test
  void mlpHeavy_startAndEnd_haveEveryMlpReadEverywhere() {
    ComputationGraph graph = bench.experiment().graph();
    Schedule schedule = Schedule.named("acdc-mlp-heavy", BenchSize.QUICK, graph);
    double weights = 2.0 * bench.spec().dModel() * bench.spec().dMlp();
    double everywhere = BenchSize.PROMPTS * (LENGTH - BenchSize.FIRST_CHANGED);
    double mlps = 2 * weights * (everywhere * (bench.spec().nLayers() - 1) + BenchSize.PROMPTS);
    int first = graph.ordinal(Edge.parse("input->m0"));

    for (Circuit circuit : List.of(schedule.start(graph), kept(schedule, graph))) {
      assertThat(NecessaryProducts.ofTest(circuit, first, bench.experiment()))
          .isGreaterThanOrEqualTo(mlps);
    }
  }

  /** A test's products, and W_U at the answers. */
  @Test
  void necessaryProducts_metricOfTheVocabulary_haveItsColumns() {
    ComputationGraph graph = bench.experiment().graph();
    Circuit full = Circuit.full(graph);
    int edge = graph.ordinal(Edge.parse("m3->logits"));

    assertThat(NecessaryProducts.ofTest(full, edge, bench.experiment())).isZero();
    assertThat(NecessaryProducts.ofTest(full, edge, bench.divergence()))
        .isEqualTo(2.0 * BenchSize.PROMPTS * bench.spec().dModel() * bench.spec().dVocabOut());
  }

  /** One query into the only head that the logits read: W_Q, scores, mix and W_O, at the answer. */
  @Test
  void necessaryProducts_queryOfALastHead_areItsRowsAtTheAnswer() {
    ComputationGraph graph = bench.experiment().graph();
    Schedule schedule =
        Schedule.parse("+input->a3.h0<q>\n#\n", graph); // the head reaches no logits
    Schedule reaching = Schedule.parse("+a3.h0->logits\n+input->a3.h0<q>\n", graph);
    double rows = BenchSize.PROMPTS;
    double width = 128;
    double head = 32;

    assertThat(NecessaryProducts.flops(schedule, bench.experiment())).isZero();
    assertThat(NecessaryProducts.flops(reaching, bench.experiment()))
        .isEqualTo(2 * rows * head * (width + 2 * LENGTH + width));
  }

  /** The MLP is read by a value, so at every position; then the value, the mix and W_O follow. */
  @Test
  void necessaryProducts_mlpThatAValueReads_areAtEveryChangedPosition() {
    ComputationGraph graph = bench.experiment().graph();
    Schedule schedule =
        Schedule.parse("-a3.h0->logits\n", graph); // the logits' own edges need no product
    Schedule chain = Schedule.parse("+input->m0\n+m0->a3.h0<v>\n+a3.h0->logits\n", graph);
    double answers = BenchSize.PROMPTS;
    double rows = BenchSize.PROMPTS * (LENGTH - BenchSize.FIRST_CHANGED);
    double mlp = 4 * rows * 128 * 512;
    double value = 2 * 32 * (rows * 128 + answers * LENGTH + answers * 128);

    assertThat(NecessaryProducts.flops(schedule, bench.experiment())).isZero();
    assertThat(NecessaryProducts.flops(chain, bench.experiment())).isEqualTo(mlp + 2 * value);
  }

  /** Entropy over that of an even pattern, at the last position: neither copying nor averaging. */
  @Test
  void patterns_ofTheModel_areNotDegenerate() {
    assertThat(PatternEntropy.share(bench)).isBetween(.3, .95);
  }

  @Test
  void prompts_twins_differAtTheirTwoPlaces() {
    Workbench.prompts(BenchSize.QUICK)
        .pairs()
        .forEach(
            pair -> {
              List<Integer> differing =
                  IntStream.range(0, pair.length())
                      .filter(p -> !pair.clean().get(p).equals(pair.corrupted().get(p)))
                      .boxed()
                      .toList();
              assertThat(differing).containsExactly(BenchSize.FIRST_CHANGED, SECOND_CHANGED);
            });
  }

  @Test
  void of_mistypedLabel_namesTheNearOne() {
    assertThatThrownBy(() -> Benchmark.of("eap-ig"))
        .hasMessageContaining("There is no benchmark 'eap-ig'. Did you mean 'eap-ig-5' or 'eap'?")
        .hasMessageContaining("forward, capture, backward, eap, eap-ig-5");
  }

  /** The circuit after the last test. */
  private static Circuit kept(Schedule schedule, ComputationGraph graph) {
    int[] removed =
        schedule.tests().stream()
            .filter(Schedule.Test::removed)
            .mapToInt(Schedule.Test::ordinal)
            .toArray();
    return schedule.start(graph).without(removed);
  }
}
