package dev.patchbay.core.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The beginning of prompts, run once for passes that differ only behind it: these see its keys and
 * values, and change nothing there. Only where no position looks ahead.
 *
 * @param beginning the pass over these positions; empty where a pass begins at the first, else one
 *     element
 * @param keys each layer's, as they meet queries [batch, head, pos, d_head]
 * @param values each layer's [batch, head, pos, d_head]
 */
record Front(List<DensePass> beginning, List<NDArray> keys, List<NDArray> values) {

  /** In front of passes over whole prompts. */
  static final Front NONE = new Front(List.of(), List.of(), List.of());

  /** Runs the beginning of prompts. */
  static Front of(LoadedModel model, NDArray ids) {
    try (Scratch scratch = new Scratch()) {
      DensePass pass = DensePass.beginning(model, ids);
      PositionTables tables = PositionTables.of(model, (int) ids.getShape().get(1));
      List<NDArray> keys =
          model.layers().stream()
              .map(layer -> layer.keys(layer.splitHeads(pass.qkv().get(layer.index()), 1), tables))
              .toList();
      List<NDArray> values =
          model.layers().stream()
              .map(layer -> layer.splitHeads(pass.qkv().get(layer.index()), 2).duplicate())
              .toList();
      return new Front(
          List.of(pass.withoutQkv().map(scratch::keep)),
          keys.stream().map(scratch::keep).toList(),
          values.stream().map(scratch::keep).toList());
    }
  }

  /** How many positions lie in front. */
  int length() {
    return beginning.isEmpty() ? 0 : (int) beginning.get(0).tokens().getShape().get(1);
  }

  /** A layer's keys at all positions, given those of a pass behind. */
  NDArray withKeys(int layer, NDArray behind) {
    return beginning.isEmpty() ? behind : keys.get(layer).concat(behind, 2);
  }

  /** A layer's values at all positions, given those of a pass behind. */
  NDArray withValues(int layer, NDArray behind) {
    return beginning.isEmpty() ? behind : values.get(layer).concat(behind, 2);
  }

  /** The pass over whole prompts whose end is {@code behind}. */
  DensePass with(DensePass behind) {
    if (beginning.isEmpty()) {
      return behind;
    }
    DensePass front = beginning.get(0);
    return new DensePass(
        front.tokens().concat(behind.tokens(), 1),
        joined(front.positions(), behind.positions()),
        joined(front.streams(), behind.streams()),
        List.of(),
        joined(front.z(), behind.z()),
        IntStream.range(0, behind.patterns().size())
            .mapToObj(layer -> joined(front.patterns().get(layer), behind.patterns().get(layer)))
            .toList(),
        joined(front.mlps(), behind.mlps()),
        front.last().concat(behind.last(), 1));
  }

  private static List<NDArray> joined(List<NDArray> front, List<NDArray> behind) {
    return IntStream.range(0, behind.size())
        .mapToObj(layer -> front.get(layer).concat(behind.get(layer), 1))
        .toList();
  }

  /** A pattern [batch, head, destination, source]: nobody in front looks behind. */
  private static NDArray joined(NDArray front, NDArray behind) {
    Shape shape = front.getShape();
    Shape unseen = new Shape(shape.get(0), shape.get(1), shape.get(2), behind.getShape().get(2));
    return front.concat(front.getManager().zeros(unseen, front.getDataType()), 3).concat(behind, 2);
  }
}
