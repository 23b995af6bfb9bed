package dev.patchbay.plugins.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A random orthogonal matrix, as a chain of as many reflections as the stream has dimensions: after
 * it no axis means anything.
 */
final class Rotation implements StreamMap {

  private final List<double[]> mirrors = new ArrayList<>();

  /**
   * @param width of the residual stream
   * @param keepsMean whether the mean over the dimensions stays as it is, as LayerNorm needs
   */
  Rotation(int width, long seed, boolean keepsMean) {
    Random random = new Random(seed);
    for (int i = 0; i < width; i++) {
      mirrors.add(mirror(width, random, keepsMean));
    }
  }

  private static double[] mirror(int width, Random random, boolean keepsMean) {
    double[] normal = new double[width];
    double sum = 0;
    for (int i = 0; i < width; i++) {
      normal[i] = random.nextGaussian();
      sum += normal[i];
    }
    double length = 0;
    for (int i = 0; i < width; i++) {
      normal[i] -= keepsMean ? sum / width : 0;
      length += normal[i] * normal[i];
    }
    for (int i = 0; i < width; i++) {
      normal[i] /= Math.sqrt(length);
    }
    return normal;
  }

  @Override
  public double[] written(double[] vector) {
    double[] turned = vector.clone();
    for (double[] normal : mirrors) {
      double along = 0;
      for (int i = 0; i < turned.length; i++) {
        along += turned[i] * normal[i];
      }
      for (int i = 0; i < turned.length; i++) {
        turned[i] -= 2 * along * normal[i];
      }
    }
    return turned;
  }

  @Override
  public double[] read(double[] weights) {
    return written(weights);
  }
}
