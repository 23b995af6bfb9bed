package dev.patchbay.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The beginning of prompts, out of a pass over the whole of them, for passes that differ only
 * behind it: these see its keys and values, and change nothing there. Only where no position looks
 * ahead.
 *
 * @param beginning that pass at these positions; empty where a pass begins at the first, else one
 *     element
 * @param keys each layer's, as they meet queries [batch, head, pos, d_head]
 * @param values each layer's [batch, head, pos, d_head]
 */
record Front(List<DensePass> beginning, List<NDArray> keys, List<NDArray> values) {

  /** In front of passes over whole prompts. */
  static final Front NONE = new Front(List.of(), List.of(), List.of());

  /**
   * The first positions of a pass.
   *
   * @param whole with its queries, keys and values; its other tensors must live as long as this
   */
  static Front of(LoadedModel model, DensePass whole, int length) {
    PositionTables tables = PositionTables.of(model, length);
    List<NDArray> keys = new ArrayList<>();
    List<NDArray> values = new ArrayList<>();
    for (Layer layer : model.layers()) {
      NDArray qkv = first(whole.qkv().get(layer.index()), length);
      keys.add(layer.keys(layer.splitHeads(qkv, 1), tables).duplicate());
      values.add(layer.splitHeads(qkv, 2).duplicate());
    }
    return new Front(List.of(first(whole, length)), keys, values);
  }

  private static DensePass first(DensePass whole, int length) {
    NDIndex square = new NDIndex().addEllipseDim().addSliceDim(0, length).addSliceDim(0, length);
    return new DensePass(
        first(whole.tokens(), length),
        first(whole.positions(), length),
        first(whole.streams(), length),
        List.of(),
        first(whole.z(), length),
        whole.patterns().stream().map(pattern -> pattern.get(square)).toList(),
        first(whole.mlps(), length),
        first(whole.last(), length));
  }

  private static List<NDArray> first(List<NDArray> tensors, int length) {
    return tensors.stream().map(tensor -> first(tensor, length)).toList();
  }

  private static NDArray first(NDArray tensor, int length) {
    return tensor.get(new NDIndex().addAllDim().addSliceDim(0, length));
  }

  /** The same function of every tensor. */
  Front map(UnaryOperator<NDArray> function) {
    return new Front(
        beginning.stream().map(pass -> pass.map(function)).toList(),
        keys.stream().map(function).toList(),
        values.stream().map(function).toList());
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
