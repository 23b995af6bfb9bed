package dev.patchbay.examples.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * Texts side by side, as tensors [text, pos]. Short ones are filled up at their ends, where no
 * earlier position looks.
 *
 * @param ids the tokens, except for each text's last
 * @param next the token that follows each of these
 * @param shares how much each of these counts: an answer five times as much as any other token,
 *     filling not at all; all together 1
 */
record TokenTexts(NDArray ids, NDArray next, NDArray shares) {

  /** How much the answer counts, in other tokens. */
  private static final float ANSWER = 5;

  /**
   * @param texts token ids; the last of each is its answer
   */
  static TokenTexts of(List<List<Integer>> texts, NDManager manager) {
    int width = texts.stream().mapToInt(List::size).max().orElseThrow() - 1;
    long[] ids = new long[texts.size() * width];
    long[] next = new long[ids.length];
    float[] shares = new float[ids.length];
    int tokens = texts.stream().mapToInt(text -> text.size() - 1).sum();
    float share = 1 / (tokens + (ANSWER - 1) * texts.size());
    int row = 0;
    for (List<Integer> text : texts) {
      int last = text.size() - 2;
      for (int i = 0; i <= last; i++) {
        ids[row + i] = text.get(i);
        next[row + i] = text.get(i + 1);
        shares[row + i] = i == last ? ANSWER * share : share;
      }
      row += width;
    }
    Shape shape = new Shape(texts.size(), width);
    return new TokenTexts(
        Tensors.of(ids, shape, manager),
        Tensors.of(next, shape, manager),
        Tensors.of(shares, shape, manager));
  }

  /**
   * The mean surprise at the next token, in nats.
   *
   * @param logits [text, pos, vocabulary]
   */
  NDArray loss(NDArray logits) {
    NDArray said = logits.logSoftmax(-1).gather(next.expandDims(2), 2).squeeze(2); // [text, pos]
    return said.mul(shares).sum().neg();
  }
}
