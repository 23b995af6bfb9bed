package dev.patchbay.model.folder;

import dev.patchbay.spi.plugin.PatchbayException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is there instead of {@code model.safetensors}. */
public final class OtherWeights {

  private static final Pattern SHARD = Pattern.compile(".*-\\d+-of-\\d+\\.safetensors");
  private static final Pattern UNREAD = Pattern.compile(".*\\.(gguf|ggml|h5|msgpack|onnx|npz)");

  private OtherWeights() {}

  /**
   * That the weights are missing, and what is there.
   *
   * @param origin what holds the files
   * @param where where that is, such as "in this folder"
   */
  public static PatchbayException refusal(String origin, String where, Collection<String> files) {
    List<String> tensors = files.stream().filter(n -> n.endsWith(".safetensors")).sorted().toList();
    Optional<String> shard = tensors.stream().filter(SHARD.asMatchPredicate()).findFirst();
    if (shard.isPresent()) {
      return PatchbayException.failed(
          "%s: the weights are in parts (%s), and the list of what each holds, %s, is missing."
              .formatted(origin, shard.get(), ModelFolder.INDEX),
          "Copy or download it too.");
    }
    if (!tensors.isEmpty()) {
      return PatchbayException.failed(
          "%s: there is no %s %s, but %s."
              .formatted(origin, ModelFolder.WEIGHTS, where, String.join(", ", tensors)),
          "If one of them holds the whole model, call it %s.".formatted(ModelFolder.WEIGHTS));
    }
    return Pickles.among(files)
        .map(pickles -> pickles.refusal(origin))
        .orElseGet(() -> withoutTensors(origin, where, files));
  }

  private static PatchbayException withoutTensors(
      String origin, String where, Collection<String> files) {
    String wanted = "a folder with %s and %s.".formatted(ModelFolder.CONFIG, ModelFolder.WEIGHTS);
    return files.stream()
        .filter(UNREAD.asMatchPredicate())
        .sorted()
        .findFirst()
        .map(
            file ->
                PatchbayException.failed(
                    "%s: the weights are stored in a way that is not read (%s)."
                        .formatted(origin, file),
                    "Take the model as safetensors: " + wanted))
        .orElseGet(
            () ->
                PatchbayException.failed(
                    "%s: there is no %s %s.".formatted(origin, ModelFolder.WEIGHTS, where),
                    "A model is " + wanted));
  }
}
