package dev.patchbay.engine.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.engine.tensor.Tensors;
import dev.patchbay.spi.model.ModelSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What passes of one length need to know of positions: which sees which, and how far queries and
 * keys turn.
 *
 * @param masks for each layer, 0 where a destination may look, −∞ where not [destination, source]
 * @param turns null where nothing turns
 * @param rows what is added to what queries and keys read [1, pos, d_model]; null where nothing is
 */
public record PositionTables(List<NDArray> masks, @Nullable Turns turns, @Nullable NDArray rows) {

  /**
   * How far queries and keys turn.
   *
   * @param cos [pos, pair]; likewise {@code sin}
   */
  record Turns(NDArray cos, NDArray sin) {

    private Turns map(UnaryOperator<NDArray> function) {
      return new Turns(function.apply(cos), function.apply(sin));
    }
  }

  static PositionTables of(ModelSpec spec, Tensors tensors, @Nullable NDArray rows, int length) {
    Map<Integer, NDArray> byWindow = new HashMap<>();
    List<NDArray> masks = new ArrayList<>();
    for (int layer = 0; layer < spec.nLayers(); layer++) {
      masks.add(
          byWindow.computeIfAbsent(
              spec.attention().window(layer), window -> mask(spec, tensors, length, window)));
    }
    return new PositionTables(
        masks,
        spec.attention().rotary()
            ? new Turns(
                turn(spec, tensors, length, Math::cos), turn(spec, tensors, length, Math::sin))
            : null,
        rows);
  }

  /**
   * A position sees itself and those before it, at most {@code window} of them, 0 for all; where
   * attention is bidirectional, all positions.
   */
  private static NDArray mask(ModelSpec spec, Tensors tensors, int length, int window) {
    double[] mask = new double[length * length];
    boolean all = spec.attention().bidirectional();
    for (int destination = 0; destination < length; destination++) {
      for (int source = 0; source < length; source++) {
        boolean seen =
            all || (source <= destination && (window == 0 || destination - source < window));
        mask[destination * length + source] = seen ? 0 : Double.NEGATIVE_INFINITY;
      }
    }
    return tensors.of(mask, new Shape(length, length));
  }

  private static NDArray turn(
      ModelSpec spec, Tensors tensors, int length, DoubleUnaryOperator function) {
    List<Double> frequencies = spec.attention().rotaryFrequencies();
    double[] table = new double[length * frequencies.size()];
    for (int position = 0; position < length; position++) {
      for (int pair = 0; pair < frequencies.size(); pair++) {
        table[position * frequencies.size() + pair] =
            function.applyAsDouble(position * frequencies.get(pair));
      }
    }
    return tensors.of(table, new Shape(length, frequencies.size()));
  }

  /**
   * Queries or keys, turned by their positions: pair (i, i + n) of the first 2n dimensions by its
   * frequency; the rest stay.
   *
   * @param heads [..., pos, d_head], at the positions of these tables
   */
  NDArray turned(NDArray heads) {
    if (turns == null) {
      return heads;
    }
    NDArray cos = turns.cos();
    NDArray sin = turns.sin();
    long pairs = cos.getShape().get(cos.getShape().dimension() - 1);
    long width = heads.getShape().get(heads.getShape().dimension() - 1);
    NDArray first = dimensions(heads, 0, pairs);
    NDArray second = dimensions(heads, pairs, 2 * pairs);
    NDList parts =
        new NDList(first.mul(cos).sub(second.mul(sin)), second.mul(cos).add(first.mul(sin)));
    if (2 * pairs < width) {
      parts.add(dimensions(heads, 2 * pairs, width));
    }
    return NDArrays.concat(parts, -1);
  }

  /**
   * What queries and keys read, with their positions where those are not part of the stream.
   *
   * @param normed the stream after the norm [batch, pos, d_model]
   */
  NDArray placed(NDArray normed) {
    return rows == null ? normed : normed.add(rows);
  }

  private static NDArray dimensions(NDArray heads, long from, long to) {
    return heads.get(new NDIndex().addEllipseDim().addSliceDim(from, to));
  }

  /** The same for the positions from {@code from} to one below {@code to} alone. */
  public PositionTables between(int from, int to) {
    NDIndex range = new NDIndex().addSliceDim(from, to);
    return map(
        table -> table.get(range), row -> row.get(new NDIndex().addAllDim().addSliceDim(from, to)));
  }

  /**
   * The same for one position of each prompt: masks [batch, 1, source], turns [batch, 1, pair],
   * rows [batch, 1, d_model].
   *
   * @param positions [batch]
   */
  public PositionTables at(NDArray positions) {
    NDIndex chosen = new NDIndex("{}", positions);
    return map(
        table -> table.get(chosen).expandDims(1), row -> row.get(0).get(chosen).expandDims(1));
  }

  private PositionTables map(UnaryOperator<NDArray> ofTable, UnaryOperator<NDArray> ofRow) {
    IdentityHashMap<NDArray, NDArray> once = new IdentityHashMap<>(); // layers share masks
    return new PositionTables(
        masks.stream().map(mask -> once.computeIfAbsent(mask, ofTable)).toList(),
        turns == null ? null : turns.map(ofTable),
        rows == null ? null : ofRow.apply(rows));
  }

  /** Every tensor of these tables; masks that layers share come more than once. */
  public Stream<NDArray> tensors() {
    return Stream.of(
            masks.stream(),
            turns == null ? Stream.<NDArray>of() : Stream.of(turns.cos(), turns.sin()),
            Stream.ofNullable(rows))
        .flatMap(each -> each);
  }
}
