package dev.patchbay.plugins.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.model.folder.FolderSource;
import dev.patchbay.plugins.architecture.Gpt2Architecture;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.StoredTensor;
import dev.patchbay.spi.model.TensorRecipe;
import dev.patchbay.spi.model.Token;
import dev.patchbay.spi.model.Tokenizer;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The embedded model is the folder that training wrote, read without the tools of the core. */
class PatchbaySmallTest {

  /** A clone should not grow by more. */
  private static final int LARGEST = 8_000_000;

  private final Checkpoint embedded = new EmbeddedModels().open("patchbay-small").orElseThrow();

  private static Path folder() throws URISyntaxException {
    URL card = PatchbaySmall.class.getResource("patchbay-small/README.md");
    return Objects.requireNonNull(Path.of(Objects.requireNonNull(card).toURI()).getParent());
  }

  @Test
  void tensors_byteForByte_areThoseOfTheFile() throws URISyntaxException {
    try (Checkpoint file = new FolderSource().open(folder().toString()).orElseThrow()) {
      assertThat(embedded.tensorNames()).isEqualTo(file.tensorNames());
      for (String name : file.tensorNames()) {
        StoredTensor expected = file.tensor(name);
        StoredTensor found = embedded.tensor(name);
        assertThat(found.shape()).as(name).isEqualTo(expected.shape());
        assertThat(found.dataType()).as(name).isEqualTo(expected.dataType());
        assertThat(all(found)).as(name).isEqualTo(all(expected));
      }
    }
  }

  private static ByteBuffer all(StoredTensor tensor) {
    return tensor.bytes(
        0, Math.toIntExact(tensor.shape().size() * tensor.dataType().getNumOfBytes()));
  }

  @Test
  void config_everyField_saysWhatTheFileSays() throws IOException, URISyntaxException {
    JsonNode file = new ObjectMapper().readTree(folder().resolve("config.json").toFile());

    embedded
        .config()
        .fields()
        .forEach(
            (name, value) ->
                assertThat(file.path(name).asText()).as(name).isEqualTo(String.valueOf(value)));
  }

  @Test
  void gpt2Architecture_ofTheModel_usesEveryTensor() {
    Gpt2Architecture architecture = new Gpt2Architecture();
    ModelSpec spec = architecture.spec(embedded.config());

    assertThat(architecture.reads(embedded.config())).isTrue();
    assertThat(architecture.weights(spec, embedded.tensorNames()).values())
        .filteredOn(recipe -> !recipe.isZeros())
        .extracting(TensorRecipe::tensor)
        .containsOnly(embedded.tensorNames().toArray(String[]::new));
  }

  @Test
  void tokenizer_ofBoth_readsAPromptAlike() throws URISyntaxException {
    String prompt = "When Mary and John got a ring at the store, John decided to give it to";
    try (Checkpoint file = new FolderSource().open(folder().toString()).orElseThrow()) {
      Tokenizer words = embedded.tokenizer().orElseThrow();
      List<Token> tokens = words.encode(prompt);

      assertThat(tokens).hasSize(17);
      assertThat(file.tokenizer().orElseThrow().encode(prompt)).isEqualTo(tokens);
      assertThat(words.addsBos()).isTrue();
    }
  }

  @Test
  void card_hash_isTheWeights() throws IOException, URISyntaxException, NoSuchAlgorithmException {
    byte[] weights = Files.readAllBytes(folder().resolve("model.safetensors"));
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(weights);

    assertThat(Files.readString(folder().resolve("README.md")))
        .contains(HexFormat.of().formatHex(hash));
    assertThat(weights.length).isLessThan(LARGEST);
  }
}
