package dev.patchbay.engine.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.patchbay.engine.tensor.Arithmetic;
import dev.patchbay.engine.tensor.Packing;
import dev.patchbay.engine.tensor.Scratch;
import dev.patchbay.engine.tensor.SliceGroup;
import dev.patchbay.engine.tensor.SliceGroup.Member;
import org.jspecify.annotations.Nullable;

/**
 * A layer's MLP.
 *
 * @param arithmetic of the model
 * @param norm before it
 * @param gate null where nothing is gated
 * @param wIn [d_model, d_mlp]
 * @param bIn [d_mlp]
 * @param nonlinearity in its middle
 * @param wOut [d_mlp, d_model]
 * @param bOut [d_model]
 * @param postNorm after it
 */
public record Mlp(
    Arithmetic arithmetic,
    StreamNorm norm,
    @Nullable Gate gate,
    NDArray wIn,
    NDArray bIn,
    Nonlinearity nonlinearity,
    NDArray wOut,
    NDArray bOut,
    StreamNorm postNorm) {

  /**
   * What multiplies the hidden layer.
   *
   * @param w [d_model, d_mlp]
   * @param b [d_mlp]
   */
  record Gate(NDArray w, NDArray b) {

    private Gate some(NDIndex columns, NDIndex some) {
      return new Gate(w.get(columns), b.get(some));
    }
  }

  /**
   * What it writes when it reads this stream [batch, pos, d_model]; its bias included.
   *
   * @param member of the slices that multiply together, whose streams are other prompts'
   */
  public NDArray output(NDArray stream, Member member) {
    return output(stream, member, (normed, from, to) -> neurons(from, to).written(normed));
  }

  /**
   * The same.
   *
   * @param neurons what some of its neurons write
   */
  public NDArray output(NDArray stream, Member member, SliceGroup.Share neurons) {
    long weights = (gate == null ? 2 : 3) * wIn.size();
    NDArray sum = member.product(norm.apply(stream), weights, bIn.size(), neurons, SliceGroup::sum);
    return postNorm.apply(sum.addi(bOut));
  }

  /** Some of its neurons, packed; the caller's own. */
  public PackedNeurons packed(Packing packing, long from, long to) {
    try (Scratch scratch = new Scratch()) {
      Mlp some = neurons(from, to);
      return new PackedNeurons(
          packing,
          nonlinearity.kind(),
          some.gate == null ? null : new Gate(packing.pack(some.gate.w()), own(some.gate.b())),
          packing.pack(some.wIn),
          own(some.bIn),
          packing.pack(some.wOut));
    }
  }

  private static NDArray own(NDArray bias) {
    return Scratch.release(bias.duplicate());
  }

  /** Some of its neurons, as views. */
  private Mlp neurons(long from, long to) {
    if (to - from == bIn.size()) {
      return this;
    }
    NDIndex columns = new NDIndex().addAllDim().addSliceDim(from, to);
    NDIndex some = new NDIndex().addSliceDim(from, to);
    return new Mlp(
        arithmetic,
        norm,
        gate == null ? null : gate.some(columns, some),
        wIn.get(columns),
        bIn.get(some),
        nonlinearity,
        wOut.get(some),
        bOut,
        postNorm);
  }

  /** What its neurons write [..., d_model], without b_out and the norm after it. */
  private NDArray written(NDArray normed) {
    NDArray hidden = arithmetic.affine(normed, wIn, bIn); // [..., d_mlp]
    NDArray active =
        gate == null
            ? nonlinearity.apply(hidden)
            : nonlinearity.apply(arithmetic.affine(normed, gate.w(), gate.b())).mul(hidden);
    return active.matMul(wOut);
  }
}
