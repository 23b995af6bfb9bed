package dev.patchbay.engine.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.patchbay.engine.tensor.Arithmetic;

/** What comes before a reader of the residual stream. */
public interface StreamNorm {

  /** Nothing: the stream is read as it is. */
  StreamNorm NONE =
      new StreamNorm() {
        @Override
        public NDArray apply(NDArray stream) {
          return stream;
        }

        @Override
        public Standardised standardise(NDArray stream) {
          return new Standardised(stream.zerosLike(), scale(stream));
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
        public NDArray seen(NDArray unit) {
          return unit;
        }

        @Override
        public NDArray folded(NDArray weights) {
          return weights;
        }
      };

  /** What the reader sees of a stream [..., d_model]. */
  default NDArray apply(NDArray stream) {
    return seen(standardise(stream).unit());
  }

  /** What of a stream, or of what is written to it, this norm sees [..., d_model]. */
  NDArray centred(NDArray stream);

  /** What a {@link #centred} stream is divided by, where no gradient flows [..., 1]. */
  NDArray scale(NDArray centred);

  /**
   * The stream as it is before the gain, and what it was divided by. Where there is no norm, no
   * part of the stream counts as its unit: there the gradient needs no correction.
   */
  Standardised standardise(NDArray stream);

  /** What the reader sees of a stream before the gain [..., d_model]. */
  NDArray seen(NDArray unit);

  /**
   * The weights with which a reader sees the stream before the gain and before its mean is taken
   * out [d_model, n].
   *
   * @param weights the reader's own [d_model, n]
   */
  NDArray folded(NDArray weights);

  /**
   * The root of the mean square over the last axis. The norm is one pass over memory, where squares
   * and their mean are two; but what DJL makes of the plain number is gone when a backward pass
   * would read it.
   */
  private static NDArray rootMeanSquare(NDArray tensor, double epsilon) {
    int last = tensor.getShape().dimension() - 1;
    NDArray norm = tensor.norm(2, new int[] {last}, true); // [..., 1]
    return norm.muli(norm).divi(tensor.getShape().get(last)).addi(epsilon).sqrt();
  }

  /** A centred stream over the same, where gradients may flow. */
  private static Standardised unit(NDArray centred, double epsilon) {
    NDArray scale = centred.square().mean(new int[] {-1}, true).add(epsilon).sqrt(); // [..., 1]
    return new Standardised(centred.div(scale), scale);
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
  record LayerNorm(NDArray gain, NDArray bias, double epsilon, Arithmetic arithmetic)
      implements StreamNorm {

    @Override
    public NDArray apply(NDArray stream) {
      return arithmetic.layerNorm(stream, gain, bias, epsilon);
    }

    @Override
    public Standardised standardise(NDArray stream) {
      return unit(centred(stream), epsilon);
    }

    @Override
    public NDArray centred(NDArray stream) {
      return stream.sub(stream.mean(new int[] {-1}, true));
    }

    @Override
    public NDArray scale(NDArray centred) {
      return rootMeanSquare(centred, epsilon);
    }

    @Override
    public NDArray seen(NDArray unit) {
      return unit.mul(gain).add(bias);
    }

    @Override
    public NDArray folded(NDArray weights) {
      NDArray gained = weights.mul(gain.expandDims(1));
      return gained.subi(gained.mean(new int[] {0}, true));
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
    public Standardised standardise(NDArray stream) {
      return unit(stream, epsilon);
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
    public NDArray seen(NDArray unit) {
      return unit.mul(gain);
    }

    @Override
    public NDArray folded(NDArray weights) {
      return weights.mul(gain.expandDims(1));
    }
  }
}
