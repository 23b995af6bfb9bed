package dev.patchbay.model.weights;

import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.plugin.PatchbayException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Stored tensors that no weight is made of. Where one belongs to the model, its configuration
 * describes another one, and every number would be wrong.
 */
public final class UnreadTensors {

  /** A number between dots counts layers; the others name norms, embeddings and the head. */
  private static final Pattern OF_THE_MODEL =
      Pattern.compile(
          "(.*\\.)?(\\d+|\\w*norm\\w*|ln\\d*|ln_\\w+|\\w*embed\\w*|w[tp]e|lm_head)\\..*");

  /** Heads for other ends than the next token, such as a value's; what is in them is theirs. */
  private static final Pattern OF_ANOTHER_HEAD =
      Pattern.compile("(score|classifier|(?!lm_)\\w*_head)\\..*");

  /** How many are named; a model of another family may have hundreds. */
  private static final int NAMED = 4;

  private UnreadTensors() {}

  /**
   * What there is to note of tensors that are not read; reads names alone.
   *
   * @throws PatchbayException if one belongs to a layer, a norm, an embedding or the head, or to
   *     what is read, or bears the name of a wrapper
   */
  public static List<String> notes(Checkpoint checkpoint, Architecture architecture) {
    ModelSpec spec = WeightLoader.spec(checkpoint, architecture);
    Set<String> read =
        WeightLoader.stored(spec, architecture.weights(spec, checkpoint.tensorNames()));
    Set<String> unread = new TreeSet<>(checkpoint.tensorNames());
    unread.removeAll(read);
    unread.removeIf(architecture::isBuffer);
    WrappedNames.refuse(checkpoint.name(), unread);
    Set<String> modules = read.stream().map(UnreadTensors::module).collect(Collectors.toSet());
    modules.remove("");
    Predicate<String> belongs =
        name ->
            modules.contains(module(name))
                || (OF_THE_MODEL.matcher(name).matches()
                    && !OF_ANOTHER_HEAD.matcher(name).matches());
    List<String> refused = unread.stream().filter(belongs).toList();
    if (!refused.isEmpty()) {
      throw PatchbayException.failed(
          "%s: a model as in %s does not read %s, which %s to its layers, norms, embeddings or head."
              .formatted(
                  checkpoint.name(),
                  checkpoint.config().origin(),
                  named(refused),
                  refused.size() == 1 ? "belongs" : "belong"),
          "Configuration and weights contradict each other: take both from one model.");
    }
    return unread.isEmpty()
        ? List.of()
        : List.of(named(List.copyOf(unread)) + " in the file, which the model does not read");
  }

  /** What a tensor is a part of: its name without the last word. */
  private static String module(String tensor) {
    return tensor.substring(0, Math.max(0, tensor.lastIndexOf('.')));
  }

  private static String named(List<String> tensors) {
    String names = tensors.stream().limit(NAMED).collect(Collectors.joining("', '", "'", "'"));
    int more = tensors.size() - NAMED;
    return "%s %s%s"
        .formatted(
            tensors.size() == 1 ? "the tensor" : tensors.size() + " tensors",
            names,
            more > 0 ? " and " + more + " more" : "");
  }
}
