package dev.patchbay.engine.circuit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.engine.tensor.Numbers;
import dev.patchbay.engine.tensor.Scratch;
import dev.patchbay.engine.tensor.Tensors;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Streams plus what some senders add to them, with as few additions as the sets allow: where a set
 * is almost all senders, the sum over all is carried along, so that it costs what it lacks. Equal
 * sets on one stream give one tensor.
 */
final class SenderSums {

  /**
   * From this share of its parts on, a product over all of them takes no longer than adding one
   * after the other; measured on 240 rows of 576, a thread alone.
   */
  private static final double DENSE = .1;

  private final boolean subtracts;
  private final UnaryOperator<NDArray> view;
  private final Map<Integer, NDArray> given = new HashMap<>();
  private final Map<Integer, NDArray> parts = new HashMap<>();
  private final IdentityHashMap<NDArray, Map<BitSet, NDArray>> made = new IdentityHashMap<>();
  private final BitSet all = new BitSet();
  private final BitSet summed = new BitSet();
  private @Nullable NDArray running;
  private final List<Integer> rows = new ArrayList<>(); // of the stack: senders
  private @Nullable NDArray stack;

  /** Whether a product may leave a part out: nothing times infinity is not nothing. */
  private boolean finite = true;

  /**
   * @param subtracts whether a sum may be made of a larger one, which leaves rounding where nothing
   *     is to be left
   * @param view what the streams see of a part: some of its positions
   */
  SenderSums(boolean subtracts, UnaryOperator<NDArray> view) {
    this.subtracts = subtracts;
    this.view = view;
  }

  /**
   * A further sender's part, or another one before any sum has it; it must live as long as this.
   */
  void add(int sender, NDArray part) {
    given.put(sender, part);
    all.set(sender);
  }

  private NDArray part(int sender) {
    return parts.computeIfAbsent(
        sender, s -> view.apply(Objects.requireNonNull(given.get(s), "A sender not added")));
  }

  /**
   * {@code stream} plus the parts of {@code senders}; the stream itself where there are none.
   *
   * @param senders of those that were added; not to be changed afterwards
   */
  NDArray plus(NDArray stream, BitSet senders) {
    if (senders.isEmpty()) {
      return stream;
    }
    return made.computeIfAbsent(stream, s -> new HashMap<>())
        .computeIfAbsent(senders, set -> sum(stream, set));
  }

  /**
   * Makes several sums on one stream at once, by one product, where that is quicker than part by
   * part; they are asked for by {@link #plus} then. Another order of adding up rounds otherwise.
   *
   * @param stream of the parts' shape; every part was {@link #stack stacked}
   */
  void prepare(NDArray stream, Set<BitSet> sets, Tensors tensors) {
    long additions = sets.stream().mapToLong(this::additions).sum();
    if (stack == null || !finite || additions <= DENSE * sets.size() * all.cardinality()) {
      return;
    }
    NDArray parts = stack.get(new NDIndex().addSliceDim(0, rows.size()));
    double[] chosen = new double[sets.size() * rows.size()];
    int next = 0;
    for (BitSet set : sets) {
      for (int sender : rows) {
        chosen[next++] = set.get(sender) ? 1 : 0;
      }
    }
    Map<BitSet, NDArray> known = made.computeIfAbsent(stream, s -> new HashMap<>());
    try (Scratch step = new Scratch()) {
      NDArray sums =
          tensors
              .of(chosen, new Shape(sets.size(), rows.size()))
              .matMul(parts)
              .reshape(new Shape(sets.size()).addAll(stream.getShape()))
              .addi(stream);
      int row = 0;
      for (BitSet set : sets) {
        known.put(set, step.keep(sums.get(row++)));
      }
    }
  }

  /** How many parts {@link #sum} adds or takes away for a set alone. */
  private int additions(BitSet senders) {
    int count = senders.cardinality();
    return subtracts ? Math.min(count, all.cardinality() - count) : count;
  }

  /**
   * Puts a part, which is still to be added, where products take it from.
   *
   * @param most how many parts there will be, of one shape
   * @return the part there; the one that was given is freed
   */
  NDArray stack(int sender, NDArray part, Tensors tensors, int most) {
    NDArray whole = stack == null ? tensors.empty(most, part.size()) : stack;
    stack = whole;
    try (NDArray flat = part.flatten()) {
      whole.set(new NDIndex().addIndices(rows.size()), flat);
      finite &= Double.isFinite(Numbers.sum(flat.sum()));
    }
    NDArray there = whole.get(rows.size()).reshape(part.getShape());
    rows.add(sender);
    part.close();
    return there;
  }

  /** Frees the sums that were made; nobody reads them any more. */
  void forget() {
    made.values().forEach(sums -> sums.values().forEach(NDArray::close));
    made.clear();
  }

  private NDArray sum(NDArray stream, BitSet senders) {
    BitSet lacking = without(all, senders);
    BitSet behind = without(all, summed);
    if (subtracts && lacking.cardinality() + behind.cardinality() < senders.cardinality()) {
      NDArray sum = stream.add(catchUp(behind));
      lacking.stream().forEach(sender -> sum.subi(part(sender)));
      return sum;
    }
    int first = senders.nextSetBit(0);
    NDArray sum = stream.add(part(first));
    senders.stream().skip(1).forEach(sender -> sum.addi(part(sender)));
    return sum;
  }

  private NDArray catchUp(BitSet behind) {
    NDArray sum = running == null ? part(behind.nextSetBit(0)).zerosLike() : running;
    behind.stream().forEach(sender -> sum.addi(part(sender)));
    summed.or(behind);
    running = sum;
    return sum;
  }

  private static BitSet without(BitSet set, BitSet others) {
    BitSet rest = (BitSet) set.clone();
    rest.andNot(others);
    return rest;
  }
}
