package dev.patchbay.model.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.model.safetensors.SafetensorsWriter;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HuggingFaceCacheSourceTest {

  private static final String OLD = "1111111111111111111111111111111111111111";
  private static final String NEW = "2222222222222222222222222222222222222222";

  @TempDir Path root;

  private HuggingFaceCacheSource source = new HuggingFaceCacheSource(new HubCache(Path.of("")));

  @BeforeEach
  void cacheTwoRevisionsOfOneModel() throws IOException {
    source = new HuggingFaceCacheSource(new HubCache(root));
    cache("models--org--tiny", "main", NEW, "new");
    cache("models--org--tiny", "refs/pr/1", OLD, "old");
    cache("models--alone", "main", NEW, "alone");
    cache("datasets--org--rows", "main", NEW, "rows");
    Files.createDirectories(root.resolve("models--org--empty/blobs"));
  }

  @ParameterizedTest
  @CsvSource({
    "org/tiny, org/tiny, new",
    "org/tiny@main, org/tiny, new",
    "org/tiny@refs/pr/1, org/tiny@refs/pr/1, old",
    "org/tiny@" + OLD + ", org/tiny@" + OLD + ", old",
    "alone, alone, alone"
  })
  void open_aRevision_hasItsTensors(String reference, String name, String tensor) {
    try (Checkpoint checkpoint = source.open(reference).orElseThrow()) {
      assertThat(checkpoint.name()).isEqualTo(name);
      assertThat(checkpoint.tensorNames()).containsExactly(tensor);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"org/none", "none", "hf:org/tiny", "./x", "/x", "", "org/tiny/x", "org--tiny"})
  void open_whatIsNotThere_isForOtherSources(String reference) {
    assertThat(source.open(reference)).isEmpty();
  }

  @Test
  void open_aRevisionThatIsNotThere_namesThoseThatAre() {
    assertThatThrownBy(() -> source.open("org/tiny@v2"))
        .isInstanceOf(PatchbayException.class)
        .hasMessage(
            "org/tiny: the Hugging Face cache has no revision 'v2' of this model (%s).\n"
                    .formatted(root.resolve("models--org--tiny"))
                + "It has: main, refs/pr/1. --model hf:org/tiny@v2 fetches it.");
  }

  @Test
  void open_aRefThatHoldsNoCommit_isNotFollowed() throws IOException {
    Files.writeString(
        root.resolve("models--org--tiny/refs/main"), "../../models--alone/snapshots/" + NEW);

    assertThatThrownBy(() -> source.open("org/tiny"))
        .isInstanceOf(PatchbayException.class)
        .hasMessage(
            "org/tiny: the Hugging Face cache has lost it: %s does not hold the name of a commit.\n"
                    .formatted(root.resolve("models--org--tiny/refs/main"))
                + "--model hf:org/tiny fetches it.");
  }

  @Test
  void open_aRefToACommitWithoutFiles_saysWhatIsMissing() throws IOException {
    String gone = "3333333333333333333333333333333333333333";
    Path ref = root.resolve("models--org--tiny/refs/main");
    Files.writeString(ref, gone);

    assertThatThrownBy(() -> source.open("org/tiny"))
        .isInstanceOf(PatchbayException.class)
        .hasMessage(
            "org/tiny: the Hugging Face cache has lost it: %s names the commit %s, of which there are"
                    .formatted(ref, gone)
                + " no files.\n--model hf:org/tiny fetches it.");
    assertThatThrownBy(() -> source.open("org/tiny@v2")).hasMessageContaining("It has: refs/pr/1.");
  }

  @Test
  void open_aRefThatIsALinkToNothing_saysSo() throws IOException {
    Path ref = root.resolve("models--org--tiny/refs/main");
    Files.delete(ref);
    Files.createSymbolicLink(ref, Path.of("gone"));

    assertThatThrownBy(() -> source.open("org/tiny"))
        .isInstanceOf(PatchbayException.class)
        .hasMessage(
            "org/tiny: the Hugging Face cache has lost it: %s is a link that leads nowhere.\n"
                    .formatted(ref)
                + "--model hf:org/tiny fetches it.");
  }

  @Test
  void open_aBlobThatIsGone_isRefused() throws IOException {
    Files.delete(root.resolve("models--org--tiny/blobs/" + NEW + "-weights"));

    assertThatThrownBy(() -> source.open("org/tiny"))
        .isInstanceOf(PatchbayException.class)
        .hasMessage(
            "org/tiny: %s is a link to a file that is gone.\n--model hf:org/tiny fetches it."
                .formatted(
                    root.resolve("models--org--tiny/snapshots/" + NEW + "/model.safetensors")));
  }

  @Test
  void names_ofTheCache_areModelsAtMain() {
    assertThat(source.names()).containsExactly("alone", "org/tiny");
  }

  @Test
  void names_noCache_none() {
    HubCache none = new HubCache(root.resolve("none"));

    assertThat(new HuggingFaceCacheSource(none).names()).isEmpty();
  }

  /** As Hugging Face's own programs lay it out. */
  private void cache(String folder, String revision, String commit, String tensor)
      throws IOException {
    Path repository = root.resolve(folder);
    Path snapshot = Files.createDirectories(repository.resolve("snapshots").resolve(commit));
    Path blobs = Files.createDirectories(repository.resolve("blobs"));
    Files.writeString(blobs.resolve(commit + "-config"), "{}");
    new SafetensorsWriter()
        .f32(tensor, new long[] {1}, 1)
        .write(blobs.resolve(commit + "-weights"));
    Files.createSymbolicLink(
        snapshot.resolve("config.json"), Path.of("../../blobs", commit + "-config"));
    Files.createSymbolicLink(
        snapshot.resolve("model.safetensors"), Path.of("../../blobs", commit + "-weights"));
    Path ref = repository.resolve("refs").resolve(revision);
    Files.createDirectories(ref.getParent());
    Files.writeString(ref, commit);
  }
}
