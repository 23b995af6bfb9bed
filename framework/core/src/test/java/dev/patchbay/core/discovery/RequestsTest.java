package dev.patchbay.core.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import ai.djl.ndarray.types.DataType;
import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.core.lookup.Tasks;
import dev.patchbay.core.run.Extras;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.core.run.Selection;
import dev.patchbay.core.run.Verify;
import dev.patchbay.engine.memory.Batching;
import dev.patchbay.model.tokenizer.BosPolicy;
import dev.patchbay.model.weights.ModelForm;
import dev.patchbay.spi.graph.EdgeScores.Ranking;
import dev.patchbay.spi.metric.Metric;
import dev.patchbay.spi.metric.MetricProvider;
import dev.patchbay.spi.plugin.Option;
import dev.patchbay.spi.plugin.Option.Role;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.plugin.Plugin;
import dev.patchbay.spi.plugin.PluginDescriptor;
import dev.patchbay.spi.strategy.StrategyProvider;
import dev.patchbay.spi.task.Task;
import dev.patchbay.testing.FakePlugins;
import dev.patchbay.testing.FakePlugins.FakeAblation;
import dev.patchbay.testing.FakePlugins.FakeMetric;
import dev.patchbay.testing.FakePlugins.FakeStrategy;
import dev.patchbay.testing.FakePlugins.FakeTask;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class RequestsTest {

  private static final PluginCatalog CATALOG =
      PluginCatalog.of(
          new FakeStrategy("acdc", true),
          new FakeStrategy("eap", false),
          new FakeMetric("logit-difference"),
          new FakeMetric("nll"),
          new DrawnMetric(),
          new FakeAblation("patching"),
          new FakeAblation("zero"),
          new FakeTask("induction", "logit-difference"));

  private static RunRequest request(
      String strategy, Optional<String> metric, Selection selection, int batchSize) {
    return new RunRequest(
        "none",
        "induction",
        Optional.empty(),
        BosPolicy.AUTO,
        strategy,
        metric,
        Optional.empty(),
        selection,
        ModelForm.plain(DataType.FLOAT32),
        "cpu",
        Batching.of(batchSize),
        0,
        0,
        Verify.OFF,
        Extras.NONE);
  }

  private static ResolvedRequest resolved(RunRequest request, PluginCatalog catalog) {
    return new Requests(catalog, new Tasks(catalog)).resolve(request);
  }

  private static ResolvedRequest resolved(String strategy, Selection selection) {
    return resolved(request(strategy, Optional.empty(), selection, 1), CATALOG);
  }

  private static Selection edges(int count) {
    return new Selection(OptionalInt.of(count), OptionalDouble.empty(), Ranking.ABSOLUTE);
  }

  private static Selection threshold(double threshold) {
    return new Selection(OptionalInt.empty(), OptionalDouble.of(threshold), Ranking.ABSOLUTE);
  }

  @Test
  void resolve_noMetric_thatOfTheTask() {
    assertThat(resolved("eap", Selection.AUTOMATIC).metric().use().name())
        .isEqualTo("logit-difference");
  }

  @Test
  void resolve_metricGiven_that() {
    ResolvedRequest resolved =
        resolved(request("eap", Optional.of("nll"), Selection.AUTOMATIC, 1), CATALOG);

    assertThat(resolved.metric().use().name()).isEqualTo("nll");
  }

  @Test
  void resolve_metricThatDeclaresASeed_takesTheRuns() {
    RunRequest request = request("eap", Optional.of("drawn"), Selection.AUTOMATIC, 1).seeded(7);

    assertThat(resolved(request, CATALOG).metric().use().options()).containsEntry("from", "7");
  }

  /** A metric that draws. */
  private static final class DrawnMetric implements MetricProvider {

    record Config(@Option(value = "of the draw", fallback = "0", role = Role.SEED) long from) {}

    @Override
    public PluginDescriptor descriptor() {
      return new PluginDescriptor("drawn", "A fake.", "none", "none");
    }

    @Override
    public Class<Config> options() {
      return Config.class;
    }

    @Override
    public Metric create(Options options) {
      return FakePlugins.METRIC;
    }
  }

  @Test
  void resolve_noAblation_patchingUnlessTheTaskSaysOtherwise() {
    assertThat(resolved("eap", Selection.AUTOMATIC).ablation().use().name()).isEqualTo("patching");
    assertThat(Requests.settled(open(), Optional.of(zeroed())).ablation()).contains("zero");
  }

  @Test
  void settled_ablationGiven_that() {
    RunRequest request = open().by("nll", "mean");

    assertThat(Requests.settled(request, Optional.of(zeroed())).ablation()).contains("mean");
  }

  @Test
  void settled_promptsFromAFile_logitDifferenceUnderPatching() {
    RunRequest settled = Requests.settled(open(), Optional.empty());

    assertThat(settled.metric()).contains("logit-difference");
    assertThat(settled.ablation()).contains("patching");
  }

  private static RunRequest open() {
    return request("eap", Optional.empty(), Selection.AUTOMATIC, 1);
  }

  private static Task zeroed() {
    Task task = mock(Task.class);
    when(task.metric()).thenReturn("l2");
    when(task.ablation()).thenReturn("zero");
    return task;
  }

  @Test
  void metrics_unknownName_refused() {
    ResolvedRequest resolved = resolved("eap", Selection.AUTOMATIC);

    assertThat(resolved.metrics().apply("nll").name()).isEqualTo("nll");
    assertThatThrownBy(() -> resolved.metrics().apply("nl"))
        .hasMessageStartingWith("No metric is named 'nl'. Did you mean 'nll'?");
  }

  @Test
  void resolve_optionUnreadable_refused() {
    assertThatThrownBy(() -> resolved("acdc:threshold=low", Selection.AUTOMATIC))
        .hasMessage("'acdc' cannot read threshold=low.\nGive threshold a number.");
  }

  @Test
  void resolve_edgesForSearch_refused() {
    assertThatThrownBy(() -> resolved("acdc", edges(4)))
        .hasMessage(
            "'acdc' decides the circuit itself: --edges does not apply.\n"
                + "Omit it; 'patchbay plugins acdc' shows the strategy's own options.");
  }

  @Test
  void resolve_thresholdForSearch_refused() {
    assertThatThrownBy(() -> resolved("acdc", threshold(.1)))
        .hasMessageStartingWith("'acdc' decides the circuit itself: --threshold does not apply.");
  }

  @Test
  void resolve_edgesAndThreshold_refused() {
    Selection both = new Selection(OptionalInt.of(3), OptionalDouble.of(.1), Ranking.ABSOLUTE);

    assertThatThrownBy(() -> resolved("eap", both))
        .hasMessage(
            "Both a number of edges and a threshold are given: 3 and 0.1.\n"
                + "Give --edges or --threshold.");
  }

  @Test
  void resolve_thresholdNaN_refused() {
    assertThatThrownBy(() -> resolved("eap", threshold(Double.NaN)))
        .hasMessage("The threshold is NaN.\nGive a finite number.");
  }

  @Test
  void resolve_negativeEdges_refused() {
    assertThatThrownBy(() -> resolved("eap", edges(-1)))
        .hasMessage("A circuit cannot have -1 edges.\nGive a number from 0 up.");
  }

  @Test
  void resolve_emptyBatch_refused() {
    RunRequest request = request("eap", Optional.empty(), Selection.AUTOMATIC, 0);

    assertThatThrownBy(() -> resolved(request, CATALOG))
        .hasMessage("A batch cannot have 0 prompts.\nGive a batch size of at least 1.");
  }

  @Test
  void resolve_pluginThrows_toldWithItsName() {
    StrategyProvider failing = mock(StrategyProvider.class);
    when(failing.descriptor()).thenReturn(new PluginDescriptor("sheaf", "Fails.", "none", "none"));
    when(failing.options()).thenAnswer(call -> Plugin.NoOptions.class);
    when(failing.create(Options.none("sheaf"))).thenThrow(new IllegalStateException("no licence"));
    PluginCatalog catalog =
        PluginCatalog.of(
            failing,
            new FakeMetric("nll"),
            new FakeAblation("patching"),
            new FakeTask("induction", "nll"));
    RunRequest request = request("sheaf", Optional.empty(), Selection.AUTOMATIC, 1);

    assertThatThrownBy(() -> resolved(request, catalog))
        .isInstanceOf(PatchbayException.class)
        .hasMessageStartingWith(
            "The strategy 'sheaf' stopped in 'create' with java.lang.IllegalStateException: no licence.")
        .hasRootCauseMessage("no licence");
  }

  @Test
  void fits_moreEdgesThanGraph_refused() {
    assertThatThrownBy(() -> RequestCheck.fits(edges(47), AdditiveExperiment.GRAPH, "tiny"))
        .hasMessage(
            "Asked for 47 edges, but the graph of 'tiny' has 46.\n"
                + "Give --edges a number up to 46.");
  }
}
