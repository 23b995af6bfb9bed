package dev.patchbay.study;

import dev.patchbay.spi.graph.EdgeScores;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A score method's answer on each prompt alone: what its answer on any of them together is made of.
 *
 * @param like whose graph and unscored edges the scores have
 * @param each the scores, prompt by prompt
 */
record PromptScores(EdgeScores like, List<double[]> each) {

  static double[] values(EdgeScores scores) {
    return IntStream.range(0, scores.graph().edgeCount())
        .mapToDouble(scores::valueOrZero)
        .toArray();
  }

  /** The scores on some of the prompts, or on some of them more than once: their mean. */
  EdgeScores of(int[] prompts) {
    double[] mean = new double[like.graph().edgeCount()];
    for (int prompt : prompts) {
      double[] scores = each.get(prompt);
      for (int edge = 0; edge < mean.length; edge++) {
        mean[edge] += scores[edge] / prompts.length;
      }
    }
    BitSet unscored = new BitSet();
    IntStream.range(0, mean.length).filter(e -> !like.isScored(e)).forEach(unscored::set);
    return EdgeScores.of(like.graph(), mean, unscored);
  }

  /**
   * How far the mean over all prompts is from what the method said of all, relative to its size.
   */
  double gap() {
    double[] mean = values(of(IntStream.range(0, each.size()).toArray()));
    double furthest =
        IntStream.range(0, mean.length)
            .mapToDouble(edge -> Math.abs(mean[edge] - like.valueOrZero(edge)))
            .max()
            .orElse(0);
    return furthest == 0 ? 0 : furthest / like.largestAbsolute();
  }
}
