package dev.patchbay.core.engine;

import ai.djl.ndarray.NDArray;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Streams plus what some senders add to them, with as few additions as the sets allow: the sum over
 * all senders so far is carried along, so that a set that is almost all of them costs what it
 * lacks. Equal sets on one stream give one tensor.
 */
final class SenderSums {

  private final BitSet all = new BitSet();
  private final Map<Integer, NDArray> parts = new HashMap<>();
  private final IdentityHashMap<NDArray, Map<BitSet, NDArray>> made = new IdentityHashMap<>();
  private @Nullable NDArray running;

  /** A further sender's part [batch, pos, d_model]; it must live as long as this. */
  void add(int sender, NDArray part) {
    parts.put(sender, part);
    all.set(sender);
    if (running == null) {
      running = part.duplicate();
    } else {
      running.addi(part);
    }
  }

  /** The part of a sender. */
  NDArray part(int sender) {
    NDArray part = parts.get(sender);
    if (part == null) {
      throw new IllegalArgumentException("Sender " + sender + " was not added.");
    }
    return part;
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
    BitSet lacking = (BitSet) all.clone();
    lacking.andNot(senders);
    if (running != null && lacking.cardinality() < senders.cardinality()) {
      NDArray sum = stream.add(running);
      lacking.stream().forEach(sender -> sum.subi(part(sender)));
      return sum;
    }
    int first = senders.nextSetBit(0);
    NDArray sum = stream.add(part(first));
    senders.stream().skip(1).forEach(sender -> sum.addi(part(sender)));
    return sum;
  }
}
