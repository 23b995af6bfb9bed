package dev.patchbay.model.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.spi.model.TensorRecipe;
import dev.patchbay.spi.model.TensorRecipe.Affine;
import dev.patchbay.spi.model.TensorRecipe.Permute;
import dev.patchbay.spi.model.TensorRecipe.Reshape;
import dev.patchbay.spi.model.TensorRecipe.Slice;
import dev.patchbay.spi.model.TensorRecipe.Step;
import java.util.List;
import java.util.Optional;

/**
 * Follows a recipe: first through shapes alone, which touches no number, then through the tensor.
 */
final class RecipeShape {

  private RecipeShape() {}

  /** The shape that comes of it, or nothing where a step does not fit. */
  static Optional<Shape> of(Shape stored, List<Step> steps) {
    Optional<Shape> shape = Optional.of(stored);
    for (Step step : steps) {
      shape = shape.flatMap(before -> after(before, step));
    }
    return shape;
  }

  /** The tensor after the steps: mostly a view of {@code stored}, in no particular layout. */
  static NDArray apply(NDArray stored, TensorRecipe recipe) {
    NDArray array = stored;
    for (Step step : recipe.steps()) {
      if (step instanceof Slice slice) {
        NDIndex index = new NDIndex();
        for (int axis = 0; axis < slice.axis(); axis++) {
          index.addAllDim();
        }
        array = array.get(index.addSliceDim(slice.from(), slice.to()));
      } else if (step instanceof Reshape reshape) {
        array = array.reshape(reshape.shape());
      } else if (step instanceof Permute permute) {
        array = array.transpose(permute.axes().stream().mapToInt(Integer::intValue).toArray());
      } else if (step instanceof Affine affine) {
        array = array.mul(affine.factor()).add(affine.addend());
      }
    }
    return array;
  }

  private static Optional<Shape> after(Shape before, Step step) {
    if (step instanceof Slice slice) {
      return sliced(before, slice);
    } else if (step instanceof Reshape reshape) {
      return reshape.shape().size() == before.size()
          ? Optional.of(reshape.shape())
          : Optional.empty();
    } else if (step instanceof Affine) {
      return Optional.of(before);
    }
    List<Integer> axes = ((Permute) step).axes();
    if (axes.size() != before.dimension()
        || axes.stream().distinct().filter(a -> a >= 0 && a < axes.size()).count() != axes.size()) {
      return Optional.empty();
    }
    return Optional.of(new Shape(axes.stream().mapToLong(before::get).toArray()));
  }

  private static Optional<Shape> sliced(Shape before, Slice slice) {
    int axis = slice.axis();
    if (axis < 0
        || axis >= before.dimension()
        || slice.from() < 0
        || slice.from() > slice.to()
        || slice.to() > before.get(axis)) {
      return Optional.empty();
    }
    long[] sizes = before.getShape().clone();
    sizes[axis] = slice.to() - slice.from();
    return Optional.of(new Shape(sizes));
  }
}
