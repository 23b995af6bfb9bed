package dev.patchbay.golden;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import dev.patchbay.core.journal.SearchJournal;
import dev.patchbay.engine.EngineExperiment;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.model.weights.ModelForm;
import dev.patchbay.plugins.strategy.Acdc;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.spi.strategy.Decision;
import dev.patchbay.spi.strategy.DiscoveryResult;
import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.PromptSet;
import dev.patchbay.testkit.TinyArchitecture;
import dev.patchbay.testkit.TinyModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A search that was cut off anywhere and resumed ends in the same bits as an unbroken one. */
class ResumedSearchTest {

  private static final int REMOVALS_BETWEEN_FRESH_RUNS = 256;

  /** Keeps some edges and removes more than are removed between two fresh computations. */
  private static final Options OPTIONS = new Options("acdc", Map.of("threshold", "0.002"));

  private static final Map<String, String> RUN = Map.of("model", "deep");

  @TempDir private Path folder;
  private Path file;
  private LoadedModel model;
  private EngineExperiment experiment;
  private final List<String> said = new ArrayList<>();

  @BeforeEach
  void load() {
    file = folder.resolve("search.journal");
    model =
        LoadedModel.load(
            TinyModels.deepGpt(3),
            new TinyArchitecture(),
            Device.cpu(),
            ModelForm.plain(DataType.FLOAT32));
    experiment = Golden.experiment(model, prompts(), "kl", "patching", 4);
  }

  @AfterEach
  void close() {
    experiment.close();
    model.close();
  }

  private static PromptSet prompts() {
    Random random = new Random(1);
    List<PromptPair> pairs = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      pairs.add(PromptPair.of(tokens(random), tokens(random), List.of(1), List.of(2)));
    }
    return new PromptSet("random", pairs);
  }

  private static List<Integer> tokens(Random random) {
    return random.ints(6, 0, TinyModels.VOCABULARY).boxed().toList();
  }

  private SearchJournal resumed() {
    return SearchJournal.resume(file, RUN, said::add);
  }

  private DiscoveryResult search(SearchJournal journal) {
    try (journal) {
      return new Acdc().create(OPTIONS).discover(experiment.noting(journal), Progress.SILENT);
    }
  }

  @Test
  void resume_journalCutAnywhere_endsInTheSameBitsAndJournal() throws IOException {
    DiscoveryResult unjournaled = new Acdc().create(OPTIONS).discover(experiment, Progress.SILENT);
    DiscoveryResult unbroken = search(SearchJournal.begin(file, RUN));
    String whole = Files.readString(file);
    assertSame(unbroken, unjournaled);
    assertThat(whole.lines().filter(line -> line.startsWith("remove")).count())
        .as("removals, so that a fresh computation lies within")
        .isGreaterThan(REMOVALS_BETWEEN_FRESH_RUNS);

    Random random = new Random(2);
    int first = whole.indexOf("\n\n") + 2;
    for (int cut = 0; cut < 5; cut++) {
      // In the middle of a line as often as not, as a killed process leaves it.
      Files.writeString(file, whole.substring(0, random.nextInt(first, whole.length())));

      DiscoveryResult resumed = search(resumed());

      assertSame(resumed, unbroken);
      assertThat(Files.readString(file)).isEqualTo(whole);
    }
  }

  @Test
  void resume_lineTornSoThatANumberIsLeft_asksAgain() throws IOException {
    DiscoveryResult unbroken = search(SearchJournal.begin(file, RUN));
    String whole = Files.readString(file);
    String beforeItsNumber = whole.substring(0, whole.indexOf("0x", whole.length() / 2));
    Files.writeString(file, beforeItsNumber + "0");

    assertSame(search(resumed()), unbroken);

    assertThat(Files.readString(file)).isEqualTo(whole);
  }

  @Test
  void resume_bitFlippedInTheMiddle_saysSoAndEndsInTheSameBits() throws IOException {
    DiscoveryResult unbroken = search(SearchJournal.begin(file, RUN));
    byte[] whole = Files.readAllBytes(file);
    String before = new String(whole, UTF_8).substring(0, whole.length / 2);
    long line = 1 + before.chars().filter(c -> c == '\n').count();
    byte[] flipped = whole.clone();
    flipped[whole.length / 2] ^= 1;
    Files.write(file, flipped);

    assertSame(search(resumed()), unbroken);

    assertThat(file).hasBinaryContent(whole);
    assertThat(said)
        .containsExactly(
            "journal: line %s of '%s' is damaged: what follows is asked again"
                .formatted(line, file));
  }

  @Test
  void resume_emptyFile_saysSoAndBeginsAnew() throws IOException {
    DiscoveryResult unbroken = search(SearchJournal.begin(file, RUN));
    Files.write(file, new byte[0]);

    assertSame(search(resumed()), unbroken);

    assertThat(said)
        .containsExactly("journal: '%s' is damaged or empty: the run begins anew".formatted(file));
  }

  @Test
  void resume_wholeJournal_asksTheModelNothing() {
    search(SearchJournal.begin(file, RUN));
    long tests = experiment.cost().tests();

    search(resumed());

    assertThat(experiment.cost().tests()).isEqualTo(tests);
  }

  @Test
  void resume_otherRun_isRefusedWithTheFieldThatDiffers() {
    SearchJournal.begin(file, RUN).close();

    assertThatThrownBy(() -> SearchJournal.resume(file, Map.of("model", "other"), said::add))
        .isInstanceOf(PatchbayException.class)
        .hasMessageContaining("is of another run: its model is 'deep', this run's is 'other'.");
  }

  @Test
  void resume_otherSteps_isRefused() throws IOException {
    new Acdc()
        .create(new Options("acdc", Map.of("order", "head-by-head")))
        .discover(experiment.noting(SearchJournal.begin(file, RUN)), Progress.SILENT);

    assertThatThrownBy(() -> search(resumed()))
        .isInstanceOf(PatchbayException.class)
        .hasMessageContaining("does not fit: it has '");
  }

  @Test
  void resume_noJournal_beginsOne() {
    assertThat(search(resumed()).decisions()).isNotEmpty();
  }

  private static void assertSame(DiscoveryResult actual, DiscoveryResult expected) {
    List<Decision> decisions = actual.decisions();
    assertThat(decisions).isEqualTo(expected.decisions());
    assertThat(actual.circuit().orElseThrow().edgeNames())
        .isEqualTo(expected.circuit().orElseThrow().edgeNames());
  }
}
