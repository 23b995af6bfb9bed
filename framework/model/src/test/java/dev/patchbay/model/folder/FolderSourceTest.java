package dev.patchbay.model.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.DataType;
import dev.patchbay.model.safetensors.SafetensorsWriter;
import dev.patchbay.model.tokenizer.TinyTokenizer;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.ModelSource;
import dev.patchbay.spi.model.Token;
import dev.patchbay.spi.model.Tokenizer;
import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FolderSourceTest {

  private final FolderSource source = new FolderSource();

  private static final String POINTER =
      "version https://git-lfs.github.com/spec/v1\noid sha256:0123456789abcdef\nsize 5\n";

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
          .hasMessageContaining("tokenizer.json: the file is not valid JSON");
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

  @ParameterizedTest
  @ValueSource(strings = {"no-such-model", "no-such/model", "no-such/model@v1", "hf:no-such/model"})
  void open_whatMayBeAName_isForOtherSources(String reference) {
    assertThat(source.open(reference)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"./no-such-model", "no-such/model/x", "~/no-such-model", "/no-such-model"})
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
        "{\"a\": |config.json: the file is not valid JSON (line 1:",
        "[1]|config.json: the file holds no JSON object.",
        "''|config.json: the file holds no JSON object.",
        "{\"a\":1,\"a\":2}|config.json: the file is not valid JSON (line 1: Duplicate field 'a').",
        "{} x|config.json: the file is not valid JSON (line 1:"
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
  void open_partsWithoutTheirIndex_namesWhatIsMissing() throws IOException {
    write("config.json", "{}");
    write("model-00001-of-00002.safetensors", "");
    write("model-00002-of-00002.safetensors", "");

    assertRefused(
        folder
            + ": the weights are in parts (model-00001-of-00002.safetensors), and the list of what"
            + " each holds, model.safetensors.index.json, is missing.\nCopy or download it too.");
  }

  @Test
  void open_weightsUnderAnotherName_namesThem() throws IOException {
    write("config.json", "{}");
    write("consolidated.safetensors", "");

    assertRefused(
        folder
            + ": there is no model.safetensors in this folder, but consolidated.safetensors.\n"
            + "If one of them holds the whole model, call it model.safetensors.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.gguf", "tf_model.h5", "flax_model.msgpack"})
  void open_weightsOfAnotherProgram_namesThem(String file) throws IOException {
    write("config.json", "{}");
    write(file, "");

    assertRefused(
        folder
            + ": the weights are stored in a way that is not read ("
            + file
            + ").\nTake the model as safetensors: a folder with config.json and"
            + " model.safetensors.");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void open_anAdapter_isRefusedWithTheModelThatItChanges(boolean besideAModel) throws IOException {
    if (besideAModel) {
      model();
    }
    write(
        "adapter_config.json",
        "{\"peft_type\": \"LORA\", \"base_model_name_or_path\": \"org/base\"}");

    assertRefused(
        folder
            + ": this folder holds an adapter (LORA) for the model 'org/base', and adapters are not"
            + " applied.\n"
            + "Merge it: python -c \"from peft import AutoPeftModelForCausalLM as M;"
            + " M.from_pretrained('.').merge_and_unload().save_pretrained('merged')\". A model"
            + " in this folder runs without the adapter once adapter_config.json is gone.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "config.json",
        "model.safetensors",
        "model.safetensors.index.json",
        "tokenizer.json",
        "tokenizer_config.json",
        "adapter_config.json"
      })
  void open_aGitLfsPointer_isNamedAsWhatItIs(String file) throws IOException {
    model();
    write("tokenizer.json", "{}");
    if (file.contains("index")) {
      Files.delete(folder.resolve("model.safetensors"));
    }
    write(file, POINTER);

    assertThatThrownBy(
            () -> {
              try (Checkpoint checkpoint = source.open(folder.toString()).orElseThrow()) {
                checkpoint.tokenizer().orElseThrow().encode("a");
              }
            })
        .isInstanceOf(PatchbayException.class)
        .hasMessage(
            folder.resolve(file)
                + ": this is a Git LFS pointer, and not yet the file that it stands for.\n"
                + "Run 'git lfs pull' in its folder, or download the file.");
  }

  @Test
  void open_aGitLfsPointerForMerges_isNamedAsWhatItIs() throws IOException {
    model();
    write("vocab.json", "{\"<|endoftext|>\": 0}");
    write("merges.txt", POINTER);

    try (Checkpoint checkpoint = source.open(folder.toString()).orElseThrow()) {
      assertThatThrownBy(() -> checkpoint.tokenizer().orElseThrow().encode("a"))
          .isInstanceOf(PatchbayException.class)
          .hasMessageStartingWith(folder.resolve("merges.txt") + ": this is a Git LFS pointer");
    }
  }

  /** Python writes them; a field that nobody asks for may say what it likes. */
  @ParameterizedTest
  @ValueSource(strings = {"Infinity", "-Infinity", "NaN"})
  void open_aConfigWithAnInfiniteNumber_isRead(String number) throws IOException {
    model();
    write("config.json", "{\"time_step_limit\": [0.0, " + number + "]}");

    try (Checkpoint checkpoint = source.open(folder.toString()).orElseThrow()) {
      assertThat(checkpoint.config().fields().get("time_step_limit"))
          .isEqualTo(List.of(0.0, Double.parseDouble(number)));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\": 1,}|Unexpected character ('}' (code 125))",
        "{\"a\": True}|Unrecognized token 'True'",
        "{\"a\": [1|Unexpected end-of-input",
        "{} {}|Something follows the end of the object"
      })
  void open_aConfigThatIsNotJson_isRefusedInWordsForUsers(String config, String reason)
      throws IOException {
    model();
    write("config.json", config);

    assertRefused(
        folder.resolve("config.json")
            + ": the file is not valid JSON (line 1: "
            + reason
            + ").\nCorrect it, or copy it again.");
  }

  @Test
  void open_aConfigNestedTooDeep_isRefusedInWordsForUsers() throws IOException {
    model();
    write("config.json", "{\"a\": " + "[".repeat(2000) + "]".repeat(2000) + "}");

    assertRefused("(Lists and objects are nested too deep).\n");
  }

  @ParameterizedTest
  @CsvSource({
    "pytorch_model.bin, pytorch_model*.bin",
    "pytorch_model-00001-of-00002.bin, pytorch_model*.bin",
    "model.pt, model.pt",
    "final.pth, final.pth"
  })
  void open_aPickle_isRefusedWithTheCommandThatConvertsIt(String name, String pattern)
      throws IOException {
    write("config.json", "{}");
    write(name, "");
    write("notes.bin.txt", "");

    assertRefused(
        folder
            + ": the weights are a pickle ("
            + name
            + "), which can run any program when it is opened.\n"
            + "Patchbay reads safetensors only. If you trust the file, convert it in its folder:"
            + " python -c \"import glob, torch; from safetensors.torch import save_file;"
            + " save_file({k: v.clone().contiguous() for f in glob.glob('"
            + pattern
            + "') for k, v in torch.load(f, map_location='cpu', weights_only=True).items()},"
            + " 'model.safetensors')\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"quantization_config\": {\"quant_method\": \"gptq\", \"bits\": 4}}|gptq",
        "{\"quantization_config\": {}}|quantization_config"
      })
  void open_aQuantisedModel_isRefused(String config, String method) throws IOException {
    write("config.json", config);

    assertRefused(
        folder.resolve("config.json")
            + ": the weights are quantised ("
            + method
            + ").\nPatchbay reads F64, F32, F16 and BF16: take the model that this one was made"
            + " from.");
  }

  /** The config may say what it likes: the tensors' own type counts. */
  @ParameterizedTest
  @ValueSource(strings = {"dtype", "torch_dtype"})
  void open_aConfigWithEitherSpellingOfDtype_readsTheFilesOwn(String field) throws IOException {
    write("config.json", "{\"" + field + "\": \"bfloat16\", \"quantization_config\": null}");
    new SafetensorsWriter().f32("a", new long[] {1}, 1).write(folder.resolve("model.safetensors"));

    try (Checkpoint checkpoint = source.open(folder.toString()).orElseThrow()) {
      assertThat(checkpoint.tensor("a").dataType()).isEqualTo(DataType.FLOAT32);
    }
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
