package dev.patchbay.plugins.model;

/**
 * A block of the residual stream, of which every dimension has one meaning.
 *
 * @param first its first dimension
 * @param width how many it has
 */
record Subspace(int first, int width) {

  /** The block of this width right after this one. */
  Subspace then(int nextWidth) {
    return new Subspace(first + width, nextWidth);
  }

  /** The dimension of the residual stream that stands for meaning {@code i}. */
  int at(int i) {
    return first + i % width;
  }
}
