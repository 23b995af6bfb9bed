package dev.patchbay.spi.model;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How a weight is made of a stored tensor: take it, then slice, reshape and permute in turn. Data,
 * so that an architecture needs no tensor code.
 *
 * @param tensor the stored tensor's name, or "" for zeros
 * @param steps what is done to it, in order
 */
public record TensorRecipe(String tensor, List<Step> steps) {

  /** One step of a recipe. */
  public sealed interface Step {}

  /** Keeps the indices {@code from} to one below {@code to} of an axis. */
  public record Slice(int axis, long from, long to) implements Step {}

  /** Gives the same numbers, in the same order, another shape. */
  public record Reshape(Shape shape) implements Step {}

  /** Puts the axes into another order. */
  public record Permute(List<Integer> axes) implements Step {}

  /** Makes {@code factor · x + addend} of every number. */
  public record Affine(double factor, double addend) implements Step {}

  public TensorRecipe {
    steps = List.copyOf(steps);
  }

  /** The stored tensor as it is. */
  public static TensorRecipe of(String tensor) {
    return new TensorRecipe(tensor, List.of());
  }

  /** Zeros: a bias that the checkpoint does not have. */
  public static TensorRecipe zeros(long... shape) {
    return new TensorRecipe("", List.of(new Reshape(new Shape(shape))));
  }

  /** Whether the weight is not a stored tensor but zeros. */
  public boolean isZeros() {
    return tensor.isEmpty();
  }

  /** Then keeps indices {@code from} to one below {@code to} of {@code axis}. */
  public TensorRecipe slice(int axis, long from, long to) {
    return then(new Slice(axis, from, to));
  }

  /** Then reshapes. */
  public TensorRecipe reshape(long... shape) {
    return then(new Reshape(new Shape(shape)));
  }

  /** Then permutes the axes. */
  public TensorRecipe permute(int... axes) {
    return then(new Permute(Arrays.stream(axes).boxed().toList()));
  }

  /** Then makes {@code factor · x + addend} of every number. */
  public TensorRecipe affine(double factor, double addend) {
    return then(new Affine(factor, addend));
  }

  private TensorRecipe then(Step step) {
    List<Step> more = new ArrayList<>(steps);
    more.add(step);
    return new TensorRecipe(tensor, more);
  }
}
