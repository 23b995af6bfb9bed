package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.core.discovery.CircuitDiscovery;
import dev.patchbay.catalog.PluginLoader;
import dev.patchbay.engine.Batching;
import dev.patchbay.core.run.Journal;
import dev.patchbay.core.run.RunPlan;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.core.run.Verify;
import dev.patchbay.core.wiring.Wiring;
import dev.patchbay.model.weights.ModelForm;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.report.CircuitReport;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.spi.strategy.Decision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches that fit their memory as long as they hold no products of weights. */
class GivenUpProductsTest {

  /** Rounding in float64, at losses of size up to 10. */
  private static final double TOLERANCE = 1e-10;

  /**
   * Few of the 32 prompts, all of which a search holds: it takes more than any pass, however many
   * threads there are.
   */
  private static final int BATCH = 2;

  private static final String PRODUCTS = "products of heads' weights";

  private final Wiring wiring = new Wiring(() -> PluginLoader.load(List.of()));
  private final CircuitDiscovery discovery = wiring.get(CircuitDiscovery.class);
  private final RealSession real = new RealSession();
  private final RunPlan usual = plan(OptionalLong.empty());

  @TempDir Path folder;

  private RunPlan plan(OptionalLong memory) {
    return discovery.plan(request(memory), Progress.SILENT);
  }

  /** A byte too little for all. */
  private OptionalLong little() {
    return OptionalLong.of(usual.tensorBytes() - 1);
  }

  private static RunRequest request(OptionalLong memory) {
    RunRequest usual = RunRequest.DEFAULT;
    return new RunRequest(
        "induction:rotate=1,noise=.01", // weights that round
        "induction",
        usual.prompts(),
        usual.bos(),
        "acdc",
        Optional.empty(),
        usual.ablation(),
        usual.selection(),
        ModelForm.plain(DataType.FLOAT64),
        usual.device(),
        new Batching(BATCH, false, memory),
        usual.threads(),
        usual.seed(),
        usual.verify());
  }

  private CircuitReport discover(OptionalLong memory, Optional<Journal> journal) {
    return discovery.run(request(memory), journal, Progress.SILENT).report();
  }

  @Test
  void plan_justEnough_holdsProducts() {
    RunPlan plan = plan(OptionalLong.of(usual.tensorBytes()));

    assertThat(plan.request().batching().products()).isTrue();
    assertThat(plan.memory()).isEqualTo(usual.memory()).containsKey(PRODUCTS);
    assertThat(plan.choices())
        .containsEntry(
            "held",
            "every batch at once, with what each live component reads and writes, and products of"
                + " heads' weights where there is room for all")
        .containsEntry(
            "computed again", "the ablated run, for each circuit whose metric is asked for");
  }

  @Test
  void plan_oneByteLess_givesUpProductsAndSaysSo() {
    RunPlan plan = plan(little());

    assertThat(plan.request().batching().products()).isFalse();
    assertThat(plan.request().batchSize()).isEqualTo(BATCH);
    assertThat(plan.memory()).doesNotContainKey(PRODUCTS);
    assertThat(plan.tensorBytes()).isLessThan(usual.tensorBytes());
    assertThat(plan.choices())
        .containsEntry("batches", "of up to 2: the usual size fits")
        .containsEntry(
            "held", "every batch at once, with what each live component reads and writes")
        .containsEntry(
            "computed again",
            "the ablated run, for each circuit whose metric is asked for; heads' inputs from whole"
                + " streams, without products of their weights: with these the tensors might take"
                + " more than their budget");
  }

  @Test
  void discover_withoutProducts_findsTheSameCircuitByTheSameLosses() {
    CircuitReport with = discover(OptionalLong.empty(), Optional.empty());
    CircuitReport without = discover(little(), Optional.empty());

    assertThat(without.circuit()).isEqualTo(with.circuit());
    assertThat(without.provenance()).isEqualTo(with.provenance());
    List<Decision> expected = with.evidence().decisions();
    List<Decision> decisions = without.evidence().decisions();
    assertThat(decisions).as("found in another way, as rounding tells").isNotEqualTo(expected);
    assertThat(decisions).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(decisions.get(i).edge()).isEqualTo(expected.get(i).edge());
      assertThat(decisions.get(i).lossWithout())
          .isCloseTo(expected.get(i).lossWithout(), within(TOLERANCE));
    }
  }

  @Test
  void report_commandOfARunWithoutProducts_givesThemUpAgain() throws IOException {
    CircuitReport report = discover(little(), Optional.empty());
    List<String> command = new ArrayList<>(report.evidence().command());

    assertThat(discover(OptionalLong.empty(), Optional.empty()).evidence().command())
        .doesNotContain("--memory");
    assertThat(command).contains("--memory");
    command.addAll(List.of("--explain", "--json"));
    assertThat(real.type(command.toArray(String[]::new))).as(real.err()).isZero();
    JsonNode plan = new ObjectMapper().readTree(real.out());
    assertThat(plan.get("memory").has(PRODUCTS)).isFalse();
    assertThat(plan.get("peak_bytes").longValue()).isEqualTo(plan(little()).tensorBytes());
  }

  @Test
  void resume_ofASearchThatHeldProducts_isRefusedWithoutAndGoesOnWithThem() {
    Path journal = folder.resolve("search.journal");
    assertThatThrownBy(
            () ->
                discovery.run(
                    request(OptionalLong.empty()),
                    Optional.of(new Journal(journal, false)),
                    new FewSteps(20)))
        .isInstanceOf(PatchbayException.class);
    Optional<Journal> resumed = Optional.of(new Journal(journal, true));

    assertThatThrownBy(() -> discover(little(), resumed))
        .hasMessageContaining(
            "is of another run: its products of weights is 'held', this run's is 'none'.");
    assertThat(discover(OptionalLong.empty(), resumed))
        .isEqualTo(discover(OptionalLong.empty(), Optional.empty()));
  }

  @Test
  void resume_ofASearchWithoutProducts_endsInTheSameReport() {
    Path journal = folder.resolve("search.journal");
    assertThatThrownBy(
            () ->
                discovery.run(
                    request(little()), Optional.of(new Journal(journal, false)), new FewSteps(20)))
        .isInstanceOf(PatchbayException.class);

    assertThat(discover(little(), Optional.of(new Journal(journal, true))))
        .isEqualTo(discover(little(), Optional.empty()));
  }

  @Test
  void discover_checksAloneGoWithoutProducts_commandNamesNoMemory() {
    RunRequest scores = request(OptionalLong.empty()).using("eap").with(Verify.FULL);
    long peak = discovery.plan(scores, Progress.SILENT).tensorBytes();
    RunRequest fewer = scores.with(new Batching(BATCH, false, OptionalLong.of(peak - 1)));

    CircuitReport report = discovery.run(fewer, Optional.empty(), Progress.SILENT).report();

    assertThat(discovery.plan(fewer, Progress.SILENT).request().batching().products()).isFalse();
    assertThat(report.evidence().command()).doesNotContain("--memory");
  }

  /** Is stopped after so many steps. */
  private static final class FewSteps implements Progress {

    private final int most;
    private int steps;

    private FewSteps(int most) {
      this.most = most;
    }

    @Override
    public void start(String phase, long all) {}

    @Override
    public void step(String status) {
      steps++;
    }

    @Override
    public boolean stopRequested() {
      return steps > most;
    }
  }
}
