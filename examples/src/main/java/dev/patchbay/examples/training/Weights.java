package dev.patchbay.examples.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/** Named tensors: a model's weights, or one number beside each of them. */
record Weights(Map<String, NDArray> tensors) {

  /** Deviation of the weights before training; GPT-2's own. */
  private static final double SCALE = .02;

  /**
   * Where training begins, as GPT-2 did: small normal weights, smaller still where they write into
   * the residual stream; gains of one and biases of zero. Drawn in Java: equal on every machine.
   */
  static Weights drawn(Gpt2Size size, long seed, NDManager manager) {
    SplittableRandom random = new SplittableRandom(seed);
    double writing = SCALE / Math.sqrt(2.0 * size.layers());
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    size.shapes()
        .forEach(
            (name, shape) -> {
              float[] numbers = new float[Math.toIntExact(shape.size())];
              for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (float) first(name, writing, random);
              }
              tensors.put(name, Tensors.of(numbers, shape, manager));
            });
    return new Weights(tensors);
  }

  private static double first(String name, double writing, SplittableRandom random) {
    if (name.endsWith(".bias")) {
      return 0;
    }
    if (name.contains(".ln_")) {
      return 1;
    }
    return (name.endsWith("c_proj.weight") ? writing : SCALE) * random.nextGaussian();
  }

  /** Zeros of the same names and shapes. */
  Weights zeros(NDManager manager) {
    return map(tensor -> manager.zeros(tensor.getShape()));
  }

  /** Another tensor for each. */
  Weights map(UnaryOperator<NDArray> change) {
    Map<String, NDArray> changed = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> changed.put(name, change.apply(tensor)));
    return new Weights(changed);
  }

  /**
   * The same memory as leaves of a new computation: a backward pass leaves gradients on them, and
   * they are gone with the scope of the step.
   */
  Weights leaves() {
    return map(
        tensor -> {
          NDArray leaf = tensor.stopGradient();
          leaf.setRequiresGradient(true);
          return leaf;
        });
  }

  NDArray get(String name) {
    return Objects.requireNonNull(tensors.get(name), name);
  }
}
