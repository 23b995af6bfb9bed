package dev.patchbay.model.folder;

import dev.patchbay.spi.plugin.PatchbayException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Weights that Python has pickled: a program that runs when it is opened, and is never opened here.
 *
 * @param file one of the files
 */
public record Pickles(String file) {

  private static final List<String> ENDINGS = List.of(".bin", ".pt", ".pth", ".ckpt");

  /** What {@code save_pretrained} called them, in one file or in several. */
  private static final String USUAL = "pytorch_model";

  /** The pickles among these files, if there are any. */
  public static Optional<Pickles> among(Collection<String> files) {
    List<String> pickles =
        files.stream().filter(name -> ENDINGS.stream().anyMatch(name::endsWith)).sorted().toList();
    return pickles.stream()
        .filter(name -> name.startsWith(USUAL))
        .findFirst()
        .or(() -> pickles.stream().findFirst())
        .map(Pickles::new);
  }

  /**
   * That they are not read, with the command that converts them.
   *
   * @param origin where they are
   */
  public PatchbayException refusal(String origin) {
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
}
