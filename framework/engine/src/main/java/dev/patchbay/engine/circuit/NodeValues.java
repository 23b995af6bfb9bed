package dev.patchbay.engine.circuit;

import ai.djl.ndarray.NDArray;
import dev.patchbay.engine.tensor.Scratch;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What is known of a circuit's nodes on some prompts; of a trial, what would be different. Streams
 * are centred. Each has the positions of its receiver's or sender's {@link Extent}.
 *
 * @param streams what a receiver reads, before the norm [batch, pos, d_model]; of the logits, the
 *     answers' rows [row, d_model]
 * @param inputs a head's queries, keys or values of it, as attention takes them: normed and turned
 *     where the model does that; keys and values with those of the common prefix first [batch, pos,
 *     d_head]
 * @param heads by sender
 * @param writes by sender: x_u − c_u; in a trial, the change of it. Where writes are whole, x_u in
 *     both [batch, pos, d_model]
 */
public record NodeValues(
    Map<Integer, NDArray> streams,
    Map<Integer, NDArray> inputs,
    Map<Integer, HeadValue> heads,
    Map<Integer, NDArray> writes) {

  public static NodeValues nothing() {
    return new NodeValues(new HashMap<>(), new HashMap<>(), new HashMap<>(), new HashMap<>());
  }

  /** Every tensor, once. */
  public Set<NDArray> tensors() {
    Set<NDArray> tensors = distinct();
    tensors.addAll(streams.values());
    tensors.addAll(writes.values());
    tensors.addAll(inputs.values());
    heads.values().forEach(h -> tensors.addAll(h.tensors()));
    return tensors;
  }

  private static Set<NDArray> distinct() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  /** The same tensors seen otherwise, each once. */
  NodeValues map(UnaryOperator<NDArray> function) {
    IdentityHashMap<NDArray, NDArray> made = new IdentityHashMap<>();
    UnaryOperator<NDArray> once = tensor -> made.computeIfAbsent(tensor, function);
    NodeValues mapped = nothing();
    streams.forEach((receiver, stream) -> mapped.streams.put(receiver, once.apply(stream)));
    inputs.forEach((receiver, input) -> mapped.inputs.put(receiver, once.apply(input)));
    heads.forEach((sender, head) -> mapped.heads.put(sender, head.map(once)));
    writes.forEach((sender, write) -> mapped.writes.put(sender, once.apply(write)));
    return mapped;
  }

  /**
   * Takes over what changed.
   *
   * @param whole whether what changed of writes is there whole
   * @return tensors that were replaced or used up; others may still hold some of them
   */
  Set<NDArray> replace(NodeValues changed, boolean whole) {
    Set<NDArray> gone = distinct();
    changed.streams.forEach((receiver, stream) -> gone.add(streams.put(receiver, stream)));
    changed.inputs.forEach((receiver, input) -> gone.add(inputs.put(receiver, input)));
    changed.heads.forEach((sender, head) -> gone.addAll(heads.put(sender, head).tensors()));
    if (whole) {
      changed.writes.forEach((sender, write) -> gone.add(writes.put(sender, write)));
      return gone;
    }
    changed.writes.forEach(
        (sender, change) -> {
          Objects.requireNonNull(writes.get(sender)).addi(change);
          gone.add(change);
        });
    return gone;
  }

  /**
   * Drops what is no longer live.
   *
   * @return its tensors; others may still hold some of them
   */
  Set<NDArray> keepOnly(LiveReaders readers) {
    Set<NDArray> gone = distinct();
    writes.entrySet().removeIf(e -> !readers.isLive(e.getKey()) && gone.add(e.getValue()));
    if (!gone.isEmpty()) { // else no node died
      streams.entrySet().removeIf(e -> isDead(e.getKey(), readers) && gone.add(e.getValue()));
      inputs.entrySet().removeIf(e -> isDead(e.getKey(), readers) && gone.add(e.getValue()));
      heads
          .entrySet()
          .removeIf(
              e ->
                  isDead(readers.graph().inputsOf(e.getKey())[0], readers)
                      && gone.addAll(e.getValue().tensors()));
    }
    return gone;
  }

  private static boolean isDead(int receiver, LiveReaders readers) {
    return !readers.isLiveReceiver(receiver);
  }

  /** Takes those that are held out of a set. */
  void takeFrom(Set<NDArray> tensors) {
    streams.values().forEach(tensors::remove);
    writes.values().forEach(tensors::remove);
    inputs.values().forEach(tensors::remove);
    heads.values().forEach(h -> h.tensors().forEach(tensors::remove));
  }

  /**
   * Keeps the answers' positions alone of what matters nowhere else any more.
   *
   * @param before where each was needed
   * @param now where it is
   * @return tensors that were replaced; others may still hold some of them
   */
  Set<NDArray> narrow(Extents before, Extents now, UnaryOperator<NDArray> narrowed) {
    IdentityHashMap<NDArray, NDArray> made = new IdentityHashMap<>();
    UnaryOperator<NDArray> once =
        tensor -> made.computeIfAbsent(tensor, wide -> Scratch.release(narrowed.apply(wide)));
    streams.replaceAll((r, s) -> now.narrowsReceiver(before, r) ? once.apply(s) : s);
    inputs.replaceAll((r, i) -> now.narrowsReceiver(before, r) ? once.apply(i) : i);
    heads.replaceAll((h, value) -> now.narrowsSender(before, h) ? value.map(once) : value);
    writes.replaceAll((s, write) -> now.narrowsSender(before, s) ? once.apply(write) : write);
    return made.keySet();
  }
}
