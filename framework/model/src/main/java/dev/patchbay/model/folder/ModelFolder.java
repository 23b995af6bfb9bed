package dev.patchbay.model.folder;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.patchbay.model.file.JsonFile;
import dev.patchbay.model.safetensors.Safetensors;
import dev.patchbay.model.safetensors.ShardedTensors;
import dev.patchbay.model.safetensors.TensorFiles;
import dev.patchbay.model.tokenizer.FolderTokenizer;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a folder as Hugging Face's {@code save_pretrained} writes it: {@code config.json} beside
 * {@code model.safetensors}, or beside {@code model.safetensors.index.json} and the files that it
 * names. What the configuration says of the weights' type ({@code dtype}, once {@code torch_dtype})
 * is not asked: the safetensors say it themselves, tensor by tensor.
 */
public final class ModelFolder {

  public static final String CONFIG = "config.json";

  public static final String WEIGHTS = "model.safetensors";

  public static final String INDEX = WEIGHTS + ".index.json";

  /** A configuration has a few kB. */
  private static final long LONGEST_CONFIG = 16L << 20;

  private ModelFolder() {}

  /**
   * The model in this folder; costs a look at the files' headers.
   *
   * @param name what reports call it
   * @throws PatchbayException if a file is missing, damaged, or of a kind that is not read
   */
  public static Checkpoint read(Path folder, String name) {
    Adapter.refuse(folder);
    Path config = folder.resolve(CONFIG);
    if (!Files.isRegularFile(config)) {
      throw PatchbayException.failed(
          "%s: there is no %s in this folder.".formatted(folder, CONFIG),
          "A model is a folder with %s and %s.".formatted(CONFIG, WEIGHTS));
    }
    Map<String, @Nullable Object> fields =
        JsonFile.JSON.convertValue(
            JsonFile.object(config, LONGEST_CONFIG),
            new TypeReference<LinkedHashMap<String, @Nullable Object>>() {});
    refuseQuantised(config, fields);
    CheckpointConfig read = new CheckpointConfig(config.toString(), fields);
    return new FolderCheckpoint(name, read, weights(folder), FolderTokenizer.in(folder, read));
  }

  private static TensorFiles weights(Path folder) {
    if (Files.isRegularFile(folder.resolve(WEIGHTS))) {
      return Safetensors.open(folder.resolve(WEIGHTS));
    }
    if (Files.isRegularFile(folder.resolve(INDEX))) {
      return ShardedTensors.open(folder.resolve(INDEX));
    }
    throw OtherWeights.refusal(folder.toString(), "in this folder", files(folder));
  }

  private static List<String> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> String.valueOf(path.getFileName())).sorted().toList();
    } catch (IOException e) {
      throw PatchbayException.failed(
          "%s: the folder cannot be listed (%s).".formatted(folder, e.getMessage()),
          "Check its permissions.",
          e);
    }
  }

  private static void refuseQuantised(Path config, Map<String, @Nullable Object> fields) {
    Object quantisation = fields.get("quantization_config");
    if (quantisation != null) {
      Object method = quantisation instanceof Map<?, ?> map ? map.get("quant_method") : null;
      throw PatchbayException.failed(
          "%s: the weights are quantised (%s)."
              .formatted(config, method == null ? "quantization_config" : method),
          "Patchbay reads F64, F32, F16 and BF16: take the model that this one was made from.");
    }
  }
}
