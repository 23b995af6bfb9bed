package dev.patchbay.core.engine;

import ai.djl.ndarray.NDArray;
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
    NDArray normed = norm.apply(stream);
    NDArray hidden = normed.matMul(wIn).addi(bIn); // [batch, pos, d_mlp]
    NDArray active =
        gate.isEmpty()
            ? nonlinearity.apply(hidden)
            : nonlinearity.apply(normed.matMul(gate.get(0)).add(gate.get(1))).mul(hidden);
    return normBehind.apply(active.matMul(wOut).addi(bOut));
  }
}
