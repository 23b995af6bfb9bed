package dev.patchbay.engine.passes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.patchbay.engine.weights.Layer;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.engine.weights.PositionTables;
import java.util.ArrayList;
import java.util.List;

/**
 * The positions at which prompts begin, out of a pass over the whole of them, for passes that
 * differ only after these: they see the prefix's keys and values, and change nothing there. Only
 * where no position looks ahead.
 *
 * @param length how many positions it has
 * @param keys each layer's, as they meet queries [batch, head, pos, d_head]
 * @param values each layer's [batch, head, pos, d_head]
 */
record Prefix(int length, List<NDArray> keys, List<NDArray> values) {

  /** Of passes over whole prompts. */
  static final Prefix NONE = new Prefix(0, List.of(), List.of());

  /**
   * The first positions of a pass; the caller's own.
   *
   * @param qkv its queries, keys and values
   */
  static Prefix of(LoadedModel model, List<NDArray> qkv, int length) {
    PositionTables tables = model.positionTables(length);
    NDIndex first = new NDIndex().addAllDim().addSliceDim(0, length);
    List<NDArray> keys = new ArrayList<>();
    List<NDArray> values = new ArrayList<>();
    for (Layer layer : model.layers()) {
      NDArray own = qkv.get(layer.index()).get(first);
      keys.add(layer.keys(layer.splitHeads(own, 1), tables).duplicate());
      values.add(layer.splitHeads(own, 2).duplicate());
    }
    return new Prefix(length, keys, values);
  }

  /** A layer's keys at all positions, given those after the prefix. */
  NDArray withKeys(int layer, NDArray rest) {
    return length == 0 ? rest : keys.get(layer).concat(rest, 2);
  }

  /** A layer's values at all positions, given those after the prefix. */
  NDArray withValues(int layer, NDArray rest) {
    return length == 0 ? rest : values.get(layer).concat(rest, 2);
  }

  /** What of something over all positions lies after the prefix [1, pos, …]. */
  NDArray rest(NDArray all) {
    return all.get(new NDIndex().addAllDim().addSliceDim(length, all.getShape().get(1)));
  }
}
