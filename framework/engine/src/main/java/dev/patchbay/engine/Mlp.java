package dev.patchbay.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.patchbay.engine.Meeting.Seat;
import java.util.List;

/**
 * A layer's MLP.
 *
 * @param norm in front of it
 * @param gate W_gate [d_model, d_mlp] and b_gate [d_mlp]; empty where nothing is gated
 * @param wIn [d_model, d_mlp]
 * @param bIn [d_mlp]
 * @param nonlinearity in its middle
 * @param wOut [d_mlp, d_model]
 * @param bOut [d_model]
 * @param normBehind behind it
 */
record Mlp(
    StreamNorm norm,
    List<NDArray> gate,
    NDArray wIn,
    NDArray bIn,
    Nonlinearity nonlinearity,
    NDArray wOut,
    NDArray bOut,
    StreamNorm normBehind) {

  /** What it writes when it reads this stream [batch, pos, d_model]; its bias included. */
  NDArray output(NDArray stream) {
    return output(stream, Seat.alone());
  }

  /** The same, with other slices, whose streams are other prompts'. */
  NDArray output(NDArray stream, Seat seat) {
    long weights = (gate.size() + 2) * wIn.size();
    NDArray sum =
        seat.sum(
            norm.apply(stream),
            weights,
            bIn.size(),
            (normed, from, to) -> neurons(from, to).written(normed));
    return normBehind.apply(sum.addi(bOut));
  }

  /** Some of its neurons, as views. */
  private Mlp neurons(long from, long to) {
    if (to - from == bIn.size()) {
      return this;
    }
    NDIndex columns = new NDIndex().addAllDim().addSliceDim(from, to);
    NDIndex some = new NDIndex().addSliceDim(from, to);
    List<NDArray> gated =
        gate.isEmpty() ? gate : List.of(gate.get(0).get(columns), gate.get(1).get(some));
    return new Mlp(
        norm,
        gated,
        wIn.get(columns),
        bIn.get(some),
        nonlinearity,
        wOut.get(some),
        bOut,
        normBehind);
  }

  /** What its neurons write [..., d_model], without b_out and a norm behind. */
  private NDArray written(NDArray normed) {
    NDArray hidden = normed.matMul(wIn).addi(bIn); // [..., d_mlp]
    NDArray active =
        gate.isEmpty()
            ? nonlinearity.apply(hidden)
            : nonlinearity.apply(normed.matMul(gate.get(0)).add(gate.get(1))).mul(hidden);
    return active.matMul(wOut);
  }
}
