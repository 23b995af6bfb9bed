package dev.patchbay.core.checkpoint;

import dev.patchbay.spi.plugin.PatchbayException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** What a folder holds in the place of {@code model.safetensors}. */
final class OtherWeights {

  private static final Pattern SHARD = Pattern.compile(".*-\\d+-of-\\d+\\.safetensors");
  private static final Pattern UNREAD = Pattern.compile(".*\\.(gguf|ggml|h5|msgpack|onnx|npz)");

  private OtherWeights() {}

  /** That the weights are missing, and what is there. */
  static PatchbayException refusal(Path folder, List<String> files) {
    List<String> tensors = files.stream().filter(n -> n.endsWith(".safetensors")).toList();
    List<String> shards = tensors.stream().filter(SHARD.asMatchPredicate()).toList();
    if (!shards.isEmpty()) {
      return PatchbayException.failed(
          "%s: the weights lie in parts (%s), and the list of what each holds, %s, is missing."
              .formatted(folder, shards.get(0), ModelFolder.INDEX),
          "Copy or download it too.");
    }
    if (!tensors.isEmpty()) {
      return PatchbayException.failed(
          "%s: there is no %s in this folder, but %s."
              .formatted(folder, ModelFolder.WEIGHTS, String.join(", ", tensors)),
          "If one of them holds the whole model, call it %s.".formatted(ModelFolder.WEIGHTS));
    }
    return files.stream()
        .filter(UNREAD.asMatchPredicate())
        .findFirst()
        .map(
            file ->
                PatchbayException.failed(
                    "%s: the weights are stored in a way that is not read (%s)."
                        .formatted(folder, file),
                    "Take the model as safetensors: a folder with %s and %s."
                        .formatted(ModelFolder.CONFIG, ModelFolder.WEIGHTS)))
        .orElseGet(
            () ->
                PatchbayException.failed(
                    "%s: there is no %s in this folder.".formatted(folder, ModelFolder.WEIGHTS),
                    "A model is a folder with %s and %s."
                        .formatted(ModelFolder.CONFIG, ModelFolder.WEIGHTS)));
  }
}
