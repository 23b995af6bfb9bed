package dev.patchbay.core.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;

/**
 * What stands in front of a reader of the residual stream, forward and backward. Composed of plain
 * operations: DJL's own norms take ε as a float, which float64 runs would notice.
 */
interface StreamNorm {

  /** Nothing: the stream is read as it is. */
  StreamNorm NONE =
      new StreamNorm() {
        @Override
        public NDArray apply(NDArray stream) {
          return stream;
        }

        @Override
        public Standardised standardise(NDArray stream) {
          return new Standardised(stream, stream);
        }

        @Override
        public NDArray centred(NDArray stream) {
          return stream;
        }

        @Override
        public NDArray scale(NDArray centred) {
          return centred.get(new NDIndex().addEllipseDim().addSliceDim(0, 1)).onesLike();
        }

        @Override
        public Folded fold(NDArray weight, NDArray bias) {
          return new Folded(weight.duplicate(), bias.duplicate());
        }

        @Override
        public NDArray backward(NDArray gradient, Standardised at) {
          return gradient;
        }
      };

  /** What the reader sees of a stream [..., d_model]. */
  NDArray apply(NDArray stream);

  /** The stream as it is before the gain, and what it was divided by. */
  Standardised standardise(NDArray stream);

  /** What of a stream, or of what is written to it, this norm sees [..., d_model]. */
  NDArray centred(NDArray stream);

  /** What a {@link #centred} stream is divided by [..., 1]. */
  NDArray scale(NDArray centred);

  /**
   * A linear map of what the reader sees, as a map of the centred stream over its scale: with the
   * gain in the weight and the norm's bias in the bias.
   *
   * @param weight [d_model, n]
   * @param bias [n]
   */
  Folded fold(NDArray weight, NDArray bias);

  /**
   * A folded map; both tensors are its own.
   *
   * @param weight [d_model, n]
   * @param offset [n]
   */
  record Folded(NDArray weight, NDArray offset) {}

  /**
   * The gradient at the stream, given the gradient at what the reader sees.
   *
   * @param gradient the caller's own, overwritten [..., pos, d_model]
   * @param at the stream's {@link #standardise}d form [pos, d_model]
   */
  NDArray backward(NDArray gradient, Standardised at);

  /** The mean over the last axis, which stays with length 1. */
  private static NDArray meanOfLast(NDArray tensor) {
    return tensor.mean(new int[] {-1}, true);
  }

  /**
   * The root of the mean square over the last axis. The norm is one pass over memory, where squares
   * and their mean would be two.
   */
  private static NDArray rootMeanSquare(NDArray tensor, double epsilon) {
    int last = tensor.getShape().dimension() - 1;
    NDArray norm = tensor.norm(2, new int[] {last}, true); // [..., 1]
    return norm.square().div(tensor.getShape().get(last)).add(epsilon).sqrt();
  }

  /**
   * A stream without its scale.
   *
   * @param unit of size 1 at each position [..., d_model]
   * @param scale what it was divided by [..., 1]
   */
  record Standardised(NDArray unit, NDArray scale) {}

  /**
   * Mean 0 and variance 1 at each position, then gain and bias.
   *
   * @param gain [d_model]
   * @param bias [d_model]
   * @param epsilon added to the variance
   */
  record LayerNorm(NDArray gain, NDArray bias, double epsilon) implements StreamNorm {

    @Override
    public NDArray apply(NDArray stream) {
      return standardise(stream).unit().mul(gain).add(bias);
    }

    @Override
    public Standardised standardise(NDArray stream) {
      NDArray centred = stream.sub(meanOfLast(stream)); // [..., d_model]
      NDArray scale = meanOfLast(centred.square()).add(epsilon).sqrt(); // [..., 1]
      return new Standardised(centred.div(scale), scale);
    }

    @Override
    public NDArray centred(NDArray stream) {
      return stream.sub(meanOfLast(stream));
    }

    @Override
    public NDArray scale(NDArray centred) {
      return rootMeanSquare(centred, epsilon);
    }

    @Override
    public Folded fold(NDArray weight, NDArray bias) {
      return new Folded(weight.mul(gain.expandDims(1)), this.bias.matMul(weight).add(bias));
    }

    @Override
    public NDArray backward(NDArray gradient, Standardised at) {
      NDArray scaled = gradient.muli(gain);
      NDArray alongMean = meanOfLast(scaled);
      NDArray alongUnit = meanOfLast(scaled.mul(at.unit())).mul(at.unit());
      return scaled.subi(alongMean).subi(alongUnit).divi(at.scale());
    }
  }

  /**
   * Mean square 1 at each position, then gain.
   *
   * @param gain [d_model], or [d_head] for the norm of a head's queries or keys
   * @param epsilon added to the mean square
   */
  record RmsNorm(NDArray gain, double epsilon) implements StreamNorm {

    @Override
    public NDArray apply(NDArray stream) {
      return standardise(stream).unit().mul(gain);
    }

    @Override
    public Standardised standardise(NDArray stream) {
      NDArray scale = meanOfLast(stream.square()).add(epsilon).sqrt(); // [..., 1]
      return new Standardised(stream.div(scale), scale);
    }

    @Override
    public NDArray centred(NDArray stream) {
      return stream;
    }

    @Override
    public NDArray scale(NDArray centred) {
      return rootMeanSquare(centred, epsilon);
    }

    @Override
    public Folded fold(NDArray weight, NDArray bias) {
      return new Folded(weight.mul(gain.expandDims(1)), bias.duplicate());
    }

    @Override
    public NDArray backward(NDArray gradient, Standardised at) {
      NDArray scaled = gradient.muli(gain);
      NDArray alongUnit = meanOfLast(scaled.mul(at.unit())).mul(at.unit());
      return scaled.subi(alongUnit).divi(at.scale());
    }
  }
}
