package dev.patchbay.engine.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/** Numbers out of tensors. */
public final class Numbers {

  private Numbers() {}

  /** All numbers, row-major; copies from the device. */
  public static double[] toDoubles(NDArray tensor) {
    if (tensor.getDataType() == DataType.FLOAT64) {
      return tensor.toDoubleArray();
    }
    float[] floats = tensor.toFloatArray();
    double[] doubles = new double[floats.length];
    for (int i = 0; i < floats.length; i++) {
      doubles[i] = floats[i];
    }
    return doubles;
  }

  /** The sum of all numbers, added up in double. */
  public static double sum(NDArray tensor) {
    double sum = 0;
    for (double number : toDoubles(tensor)) {
      sum += number;
    }
    return sum;
  }
}
