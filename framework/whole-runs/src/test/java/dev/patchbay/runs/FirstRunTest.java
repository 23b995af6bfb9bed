package dev.patchbay.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.catalog.PluginKind;
import dev.patchbay.catalog.PluginLoader;
import dev.patchbay.core.discovery.CircuitDiscovery;
import dev.patchbay.core.discovery.OpenRequest;
import dev.patchbay.core.run.Extras;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.core.run.Selection;
import dev.patchbay.core.wiring.Wiring;
import dev.patchbay.model.tokenizer.BosPolicy;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.run.Progress;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is chosen where a strategy or a task is left open. */
class FirstRunTest {

  private static final PluginCatalog CATALOG = PluginLoader.load(List.of());

  private static final CircuitDiscovery DISCOVERY =
      new Wiring(() -> CATALOG).get(CircuitDiscovery.class);

  @TempDir private Path folder;

  private static RunRequest request(String model, Optional<Path> prompts, Optional<String> metric) {
    RunRequest usual = RunRequest.DEFAULT;
    return new RunRequest(
        model,
        "induction",
        prompts,
        BosPolicy.AUTO,
        usual.strategy(),
        metric,
        Optional.empty(),
        Selection.AUTOMATIC,
        usual.form(),
        usual.device(),
        usual.batching(),
        0,
        0,
        usual.verify(),
        Extras.NONE);
  }

  private static First first(RunRequest asked, boolean openStrategy, boolean openTask) {
    try (OpenRequest open = DISCOVERY.open(asked, openStrategy, openTask, Progress.SILENT)) {
      return new First(open.request(), open.choices());
    }
  }

  private record First(RunRequest request, List<String> words) {}

  private static String foreign() {
    try {
      return Path.of(FirstRunTest.class.getResource("/golden/models/gpt2-tiny").toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A model's folder of so many layers and heads; nobody reads its weights. */
  private String large() throws IOException {
    Path model = Files.createDirectories(folder.resolve("large"));
    Files.writeString(
        model.resolve("config.json"),
        Files.readString(Path.of(foreign(), "config.json"))
            .replaceAll("\"n_layer\": \\d+", "\"n_layer\": 31")
            .replaceAll("\"n_head\": \\d+", "\"n_head\": 8"));
    Files.copy(Path.of(foreign(), "model.safetensors"), model.resolve("model.safetensors"));
    return model.toString();
  }

  @Test
  void of_modelThatComesByName_searchesByDivergence() {
    First first = first(request("induction", Optional.empty(), Optional.empty()), true, true);

    assertThat(first.request().strategy()).isEqualTo("acdc");
    assertThat(first.request().metric()).contains("kl-divergence");
    assertThat(first.words()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "patchbay-small, ioi",
    "induction, induction",
    "saturated, induction",
    "ioi, ioi",
    "greater-than, greater-than",
    "docstring:rotate=7, docstring",
    "or-gate, gate",
    "and-gate:noise=.01, gate",
    "reverse, reverse",
    "proportion, proportion"
  })
  void of_modelWhoseSourceKnowsItsTask_isAskedThat(String model, String task) {
    First first = first(request(model, Optional.empty(), Optional.empty()), false, true);

    assertThat(first.request().task()).isEqualTo(task);
    assertThat(first.words()).isEmpty();
    assertThat(CATALOG.all(PluginKind.TASK)).containsKey(task);
  }

  @Test
  void of_foreignModel_estimatesByTheTasksMetricAndSaysWhy() {
    First first = first(request(foreign(), Optional.empty(), Optional.empty()), true, true);

    assertThat(first.request().strategy()).isEqualTo("eap");
    assertThat(first.request().task()).isEqualTo("induction");
    assertThat(first.request().metric()).contains("logit-difference");
    assertThat(first.words())
        .containsExactly(
            "task induction: none was named, and random tokens can be asked of any model; --task or --prompts asks it something else",
            "strategy eap: none was named, and a search may test each of 110 edges; --strategy acdc asks for one");
  }

  @Test
  void of_metricWhoseGradientVanishes_integratesGradients() {
    First first =
        first(request(foreign(), Optional.empty(), Optional.of("kl-divergence")), true, false);

    assertThat(first.request().strategy()).isEqualTo("eap-ig-inputs");
    assertThat(first.request().metric()).contains("kl-divergence");
    assertThat(first.words())
        .containsExactly(
            "strategy eap-ig-inputs: none was named, and a search may test each of 110 edges; --strategy acdc asks for one. eap needs another metric: the gradient of kl-divergence vanishes where it reads it");
  }

  @Test
  void of_promptsWithoutWrongAnswers_areMeasuredByDivergence() throws IOException {
    Path prompts =
        Files.writeString(
            folder.resolve("pairs.json"),
            "{\"prompts\": [{\"clean\": [1, 2, 3], \"corrupt\": [1, 4, 3], \"answers\": [5]}]}");

    First first = first(request(foreign(), Optional.of(prompts), Optional.empty()), true, false);

    assertThat(first.request().strategy()).isEqualTo("eap-ig-inputs");
    assertThat(first.request().metric()).contains("kl-divergence");
  }

  @Test
  void of_metricWithoutAGradient_searchesSmallModelsAndNoLargeOnes() throws IOException {
    Optional<String> accuracy = Optional.of("accuracy");

    First small = first(request(foreign(), Optional.empty(), accuracy), true, false);

    assertThat(small.request().strategy()).isEqualTo("acdc");
    assertThat(small.words())
        .containsExactly(
            "strategy acdc: none was named, and accuracy has no gradient to estimate by");
    RunRequest large = request(large(), Optional.empty(), accuracy);
    assertThatThrownBy(() -> first(large, true, false))
        .isInstanceOf(PatchbayException.class)
        .hasMessage(
            "No strategy is named, 'accuracy' has no gradient to estimate by, and a search may test each of 105,928 edges, more than 100,000.\n"
                + "Add --strategy acdc, or take another metric.");
  }

  @Test
  void of_modelThatReadsFewTokens_isAskedShorterPrompts() throws IOException {
    Path model = Files.createDirectories(folder.resolve("short"));
    Files.copy(Path.of(foreign(), "model.safetensors"), model.resolve("model.safetensors"));
    Files.writeString(
        model.resolve("config.json"),
        Files.readString(Path.of(foreign(), "config.json"))
            .replaceAll("\"n_positions\": \\d+", "\"n_positions\": 6")
            .replaceAll("\"n_ctx\": \\d+", "\"n_ctx\": 6"));

    First first = first(request(model.toString(), Optional.empty(), Optional.empty()), true, true);

    assertThat(first.request().task()).isEqualTo("induction:length=6");
  }

  @Test
  void of_everythingNamed_changesNothing() {
    RunRequest asked = request("induction", Optional.empty(), Optional.empty()).using("eap");

    First first = first(asked, false, false);

    assertThat(first.request()).isEqualTo(asked.by("logit-difference", "patching"));
    assertThat(first.words()).isEmpty();
  }
}
