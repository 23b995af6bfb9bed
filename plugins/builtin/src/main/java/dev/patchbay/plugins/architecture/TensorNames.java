package dev.patchbay.plugins.architecture;

import java.util.List;
import java.util.Set;

/**
 * What a family of decoders calls its tensors, without {@code .weight} and {@code .bias}.
 *
 * @param prefix what whole models put before all names but the unembedding's
 * @param embedding the word embedding
 * @param unembedding the head of the model
 * @param layers what comes before a layer's number; the names below come after it
 * @param attentionNorm the norm before attention
 * @param inputs queries, keys and values, or one tensor that holds all three
 * @param output what the heads write
 * @param mlpNorm the norm before the MLP
 * @param mlp what the MLP reads and what it writes; what gates it first, where it is gated
 * @param finalNorm the last norm, which is in no layer
 */
record TensorNames(
    String prefix,
    String embedding,
    String unembedding,
    String layers,
    String attentionNorm,
    List<String> inputs,
    String output,
    String mlpNorm,
    List<String> mlp,
    String finalNorm) {

  /** What comes before the names of a file's tensors: nothing where it holds the base alone. */
  static String base(Set<String> stored, String prefix, String embedding) {
    String known = embedding + ".weight";
    boolean alone = stored.contains(known) && !stored.contains(prefix + known);
    return alone ? "" : prefix;
  }
}
