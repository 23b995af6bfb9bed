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

  private static final Pattern PICKLE = Pattern.compile(".*\\.(bin|pt|pth|ckpt)", Pattern.DOTALL);

  /** What {@code save_pretrained} called pickles, in one file or in several. */
  private static final String USUAL = "pytorch_model";

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
    return pickle(files)
        .map(file -> pickled(origin, file))
        .orElseGet(() -> withoutTensors(origin, where, files));
  }

  private static Optional<String> pickle(Collection<String> files) {
    List<String> pickles = files.stream().filter(PICKLE.asMatchPredicate()).sorted().toList();
    return pickles.stream()
        .filter(name -> name.startsWith(USUAL))
        .findFirst()
        .or(() -> pickles.stream().findFirst());
  }

  /**
   * That weights which Python has pickled are a program that runs when it is opened, and are never
   * opened here; with the command that converts them.
   */
  private static PatchbayException pickled(String origin, String file) {
    String pattern = file.startsWith(USUAL) ? USUAL + "*.bin" : file;
    // Copies, because safetensors refuses tensors that share memory, as tied embeddings do.
    return PatchbayException.failed(
        "%s: the weights are a pickle (%s), which can run any program when it is opened."
            .formatted(origin, file),
        """
        Patchbay reads safetensors only. If you trust the file, convert it in its folder: \
        python -c "import glob, torch; from safetensors.torch import save_file; \
        save_file({k: v.clone().contiguous() for f in glob.glob('%s') \
        for k, v in torch.load(f, map_location='cpu', weights_only=True).items()}, '%s')\""""
            .formatted(pattern, ModelFolder.WEIGHTS));
  }

  private static PatchbayException withoutTensors(
      String origin, String where, Collection<String> files) {
    String wanted = "a folder with %s and %s.".formatted(ModelFolder.CONFIG, ModelFolder.WEIGHTS);
    Optional<String> unread = files.stream().filter(UNREAD.asMatchPredicate()).sorted().findFirst();
    return unread.isPresent()
        ? PatchbayException.failed(
            "%s: the weights are stored in a way that is not read (%s)."
                .formatted(origin, unread.get()),
            "Take the model as safetensors: " + wanted)
        : PatchbayException.failed(
            "%s: there is no %s %s.".formatted(origin, ModelFolder.WEIGHTS, where),
            "A model is " + wanted);
  }
}
