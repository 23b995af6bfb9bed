package dev.patchbay.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.ModelSource;
import dev.patchbay.spi.model.Token;
import dev.patchbay.spi.model.Tokenizer;
import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FolderSourceTest {

  private final FolderSource source = new FolderSource();

  @TempDir Path folder;

  @Test
  void open_aFolder_isNamedAfterIt() throws IOException {
    write("config.json", "{\"model_type\": \"tiny\", \"n_inner\": null}");
    new SafetensorsWriter().f32("a", new long[] {1}, 1).write(folder.resolve("model.safetensors"));

    try (Checkpoint checkpoint = source.open(folder + "/.").orElseThrow()) {
      assertThat(checkpoint.name()).isEqualTo(String.valueOf(folder.getFileName()));
      assertThat(checkpoint.tensorNames()).containsExactly("a");
      assertThat(checkpoint.config().names()).containsExactly("model_type", "n_inner");
    }
  }

  @Test
  void open_aFolderWithTokenizer_bringsIt() throws IOException {
    model();
    TinyTokenizer.copy(folder, "tokenizer.json");

    try (Checkpoint checkpoint = source.open(folder.toString()).orElseThrow()) {
      assertThat(checkpoint.tokenizer().orElseThrow().encode(" Mary"))
          .containsExactly(new Token(21, "ĠMary"));
    }
  }

  @Test
  void open_aFolderWithABrokenTokenizer_failsOnlyForText() throws IOException {
    model();
    write("tokenizer.json", "{");

    try (Checkpoint checkpoint = source.open(folder.toString()).orElseThrow()) {
      Tokenizer tokenizer = checkpoint.tokenizer().orElseThrow();
      assertThatThrownBy(() -> tokenizer.encode("a"))
          .isInstanceOf(PatchbayException.class)
          .hasMessageContaining("tokenizer.json: the file is no valid JSON");
    }
  }

  @Test
  void open_aFolderWithoutTokenizer_bringsNone() throws IOException {
    model();

    try (Checkpoint checkpoint = source.open(folder.toString()).orElseThrow()) {
      assertThat(checkpoint.tokenizer()).isEmpty();
    }
  }

  private void model() throws IOException {
    write("config.json", "{\"model_type\": \"tiny\"}");
    new SafetensorsWriter().f32("a", new long[] {1}, 1).write(folder.resolve("model.safetensors"));
  }

  @Test
  void open_aWordThatIsNoFolder_isForOtherSources() {
    assertThat(source.open("no-such-model")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"./no-such-model", "no-such/model", "~/no-such-model", "/no-such-model"})
  void open_aPathThatIsNotThere_isRefused(String reference) {
    assertRefused(reference, "no-such");
    assertRefused(reference, ": there is no such folder.\nGive the folder that holds config.json");
  }

  @Test
  void open_aFile_isRefused() throws IOException {
    write("model.safetensors", "");

    assertRefused(
        folder.resolve("model.safetensors").toString(), ": this is a file, not a folder.");
  }

  @Test
  void open_aFolderWithoutConfig_isRefused() {
    assertRefused(": there is no config.json in this folder.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\": |config.json: the file is no valid JSON (line 1:",
        "[1]|config.json: the file holds no JSON object.",
        "''|config.json: the file holds no JSON object.",
        "{\"a\":1,\"a\":2}|config.json: the file is no valid JSON (line 1: Duplicate field 'a').",
        "{} x|config.json: the file is no valid JSON (line 1:"
      })
  void open_aConfigThatIsNoObject_isRefused(String config, String message) throws IOException {
    write("config.json", config);

    assertRefused(message);
  }

  @Test
  void open_aFolderWithoutWeights_isRefused() throws IOException {
    write("config.json", "{}");

    assertRefused(": there is no model.safetensors in this folder.");
  }

  @Test
  void open_aShardedModel_isRefusedForNow() throws IOException {
    write("config.json", "{}");
    write("model.safetensors.index.json", "{}");

    assertRefused(
        ": the weights lie in several files (model.safetensors.index.json), which are not read"
            + " yet.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pytorch_model.bin", "model.pt", "final.pth"})
  void open_aPickle_isRefused(String name) throws IOException {
    write("config.json", "{}");
    write(name, "");

    assertRefused(
        ": the weights are a pickle (" + name + "), which can run any program when it is opened.");
  }

  @Test
  void serviceLoader_forModelSources_findsIt() {
    assertThat(ServiceLoader.load(ModelSource.class))
        .hasAtLeastOneElementOfType(FolderSource.class);
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
  }

  private void assertRefused(String message) {
    assertRefused(folder.toString(), message);
  }

  private void assertRefused(String reference, String message) {
    assertThatThrownBy(() -> source.open(reference))
        .isInstanceOf(PatchbayException.class)
        .hasMessageContaining(message);
  }
}
