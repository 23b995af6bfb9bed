package dev.patchbay.engine.search;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Which senders a receiver no longer reads, for each of several candidates. */
final class Cuts {

  private final List<BitSet> each;
  private final BitSet all = new BitSet();

  Cuts(int candidates) {
    this.each = IntStream.range(0, candidates).mapToObj(i -> new BitSet()).toList();
  }

  void add(int candidate, int sender) {
    each.get(candidate).set(sender);
    all.set(sender);
  }

  /** Those of any candidate. Not to be changed. */
  BitSet all() {
    return all;
  }

  /**
   * What is left for each candidate, with an axis in front where there are several; the tensor
   * itself where nothing is cut. A candidate that cuts all that the one before it cuts begins where
   * that one ends.
   *
   * @param part of a sender
   */
  NDArray from(NDArray tensor, IntFunction<NDArray> part) {
    if (all.isEmpty()) {
      return tensor;
    }
    NDList left = new NDList();
    BitSet gone = new BitSet();
    for (BitSet cut : each) {
      boolean goesOn = !left.isEmpty() && without(gone, cut).isEmpty();
      BitSet further = goesOn ? without(cut, gone) : cut;
      left.add(less(goesOn ? left.get(left.size() - 1) : tensor, further, part));
      gone = cut;
    }
    return left.size() == 1 ? left.get(0) : NDArrays.stack(left);
  }

  private static NDArray less(NDArray tensor, BitSet senders, IntFunction<NDArray> part) {
    int first = senders.nextSetBit(0);
    if (first < 0) {
      return tensor.duplicate();
    }
    NDArray less = tensor.sub(part.apply(first));
    senders.stream().skip(1).forEach(sender -> less.subi(part.apply(sender)));
    return less;
  }

  private static BitSet without(BitSet set, BitSet others) {
    BitSet rest = (BitSet) set.clone();
    rest.andNot(others);
    return rest;
  }
}
