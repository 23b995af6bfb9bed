package dev.patchbay.plugins.architecture;

import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.StoredTensor;
import dev.patchbay.spi.plugin.PatchbayException;

/** Compares what a configuration claims about tensors with the tensors that are there. */
final class TensorClaims {

  private static final String TIED = "tie_word_embeddings";
  private static final int PIECE = 1 << 20; // bytes compared at a time

  private final Checkpoint checkpoint;

  TensorClaims(Checkpoint checkpoint) {
    this.checkpoint = checkpoint;
  }

  /**
   * Whether embedding and unembedding are one, as {@code tie_word_embeddings} says, or the family's
   * custom where the file says nothing. A tied model may store its unembedding only with the
   * embedding's numbers, and any other must store one: of a contradiction, versions of transformers
   * believe either side, and a head that is missing they make up.
   *
   * @param tiedIfSilent whether the family's models are tied where the file says nothing
   */
  void tied(String embedding, String unembedding, boolean tiedIfSilent) {
    CheckpointConfig config = checkpoint.config();
    boolean stored = stored(unembedding + ".weight");
    boolean tied = config.flag(TIED, tiedIfSilent);
    if (!tied && !stored) {
      throw PatchbayException.failed(
          "%s: %s is %s, but %s has no tensor '%s.weight'."
              .formatted(
                  config.origin(),
                  TIED,
                  config.names().contains(TIED)
                      ? String.valueOf(config.fields().get(TIED))
                      : "missing, which means false in such a model",
                  checkpoint.name(),
                  unembedding),
          "The file holds a model without its head: take one that was saved with it, or set %s to"
                  .formatted(TIED)
              + " true if the embedding serves as head.");
    }
    if (tied && stored && stored(embedding + ".weight")) {
      same(embedding + ".weight", unembedding + ".weight");
    }
  }

  private void same(String embedding, String unembedding) {
    StoredTensor one = checkpoint.tensor(embedding);
    StoredTensor other = checkpoint.tensor(unembedding);
    if (one.dataType() != other.dataType()
        || !one.shape().equals(other.shape())
        || !sameBytes(one, other, one.shape().size() * one.dataType().getNumOfBytes())) {
      throw PatchbayException.failed(
          "%s: the word embeddings are tied, but %s has '%s' with other numbers than '%s'."
              .formatted(checkpoint.config().origin(), checkpoint.name(), unembedding, embedding),
          "If the model predicts with '%s', set tie_word_embeddings to false; else remove it."
              .formatted(unembedding));
    }
  }

  private static boolean sameBytes(StoredTensor one, StoredTensor other, long size) {
    for (long offset = 0; offset < size; offset += PIECE) {
      int length = (int) Math.min(PIECE, size - offset);
      if (!one.bytes(offset, length).equals(other.bytes(offset, length))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether a layer has a bias if, and only if, it should.
   *
   * @param claim what says so, such as "attention_bias is true"
   * @param claimed whether it should
   * @param layer the layer's name, without ".bias"
   */
  void bias(String claim, boolean claimed, String layer) {
    if (stored(layer + ".bias") != claimed) {
      throw PatchbayException.failed(
          "%s: %s, but %s has %s tensor '%s.bias'."
              .formatted(
                  checkpoint.config().origin(),
                  claim,
                  checkpoint.name(),
                  claimed ? "no" : "a",
                  layer),
          "Configuration and weights contradict each other: take both from one model.");
    }
  }

  private boolean stored(String tensor) {
    return checkpoint.tensorNames().contains(tensor);
  }
}
