package dev.patchbay.model.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.patchbay.model.safetensors.SafetensorsWriter;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.ModelSource;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.run.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HubSourceTest {

  private static final String WEIGHTS = "model.safetensors";

  /** What a user waits for; a busy machine takes its time, a server's limits are 30 s and more. */
  private static final Duration SOON = Duration.ofSeconds(15);

  private static final String SNAPSHOT = "models--org--tiny/snapshots/" + FakeHub.COMMIT;

  private final FakeHub hub = new FakeHub();
  private final Map<String, String> variables = new HashMap<>();
  private final List<Duration> sleeps = new CopyOnWriteArrayList<>();
  private Duration stretch = StallGuard.STRETCH;

  @TempDir Path folder;

  private Path cache = Path.of("");

  @BeforeEach
  void putAModelOnTheHub() throws IOException {
    cache = folder.resolve("cache");
    variables.put("HF_ENDPOINT", hub.address());
    variables.put("HF_HUB_CACHE", cache.toString());
    hub.file("config.json", "{\"model_type\":\"tiny\"}")
        .file("tokenizer.json", "{}")
        .file("README.md", "Not needed.")
        .file("pytorch_model.bin", "Never fetched.")
        .file(WEIGHTS, weights("a", 2000));
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  @Test
  void open_aReferenceWithoutPrefix_asksNobody() {
    assertThat(source().open("org/tiny")).isEmpty();
    assertThat(hub.requests()).isEmpty();
  }

  @Test
  void open_aModelInOneFile_hasItsTensors() {
    try (Checkpoint checkpoint = open("hf:org/tiny")) {
      assertThat(checkpoint.name()).isEqualTo("org/tiny");
      assertThat(checkpoint.tensorNames()).containsExactly("a");
      assertThat(checkpoint.tensor("a").bytes(4 * 1999L, 4).getFloat()).isEqualTo(1999);
    }
  }

  @Test
  void open_aModel_fetchesWhatIsReadAndNothingElse() {
    open("hf:org/tiny").close();

    assertThat(hub.requests())
        .containsExactly(
            "GET /api/models/org/tiny/revision/main",
            "HEAD /org/tiny/resolve/%s/config.json".formatted(FakeHub.COMMIT),
            "GET /org/tiny/resolve/%s/config.json".formatted(FakeHub.COMMIT),
            "HEAD /org/tiny/resolve/%s/tokenizer.json".formatted(FakeHub.COMMIT),
            "GET /org/tiny/resolve/%s/tokenizer.json".formatted(FakeHub.COMMIT),
            "HEAD /org/tiny/resolve/%s/model.safetensors".formatted(FakeHub.COMMIT),
            "GET /org/tiny/resolve/%s/model.safetensors".formatted(FakeHub.COMMIT),
            "GET /store/model.safetensors");
  }

  @Test
  void open_aModel_leavesTheCacheAsOtherProgramsExpectIt() throws IOException {
    open("hf:org/tiny").close();

    Path weights = cache.resolve(SNAPSHOT).resolve(WEIGHTS);
    String sha256 = TestDigest.sha256(hub.content(WEIGHTS));
    assertThat(cache.resolve("models--org--tiny/refs/main")).hasContent(FakeHub.COMMIT);
    assertThat(Files.readSymbolicLink(weights)).isEqualTo(Path.of("../../blobs", sha256));
    assertThat(weights).hasBinaryContent(hub.content(WEIGHTS));
    assertThat(incomplete()).isEmpty();
  }

  @Test
  void open_aSecondTime_fetchesNoFileAgain() {
    open("hf:org/tiny").close();
    int before = hub.requests().size();
    open("hf:org/tiny").close();

    assertThat(hub.requests().subList(before, hub.requests().size()))
        .filteredOn(request -> request.startsWith("GET"))
        .containsExactly("GET /api/models/org/tiny/revision/main");
  }

  @Test
  void open_byCommit_opensThatSnapshot() {
    try (Checkpoint checkpoint = open("hf:org/tiny@" + FakeHub.COMMIT)) {
      assertThat(checkpoint.name()).isEqualTo("org/tiny@" + FakeHub.COMMIT);
    }
    assertThat(cache.resolve("models--org--tiny/refs")).doesNotExist();
  }

  @Test
  void open_aShardedModel_fetchesTheFilesOfTheIndex() throws IOException {
    hub.file("model.safetensors.index.json", "{\"weight_map\":{\"a\":\"x.safetensors\"}}")
        .file("x.safetensors", weights("a", 3))
        .file("unused.safetensors", weights("b", 3))
        .remove(WEIGHTS);

    try (Checkpoint checkpoint = open("hf:org/tiny")) {
      assertThat(checkpoint.tensorNames()).containsExactly("a");
    }
    assertThat(hub.requests()).noneMatch(request -> request.contains("unused"));
  }

  @Test
  void open_picklesOnly_isRefusedBeforeAnythingIsFetched() {
    hub.remove(WEIGHTS);

    assertRefused("org/tiny: the weights are a pickle (pytorch_model.bin), which can run any");
    assertThat(hub.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void open_anAdapter_isRefusedWithTheModelThatItChanges(boolean besideAModel) {
    hub.file(
        "adapter_config.json",
        "{\"peft_type\": \"LORA\", \"base_model_name_or_path\": \"org/base\"}");
    if (!besideAModel) {
      hub.remove("config.json").remove(WEIGHTS).file("adapter_model.safetensors", "");
    }

    assertThatThrownBy(() -> open("hf:org/tiny@" + FakeHub.COMMIT))
        .isInstanceOf(PatchbayException.class)
        .hasMessage(
            "org/tiny@%1$s: this repository holds an adapter (LORA) for the model 'org/base', and"
                    .formatted(FakeHub.COMMIT)
                + " adapters are not applied.\n"
                + "Merge it: python -c \"from peft import AutoPeftModelForCausalLM as M;"
                + " M.from_pretrained('org/tiny', revision='%s').merge_and_unload()"
                    .formatted(FakeHub.COMMIT)
                + ".save_pretrained('merged')\".");
    assertRefused("M.from_pretrained('org/tiny').merge_and_unload()");
    assertThat(hub.requests()).noneMatch(request -> request.contains("safetensors"));
  }

  @Test
  void open_weightsOfAnotherProgramAndNoConfiguration_namesThem() {
    hub.remove("config.json").remove(WEIGHTS).remove("pytorch_model.bin").file("tiny.gguf", "");

    assertRefused("org/tiny: the weights are stored in a way that is not read (tiny.gguf).");
    assertThat(hub.requests()).hasSize(1);
  }

  @Test
  void open_weightsUnderAnotherName_namesThem() {
    hub.remove(WEIGHTS).file("consolidated.safetensors", "");

    assertRefused("org/tiny: there is no model.safetensors on the hub, but consolidated.");
  }

  @Test
  void open_theBodyIsCutShort_goesOnWhereItStopped() {
    hub.cutShort(WEIGHTS, 2);
    int size = hub.content(WEIGHTS).length;

    open("hf:org/tiny").close();

    assertThat(hub.requests())
        .filteredOn(request -> request.startsWith("GET /store"))
        .containsExactly(
            "GET /store/model.safetensors",
            "GET /store/model.safetensors bytes=%s-".formatted(size / 2),
            "GET /store/model.safetensors bytes=%s-".formatted(size / 2 + (size - size / 2) / 2));
    assertThat(cache.resolve(SNAPSHOT).resolve(WEIGHTS)).hasBinaryContent(hub.content(WEIGHTS));
  }

  @Test
  void open_aServerThatKnowsNoRanges_startsAnew() {
    hub.cutShort(WEIGHTS, 1).ranges = false;

    open("hf:org/tiny").close();

    assertThat(cache.resolve(SNAPSHOT).resolve(WEIGHTS)).hasBinaryContent(hub.content(WEIGHTS));
  }

  @Test
  void open_afterAnAbortedRun_goesOnWhereThatStopped() {
    hub.cutShort(WEIGHTS, 1);
    Progress stops = new Stopping(() -> incompleteBytes() > 0);
    assertThatThrownBy(() -> source().open("hf:org/tiny", stops))
        .isInstanceOf(PatchbayException.class)
        .hasMessageStartingWith("Stopped.");

    open("hf:org/tiny").close();

    assertThat(hub.requests().get(hub.requests().size() - 1))
        .matches("GET /store/model.safetensors bytes=[1-9]\\d*-");
  }

  @Test
  void open_aBodyThatIsShorterThanAnnounced_isRefusedAndNotInTheCache() {
    hub.swap(WEIGHTS, new byte[100]);

    assertRefused(
        "model.safetensors of org/tiny: the answer ended after 100 of %s bytes, 5 times in a row.\n"
            .formatted(hub.content(WEIGHTS).length));
    assertThat(cache.resolve(SNAPSHOT).resolve(WEIGHTS)).doesNotExist();
    assertThat(cache.resolve("models--org--tiny/refs/main")).doesNotExist();
  }

  @Test
  void open_aServerThatAlwaysStartsAnewAndBreaksOff_isRefusedAfterFiveTries() {
    hub.cutShort(WEIGHTS, 1000).ranges = false;
    int size = hub.content(WEIGHTS).length;

    assertRefused(
        "model.safetensors of org/tiny: the answer broke off after %s of %s bytes"
            .formatted(size / 2, size));
    assertThat(hub.requests())
        .filteredOn(request -> request.startsWith("GET /store"))
        .hasSize(Patience.TRIES);
  }

  @Test
  void open_aListingThatDrips_isRefusedAfterFiveTries() {
    stretch = Duration.ofMillis(200);
    hub.drip("/api/models/org/tiny/revision/main", 50);

    assertRefused(
        "org/tiny at %s: the answer was not all there after 0.2 s, 5 times in a row.\n"
            .formatted(hub.address()));
    assertThat(hub.requests()).hasSize(Patience.TRIES);
  }

  @Test
  void open_weightsThatDrip_isRefusedAfterFiveTries() {
    stretch = Duration.ofMillis(400);
    hub.drip(WEIGHTS, 50);

    assertThatThrownBy(() -> source().open("hf:org/tiny"))
        .isInstanceOf(PatchbayException.class)
        .message()
        .matches(
            "model.safetensors of org/tiny: after \\d+ of %s bytes it came at less than a kibibyte a"
                    .formatted(hub.content(WEIGHTS).length)
                + " second, 5 times in a row.\n"
                + "Check the connection and try again; what has been fetched is kept.");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void open_theUserWantsToStopWhileTheHubIsSilent_stops(boolean beforeTheHeaders) {
    hub.silent = beforeTheHeaders;
    hub.drip("/api/models/org/tiny/revision/main", Integer.MAX_VALUE);
    Progress stops = new Stopping(() -> !hub.requests().isEmpty());

    long begin = System.nanoTime();
    assertThatThrownBy(() -> source().open("hf:org/tiny", stops))
        .isInstanceOf(PatchbayException.class)
        .hasMessageStartingWith("Stopped.");
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SOON);
  }

  @Test
  void open_aBodyOfTheRightLengthThatWasChanged_isRefusedAndNotKept() {
    byte[] changed = hub.content(WEIGHTS);
    changed[changed.length - 1] ^= 1;
    hub.swap(WEIGHTS, changed);

    assertRefused(
        "model.safetensors of org/tiny: its SHA-256 is %s, not %s.\nIt was changed on the way,"
            .formatted(TestDigest.sha256(changed), TestDigest.sha256(hub.content(WEIGHTS))));
    assertThat(cache.resolve(SNAPSHOT).resolve(WEIGHTS)).doesNotExist();
    assertThat(incomplete()).isEmpty();
  }

  @Test
  void open_aBodyThatIsTooLong_isRefusedAndNotKept() {
    hub.swap(WEIGHTS, new byte[1 << 20]);

    assertRefused(
        "model.safetensors of org/tiny: more than the announced %s bytes came."
            .formatted(hub.content(WEIGHTS).length));
    assertThat(incomplete()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503})
  void open_theHubHasNoTimeAtFirst_waitsAsLongAsItAsks(int status) {
    hub.trouble("/revision/main", status, status);

    open("hf:org/tiny").close();

    assertThat(sleeps.stream().reduce(Duration.ZERO, Duration::plus))
        .isEqualTo(Duration.ofSeconds(4));
  }

  @ParameterizedTest
  @CsvSource({"429, the hub has had too many requests (429)", "503, the hub answers 503"})
  void open_theHubNeverHasTime_isRefusedAfterFiveTries(int status, String reason) {
    hub.trouble("/revision/main", status, status, status, status, status, status);

    assertRefused(
        "org/tiny at %s: %s, 5 times in a row.\nCheck the connection and try again;"
            .formatted(hub.address(), reason));
    assertThat(hub.requests()).hasSize(5);
  }

  @Test
  void open_theHubAsksForAnHour_isRefusedAtOnce() {
    hub.trouble("/revision/main", 429).retryAfter = "3600";

    assertRefused("the hub has had too many requests (429) and asks to wait for 3600 s.\n");
    assertThat(sleeps).isEmpty();
  }

  @Test
  void open_aGatedModelWithoutToken_asksForOne() {
    hub.neededToken = Optional.of("hf_good");

    assertRefused(
        "org/tiny: the hub does not show it to everybody, or has none of this name (401).\n"
            + "Check the name; for a gated or private model, set HF_TOKEN.");
  }

  @Test
  void open_aWrongToken_isRefusedWithoutShowingIt() {
    hub.neededToken = Optional.of("hf_good");
    variables.put("HF_TOKEN", "hf_bad");

    assertRefused("org/tiny: the hub does not accept HF_TOKEN for it (401).\nCheck the name,");
    assertThat(catchThrowable(() -> source().open("hf:org/tiny")))
        .message()
        .doesNotContain("hf_bad");
  }

  @Test
  void open_withAToken_showsItToTheHubAlone() {
    hub.neededToken = Optional.of("hf_good");
    variables.put("HF_TOKEN", "hf_good");

    open("hf:org/tiny").close();

    assertThat(hub.requests())
        .allMatch(request -> request.contains("/store/") != request.endsWith(" with token"));
  }

  @Test
  void open_theTermsAreNotAccepted_saysWhere() {
    hub.trouble(WEIGHTS, 403);

    assertRefused(
        "org/tiny: the model is gated (403).\nAccept its terms at %s/org/tiny, then set HF_TOKEN."
            .formatted(hub.address()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hf:org/none", "hf:org/tiny@none", "hf:none"})
  void open_whatTheHubDoesNotHave_isRefused(String reference) {
    assertThatThrownBy(() -> source().open(reference))
        .isInstanceOf(PatchbayException.class)
        .hasMessageStartingWith(
            reference.substring(3) + ": the hub has no such model, revision or file (404).\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"hf:", "hf:../x", "hf:a/b/c", "hf:org/tiny@../x", "hf:org/ti ny", "hf:/x"})
  void open_whatIsNoName_isRefused(String reference) {
    assertThatThrownBy(() -> source().open(reference))
        .hasMessage(
            "'%s' names no model on the hub.\nNames look like hf:org/name or hf:org/name@revision."
                .formatted(reference));
    assertThat(hub.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../../x", "", "main"})
  void open_aHubThatNamesNoCommit_isRefused(String commit) {
    hub.commit = commit;

    assertRefused("answers with something else than a list of files.\n");
    assertThat(cache.resolve("models--org--tiny")).doesNotExist();
  }

  @Test
  void open_aPageInsteadOfAListing_isRefused() {
    hub.swap(
        "/api/models/org/tiny/revision/main",
        "<html>Log in</html>".getBytes(StandardCharsets.UTF_8));

    assertRefused("answers with something else than a list of files.\n");
  }

  @Test
  void open_offlineAndNotCached_isRefusedWithoutAsking() {
    variables.put("HF_HUB_OFFLINE", "1");

    assertRefused(
        "org/tiny: it is not in the Hugging Face cache (%s), and HF_HUB_OFFLINE forbids to fetch it."
            .formatted(cache));
    assertThat(hub.requests()).isEmpty();
  }

  @Test
  void open_offlineAndCached_opensWithoutAsking() {
    open("hf:org/tiny").close();
    int before = hub.requests().size();
    variables.put("HF_HUB_OFFLINE", "1");

    open("hf:org/tiny").close();

    assertThat(hub.requests()).hasSize(before);
  }

  @Test
  void open_nobodyAnswers_isRefused() {
    hub.close();

    assertRefused("org/tiny at %s: ".formatted(hub.address()));
    assertRefused(", 5 times in a row.\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"huggingface.co", "ftp://hub", "https://", "https://user:word@hub"})
  void open_anEndpointThatIsNone_isRefused(String endpoint) {
    variables.put("HF_ENDPOINT", endpoint);

    assertRefused("HF_ENDPOINT is '%s', which is not the address of a hub.".formatted(endpoint));
  }

  @Test
  void open_throughAProxy_asksTheProxy() {
    variables.put("HF_ENDPOINT", "http://hub.invalid");
    variables.put("HTTP_PROXY", hub.address());
    variables.put("NO_PROXY", "127.0.0.1"); // Where the files lie.

    open("hf:org/tiny").close();

    assertThat(hub.requests()).contains("GET /api/models/org/tiny/revision/main");
  }

  @Test
  void open_fourAtOnce_fetchEachFileOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    Callable<Boolean> open =
        () -> {
          try (Checkpoint checkpoint = open("hf:org/tiny")) {
            return checkpoint.tensorNames().contains("a");
          }
        };
    try {
      for (Future<Boolean> done : threads.invokeAll(List.of(open, open, open, open))) {
        assertThat(done.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(hub.requests())
        .filteredOn(request -> request.startsWith("GET /store"))
        .containsExactly("GET /store/model.safetensors");
  }

  @Test
  void open_aLargeFile_reportsItsMebibytes() throws IOException {
    hub.file(WEIGHTS, weights("a", 3 << 18)); // 3 MiB and a header
    List<String> heard = new ArrayList<>();
    Progress progress =
        new Stopping(() -> false) {
          @Override
          public void start(String phase, long steps) {
            heard.add(phase + " in " + steps);
          }

          @Override
          public void step(String status) {
            heard.add("step");
          }
        };

    source().open("hf:org/tiny", progress).orElseThrow().close();

    assertThat(heard).containsExactly("fetch model.safetensors in 3", "step", "step", "step");
  }

  @Test
  void serviceLoader_forModelSources_findsBoth() {
    assertThat(ServiceLoader.load(ModelSource.class))
        .hasAtLeastOneElementOfType(HubSource.class)
        .hasAtLeastOneElementOfType(HuggingFaceCacheSource.class);
  }

  /** Asks to stop as soon as something is so. */
  private static class Stopping implements Progress {

    private final BooleanSupplier stop;

    Stopping(BooleanSupplier stop) {
      this.stop = stop;
    }

    @Override
    public void start(String phase, long steps) {}

    @Override
    public void step(String status) {}

    @Override
    public boolean stopRequested() {
      return stop.getAsBoolean();
    }
  }

  private HubSource source() {
    return new HubSource(
        new Environment(variables, folder),
        new Patience(
            duration -> {
              sleeps.add(duration);
              Thread.sleep(1);
            },
            stretch));
  }

  private Checkpoint open(String reference) {
    return source().open(reference).orElseThrow();
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> source().open("hf:org/tiny"))
        .isInstanceOf(PatchbayException.class)
        .hasMessageContaining(message);
  }

  private List<Path> incomplete() {
    if (!Files.isDirectory(cache)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(cache)) {
      return files.filter(path -> path.toString().endsWith(".incomplete")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of half-fetched weights: small files come whole. */
  private long incompleteBytes() {
    return cache.resolve(SNAPSHOT).resolve("tokenizer.json").toFile().exists()
        ? incomplete().stream().mapToLong(path -> path.toFile().length()).sum()
        : 0;
  }

  private byte[] weights(String tensor, int count) throws IOException {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = i;
    }
    return Files.readAllBytes(
        new SafetensorsWriter()
            .f32(tensor, new long[] {count}, numbers)
            .write(folder.resolve("weights")));
  }
}
