package dev.patchbay.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import dev.patchbay.core.journal.SearchJournal;
import dev.patchbay.engine.EngineExperiment;
import dev.patchbay.engine.readout.NamedMetric;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.model.weights.ModelForm;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.metric.Metric;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.run.CircuitSearch;
import dev.patchbay.spi.run.Experiment;
import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.PromptSet;
import dev.patchbay.testkit.TinyArchitecture;
import dev.patchbay.testkit.TinyModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a search holds and what a fresh run gives are made to part: the metric moves between. */
class DriftingSearchTest {

  /** After so many, everything is computed afresh. */
  private static final int REMOVALS = 256;

  private static final Map<String, String> RUN = Map.of("model", "deep");

  @TempDir private Path folder;
  private Path file;
  private LoadedModel model;
  private EngineExperiment experiment;

  /** Is added to every loss. */
  private double moved;

  @BeforeEach
  void load() {
    file = folder.resolve("search.journal");
    model =
        LoadedModel.load(
            TinyModels.deepGpt(3),
            new TinyArchitecture(),
            Device.cpu(),
            ModelForm.plain(DataType.FLOAT64));
    Metric kl = Golden.metric("kl").metric();
    Metric moving =
        Metric.of(kl.traits(), readout -> kl.values(readout).add(readout.constant(moved)));
    PromptPair pair = PromptPair.of(List.of(1, 2, 3), List.of(4, 2, 5), List.of(1), List.of(2));
    experiment =
        new EngineExperiment(
            model,
            new PromptSet("one", List.of(pair)),
            new NamedMetric("moving", moving),
            Golden.ablation("patching"),
            1,
            Golden::metric);
  }

  @AfterEach
  void close() {
    experiment.close();
    model.close();
  }

  private double search(Experiment on, double moves, boolean asks) {
    moved = 0;
    try (CircuitSearch search = on.search(Circuit.full(model.graph()))) {
      for (int edge = 0; edge < REMOVALS; edge++) {
        if (asks) {
          search.lossWithout(edge);
        }
        moved = edge == REMOVALS - 1 ? moves : 0;
        search.remove(edge);
      }
      return search.loss();
    }
  }

  private void searchInto(SearchJournal journal, double moves) {
    try (journal) {
      search(experiment.noting(journal), moves, true);
    }
  }

  @Test
  void remove_freshLossIsAnother_fails() {
    double loss = search(experiment, 0, true);

    assertThatThrownBy(() -> search(experiment, .5, true))
        .isInstanceOf(PatchbayException.class)
        .hasMessageStartingWith("After 256 removals")
        .hasMessageContaining("gives " + (loss + .5) + ":");
  }

  @Test
  void remove_nobodyAskedBefore_knowsNothingToCompare() {
    double loss = search(experiment, 0, false);

    assertThat(search(experiment, .5, false)).isEqualTo(loss + .5);
  }

  @Test
  void lossWithout_metricIsNoNumber_isTheMetricsFaultAndNoDrift() {
    moved = Double.NaN;

    assertThatThrownBy(this::firstLoss)
        .isInstanceOf(PatchbayException.class)
        .hasMessageContaining("answered 'losses' with NaN, although every logit is finite.");
  }

  private double firstLoss() {
    try (CircuitSearch search = experiment.search(Circuit.full(model.graph()))) {
      return search.lossWithout(0);
    }
  }

  @Test
  void remove_freshLossIsAnother_leavesTheJournalAndFailsWhenResumed() throws IOException {
    assertThatThrownBy(() -> searchInto(SearchJournal.begin(file, RUN), .5))
        .isInstanceOf(PatchbayException.class)
        .hasMessageStartingWith("After 256 removals");
    String journal = Files.readString(file);
    assertThat(journal.lines().filter(line -> line.startsWith("remove"))).hasSize(REMOVALS - 1);
    assertThat(journal.lines().filter(line -> line.startsWith("test"))).hasSize(REMOVALS);

    assertThatThrownBy(() -> searchInto(SearchJournal.resume(file, RUN, words -> {}), .5))
        .isInstanceOf(PatchbayException.class)
        .hasMessageStartingWith("After 256 removals");
    assertThat(Files.readString(file)).isEqualTo(journal);
  }
}
