package dev.patchbay.study;

import dev.patchbay.core.discovery.EdgeFractions;
import dev.patchbay.spi.graph.Circuit;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * Faithfulness against the share of the edges, at MIB's shares, and the areas that MIB ranks
 * methods by.
 *
 * <p>Mueller et al. (2025), <i>MIB: A Mechanistic Interpretability Benchmark</i>, arXiv:2504.13151,
 * section 3.
 *
 * @param circuits one for each of {@link EdgeFractions#ALL}
 */
record FaithfulnessCurve(List<Circuit> circuits, MeasuredCircuits measured) {

  private static final List<Double> FRACTIONS = EdgeFractions.ALL;

  private double[] faithfulness(int[] prompts) {
    return circuits.stream().mapToDouble(c -> measured.faithfulness(c, prompts)).toArray();
  }

  /** The circuit performance ratio: the area under faithfulness over the share of the edges. */
  double cpr(int[] prompts) {
    return area(faithfulness(prompts), DoubleUnaryOperator.identity());
  }

  /** The circuit–model distance: the area between faithfulness and 1. */
  double cmd(int[] prompts) {
    return area(distances(prompts), DoubleUnaryOperator.identity());
  }

  /**
   * The mean height of faithfulness where shares stand on a logarithmic axis: nine tenths of {@link
   * #cpr} lie above a tenth of the edges, where no circuit is.
   */
  double cprLog(int[] prompts) {
    return area(faithfulness(prompts), Math::log) / decades();
  }

  /** The mean distance from 1 on a logarithmic axis. */
  double cmdLog(int[] prompts) {
    return area(distances(prompts), Math::log) / decades();
  }

  private double[] distances(int[] prompts) {
    return Arrays.stream(faithfulness(prompts)).map(f -> Math.abs(1 - f)).toArray();
  }

  private static double decades() {
    return Math.log(FRACTIONS.get(FRACTIONS.size() - 1)) - Math.log(FRACTIONS.get(0));
  }

  /** The area under straight lines. */
  private static double area(double[] heights, DoubleUnaryOperator axis) {
    return IntStream.range(1, heights.length)
        .mapToDouble(
            i -> {
              double width =
                  axis.applyAsDouble(FRACTIONS.get(i)) - axis.applyAsDouble(FRACTIONS.get(i - 1));
              return width * (heights[i] + heights[i - 1]) / 2;
            })
        .sum();
  }

  /** The points, over all prompts. */
  List<double[]> points(int[] prompts) {
    double[] heights = faithfulness(prompts);
    return IntStream.range(0, heights.length)
        .mapToObj(i -> new double[] {FRACTIONS.get(i), heights[i]})
        .toList();
  }
}
