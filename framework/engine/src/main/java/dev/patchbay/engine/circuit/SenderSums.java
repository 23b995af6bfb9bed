package dev.patchbay.engine.circuit;

import ai.djl.ndarray.NDArray;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Streams plus what some senders add to them, with as few additions as the sets allow: where a set
 * is almost all senders, the sum over all is carried along, so that it costs what it lacks. Equal
 * sets on one stream give one tensor.
 */
final class SenderSums {

  private final boolean subtracts;
  private final UnaryOperator<NDArray> view;
  private final Map<Integer, NDArray> given = new HashMap<>();
  private final Map<Integer, NDArray> parts = new HashMap<>();
  private final IdentityHashMap<NDArray, Map<BitSet, NDArray>> made = new IdentityHashMap<>();
  private final BitSet all = new BitSet();
  private final BitSet summed = new BitSet();
  private @Nullable NDArray running;

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
