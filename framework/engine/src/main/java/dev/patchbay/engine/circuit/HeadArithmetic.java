package dev.patchbay.engine.circuit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.engine.tensor.Memo;
import dev.patchbay.engine.tensor.Scratch;
import dev.patchbay.engine.weights.Layer;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.engine.weights.PositionTables;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.graph.Port;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** From a head's streams to its output, on the prompts of one slice. */
public final class HeadArithmetic implements AutoCloseable {

  private final LoadedModel model;
  private final ComputationGraph graph;
  private final FoldedWeights weights;
  private final Places places;
  private final IntFunction<NDArray> prefixStreams;
  private final boolean offsetsApart;
  private final Map<Extent, PositionTables> tables = new EnumMap<>(Extent.class);
  private final Memo<ReceiverAt> offsets = new Memo<>();
  private final Memo<Integer> prefixes = new Memo<>();

  /** A key: a receiver at some positions. */
  private record ReceiverAt(int receiver, Extent extent) {}

  /**
   * @param prefixStreams what a receiver reads at the {@link Extent#PREFIX}, centred
   * @param offsetsApart see {@link #isApart}
   */
  HeadArithmetic(
      LoadedModel model,
      FoldedWeights weights,
      Places places,
      IntFunction<NDArray> prefixStreams,
      boolean offsetsApart) {
    this.model = model;
    this.graph = model.graph();
    this.weights = weights;
    this.places = places;
    this.prefixStreams = prefixStreams;
    this.offsetsApart = offsetsApart;
    try (Scratch scratch = new Scratch()) {
      PositionTables all = model.positionTables(places.length());
      tables.put(Extent.PREFIX, all.between(0, places.first()));
      tables.put(Extent.AFTER_PREFIX, all.between(places.first(), places.length()));
      if (places.oneAnswerEach()) {
        tables.put(Extent.ANSWERS, all.at(places.answers()));
      }
      tables.values().stream().flatMap(PositionTables::tensors).forEach(Scratch::release);
    }
  }

  private PositionTables tables(Extent extent) {
    PositionTables of = tables.get(extent);
    if (of == null) {
      throw new IllegalStateException("Prompts with several answers each, read at one alone");
    }
    return of;
  }

  /** What a centred stream is divided by [batch, pos, 1]. */
  public NDArray scale(NDArray stream) {
    return model.scale(stream);
  }

  /**
   * A head's queries, keys or values: see {@link NodeValues#inputs}.
   *
   * @param stream centred, what the receiver reads; {@code scale} is its {@link #scale}
   */
  public NDArray input(int receiver, Extent extent, NDArray stream, NDArray scale) {
    NDArray own = turned(receiver, extent, stream, scale);
    boolean hasPrefix = graph.receiverPort(receiver) != Port.Q && places.first() > 0;
    return hasPrefix ? joined(prefix(receiver), own) : own;
  }

  private static NDArray joined(NDArray prefix, NDArray own) {
    Shape shape = own.getShape();
    int axis = shape.dimension() - 2;
    NDArray front = // of several candidates, the same for each
        axis == 1 ? prefix : prefix.broadcast(new Shape(shape.get(0)).addAll(prefix.getShape()));
    return front.concat(own, axis);
  }

  private NDArray turned(int receiver, Extent extent, NDArray stream, NDArray scale) {
    Layer layer = model.layers().get(graph.receiverNode(receiver).layer());
    NDArray projected = stream.matMul(weights.projection(receiver).weight()).divi(scale);
    if (!isApart(receiver)) {
      projected.addi(offset(receiver, extent));
    }
    return switch (graph.receiverPort(receiver)) {
      case Q -> layer.queries(projected, tables(extent));
      case K -> layer.keys(projected, tables(extent));
      case V, INPUT, WIRE -> projected;
    };
  }

  /**
   * Whether an input's offset is left out of what is looked at, and added to what was fetched. It
   * is the same at every source, and rows of a pattern sum to one except for their rounding: where
   * a head looks must not tell in what it fetches of nothing.
   */
  private boolean isApart(int receiver) {
    return offsetsApart && graph.receiverPort(receiver) == Port.V;
  }

  private NDArray offset(int receiver, Extent extent) {
    NDArray everywhere = weights.projection(receiver).offset();
    PositionTables at = tables(extent);
    NDArray rows = at.rows();
    if (rows == null || graph.receiverPort(receiver) == Port.V) {
      return everywhere;
    }
    return offsets.get(
        new ReceiverAt(receiver, extent), () -> weights.projected(receiver, rows).add(everywhere));
  }

  /** Keys or values of the prefix, where every circuit is the ablated run [batch, pos, d_head]. */
  private NDArray prefix(int receiver) {
    return prefixes.get(
        receiver,
        () -> {
          NDArray stream = prefixStreams.apply(receiver);
          return turned(receiver, Extent.PREFIX, stream, scale(stream));
        });
  }

  /**
   * Heads of one layer at work.
   *
   * @param heads their senders; all of the layer where they are joint
   * @param extent of their queries
   * @param inputs by receiver: see {@link NodeValues#inputs}
   * @param patterns those that are known already; null for others
   */
  public Map<Integer, HeadValue> values(
      List<Integer> heads,
      Extent extent,
      IntFunction<NDArray> inputs,
      IntFunction<@Nullable NDArray> patterns) {
    Layer layer = model.layers().get(graph.senderNode(heads.get(0)).layer());
    List<NDArray> seen = new ArrayList<>();
    NDList fetched = new NDList();
    for (int head : heads) {
      Node node = graph.senderNode(head);
      NDArray known = patterns.apply(head);
      NDArray pattern =
          known != null
              ? known
              : layer.attention(
                  inputs.apply(graph.receiver(node, Port.Q)),
                  inputs.apply(graph.receiver(node, Port.K)),
                  tables(extent));
      seen.add(pattern);
      int v = graph.receiver(node, Port.V);
      NDArray z = pattern.matMul(inputs.apply(v));
      fetched.add(isApart(v) ? z.addi(offset(v, extent)) : z);
    }
    Map<Integer, HeadValue> values = new HashMap<>();
    List<NDArray> shares = layer.headsNorm() == null ? fetched : shares(layer, fetched);
    for (int i = 0; i < heads.size(); i++) {
      values.put(heads.get(i), new HeadValue(seen.get(i), fetched.get(i), shares.get(i)));
    }
    return values;
  }

  private static List<NDArray> shares(Layer layer, NDList fetched) {
    NDArray together = layer.shares(NDArrays.stack(fetched, 2)); // [batch, pos, head, d_head]
    List<NDArray> shares = new ArrayList<>();
    for (int head = 0; head < fetched.size(); head++) {
      shares.add(together.get(new NDIndex(":, :, {}", head)).duplicate());
    }
    return shares;
  }

  @Override
  public void close() {
    Stream.of(offsets, prefixes).forEach(Memo::close);
    tables.values().stream().flatMap(PositionTables::tensors).forEach(NDArray::close);
  }
}
