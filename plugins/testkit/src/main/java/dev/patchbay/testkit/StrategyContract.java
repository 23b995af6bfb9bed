package dev.patchbay.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import dev.patchbay.core.discovery.DemandWatch;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.run.Experiment;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.spi.strategy.Demand;
import dev.patchbay.spi.strategy.DiscoveryResult;
import dev.patchbay.spi.strategy.StrategyProvider;
import dev.patchbay.spi.task.PromptSet;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What every strategy keeps: extend it, name the provider, and the tests come along.
 *
 * <p>They run on {@link TinyModels#gpt} with six random prompts in float64, by logit difference
 * under patching. A strategy that cannot take part overrides {@link #checkpoint} or {@link
 * #prompts}.
 */
public abstract class StrategyContract extends OptionsContract<StrategyProvider> {

  private static final long SEED = 20;

  /** Two orders of one sum in float64 over scores of size 1 differ by some 1e-15. */
  private static final double ROUNDING = 1e-10;

  /** On which model the strategy is tried. */
  protected Checkpoint checkpoint() {
    return TinyModels.gpt(SEED);
  }

  /** On which prompts the strategy is tried. */
  protected PromptSet prompts() {
    return TinyPrompts.random(SEED);
  }

  /** How far scores may move with batch size and prompt order. */
  protected double tolerance() {
    return ROUNDING;
  }

  /**
   * Whether an edge scores zero when patching changes nothing, as it does wherever a score is a
   * change of the loss.
   */
  protected boolean scoresZeroForIdenticalTwins() {
    return true;
  }

  protected StrategyContract() {
    super(StrategyProvider.class, StrategyProvider::create);
  }

  @Test
  void discover_anyModel_answersOverItsGraph() {
    try (TinyExperiment tiny = tiny(prompts(), TinyExperiment.BATCH_SIZE)) {
      DiscoveryResult result = discover(tiny.experiment(), Progress.SILENT);

      assertThat(result.scores().graph()).isEqualTo(tiny.experiment().graph());
      // That each is finite, EdgeScores itself sees to.
      assertThat(result.scores().scoredCount()).as("scored edges").isPositive();
      assertThat(result.circuit().stream())
          .allSatisfy(circuit -> assertThat(circuit.graph()).isEqualTo(result.scores().graph()));
    }
  }

  @Test
  void decidesCircuit_aCircuit_isAnsweredExactlyWhereDeclared() {
    try (TinyExperiment tiny = tiny(prompts(), TinyExperiment.BATCH_SIZE)) {
      assertThat(discover(tiny.experiment(), Progress.SILENT).circuit().isPresent())
          .as("it decides the circuit")
          .isEqualTo(provider().decidesCircuit());
    }
  }

  @Test
  void variants_each_isThisStrategyWithOptionsThatItTakes() {
    for (String words : provider().variants()) {
      Options variant = Options.parse(words, "As for --strategy.");

      assertThat(variant.plugin()).as(words).isEqualTo(name());
      assertThat(variant.as(provider().options())).as(words).isNotNull();
      assertThat(create(variant)).as(words).isNotNull();
    }
  }

  /** With {@link #options}: those with which it asks for everything. */
  @Test
  void demands_whatItAsksOfAnExperiment_isWhatItDeclares() {
    try (TinyExperiment tiny = tiny(prompts(), TinyExperiment.BATCH_SIZE)) {
      Set<Demand> declared = provider().demands();
      Set<Demand> asked = EnumSet.noneOf(Demand.class);

      DiscoveryResult result =
          discover(DemandWatch.on(tiny.experiment(), asked::add), Progress.SILENT);

      if (!result.attention().isEmpty()) {
        asked.add(Demand.ATTENTION_TABLES);
      }
      assertThat(asked)
          .as("what it asks for is among its demands, %s", declared)
          .allMatch(demand -> demand.isAmong(declared));
      assertThat(asked).as("what its demands declare is asked for").containsAll(declared);
    }
  }

  @Test
  void discover_twice_givesEqualScores() {
    EdgeScores first = scores(prompts(), TinyExperiment.BATCH_SIZE);
    EdgeScores second = scores(prompts(), TinyExperiment.BATCH_SIZE);

    assertThat(second).isEqualTo(first);
  }

  @Test
  void discover_otherBatchSize_givesTheSameScores() {
    EdgeScores alone = scores(prompts(), 1);
    EdgeScores together = scores(prompts(), prompts().pairs().size());

    assertClose(together, alone);
  }

  @Test
  void discover_otherPromptOrder_givesTheSameScores() {
    EdgeScores forwards = scores(prompts(), TinyExperiment.BATCH_SIZE);
    EdgeScores backwards = scores(TinyPrompts.reversed(prompts()), TinyExperiment.BATCH_SIZE);

    assertClose(backwards, forwards);
  }

  @Test
  void discover_identicalTwins_scoreZeroUnlessStatedOtherwise() {
    EdgeScores scores =
        scores(TinyPrompts.withIdenticalTwins(prompts()), TinyExperiment.BATCH_SIZE);

    assertThat(scores.largestAbsolute() <= tolerance())
        .as("every score is zero (the largest is %s)", scores.largestAbsolute())
        .isEqualTo(scoresZeroForIdenticalTwins());
  }

  @Test
  void discover_stopRequestedAtOnce_isInterrupted() {
    try (TinyExperiment tiny = tiny(prompts(), TinyExperiment.BATCH_SIZE)) {
      WatchedExperiment watched = new WatchedExperiment(tiny.experiment());

      Throwable stopped =
          catchThrowable(() -> discover(watched.experiment(), StoppingProgress.after(0)));

      // A strategy that never runs the model has nothing to interrupt.
      assertThat(stopped == null ? watched.idle() : isInterruption(stopped))
          .as("stopped, not %s", stopped)
          .isTrue();
    }
  }

  @Test
  void discover_everyScopeItOpens_isClosedAgain() {
    try (TinyExperiment tiny = tiny(prompts(), TinyExperiment.BATCH_SIZE)) {
      WatchedExperiment watched = new WatchedExperiment(tiny.experiment());

      discover(watched.experiment(), Progress.SILENT);

      assertThat(watched.closed()).as("scopes closed").isEqualTo(watched.opened());
      assertThat(watched.livingTensors()).as("tensors that outlive their scope").isZero();
    }
  }

  @Test
  void discover_stoppedInTheMiddle_closesWhatItOpened() {
    try (TinyExperiment tiny = tiny(prompts(), TinyExperiment.BATCH_SIZE)) {
      WatchedExperiment watched = new WatchedExperiment(tiny.experiment());

      Throwable stopped =
          catchThrowable(() -> discover(watched.experiment(), StoppingProgress.after(1)));

      // A strategy of a single step is done before it learns that it should stop.
      assertThat(stopped == null || isInterruption(stopped)).as("what it threw").isTrue();
      assertThat(watched.closed()).as("scopes closed").isEqualTo(watched.opened());
    }
  }

  private static boolean isInterruption(Throwable thrown) {
    return thrown instanceof PatchbayException known
        && known.kind() == PatchbayException.Kind.INTERRUPTED;
  }

  private void assertClose(EdgeScores actual, EdgeScores expected) {
    for (int edge = 0; edge < expected.graph().edgeCount(); edge++) {
      assertThat(actual.valueOrZero(edge))
          .as("%s", expected.graph().edge(edge))
          .isCloseTo(expected.valueOrZero(edge), within(tolerance()));
    }
  }

  private EdgeScores scores(PromptSet prompts, int batchSize) {
    try (TinyExperiment tiny = tiny(prompts, batchSize)) {
      return discover(tiny.experiment(), Progress.SILENT).scores();
    }
  }

  private DiscoveryResult discover(Experiment experiment, Progress progress) {
    return provider().create(options()).discover(experiment, progress);
  }

  private TinyExperiment tiny(PromptSet prompts, int batchSize) {
    return TinyExperiment.of(checkpoint(), prompts, batchSize);
  }
}
