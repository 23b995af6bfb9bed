package dev.patchbay.engine.passes;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.training.GradientCollector;
import dev.patchbay.engine.readout.BatchReadout;
import dev.patchbay.engine.tensor.Scratch;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.spi.model.ModelSpec.Norm;
import dev.patchbay.spi.plugin.PatchbayException;
import java.util.List;
import java.util.Objects;

/**
 * A forward and a backward pass. What is asked of it is kept beyond its scratch and detached: no
 * other backward pass finds its way back into this one, whose own tensors may go.
 *
 * @param pass the forward pass
 * @param probes where gradients were wanted
 */
record GradientPass(LoadedModel model, DensePass pass, Probes probes) {

  /** DJL bears one gradient collector in a process. */
  private static final Object BACKWARD = new Object();

  private static final int[] LAST = {-1};

  /** The two passes: the gradient is that of the loss, summed over the batch. */
  static GradientPass run(
      LoadedModel model,
      NDArray ids,
      Prefix prefix,
      Probes probes,
      ClampedSenders clamped,
      BatchReadout readout) {
    synchronized (BACKWARD) {
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        DensePass pass = DensePass.run(model, ids, prefix, probes, clamped);
        NDArray rows = readout.atAnswers(pass.last());
        requireStream(model, rows, clamped);
        collector.backward(readout.losses(rows).sum());
        return new GradientPass(model, pass, probes);
      }
    }
  }

  /**
   * Refuses a run whose logits read nothing, as under zero ablation of a model without biases: each
   * norm of each layer multiplies the gradient by 1/√ε there, one after the other.
   *
   * @param clamped none in a run of the prompts as they are
   */
  private static void requireStream(LoadedModel model, NDArray rows, ClampedSenders clamped) {
    boolean empty = rows.stopGradient().abs().max(LAST).min().eq(0).getBoolean();
    if (empty && model.spec().norm() != Norm.NONE) {
      throw PatchbayException.usage(
          "A gradient is asked for on a run in which nothing reaches the logits: every norm on the way back multiplies it by 1/√ε = %s."
              .formatted((float) (1 / Math.sqrt(model.spec().normEpsilon()))),
          clamped.equals(ClampedSenders.NONE)
              ? "The embedding of each token that a prompt's answer depends on is zero, as padding's is: omit such prompts, or read their answers at other tokens."
              : "Keep away from the ablated input with points at which it is not zero (rule=right or rule=midpoint), or use --ablation patching or mean.");
    }
  }

  /** What a plain pass would have given: of the positions after the prefix. */
  DensePass plain() {
    return pass.withoutQkv().map(NDArray::stopGradient);
  }

  /**
   * The gradients at receivers, where {@link Probes#atReceivers} were.
   *
   * @param first the position where the passes begin
   */
  BatchGradients atReceivers(int first, Scratch scratch) {
    return new BatchGradients(
        model,
        first,
        pass.streams().stream().map(tensor -> kept(tensor, scratch)).toList(),
        pass.qkv().stream().map(tensor -> kept(tensor, scratch)).toList(),
        gradients(probes.qkv(), scratch),
        gradients(probes.mlp(), scratch),
        gradients(List.of(Objects.requireNonNull(probes.last())), scratch).get(0));
  }

  /** The gradients at each layer's patterns, where {@link Probes#atPatterns} were. */
  List<NDArray> atPatterns(Scratch scratch) {
    return gradients(probes.pattern(), scratch);
  }

  private static List<NDArray> gradients(List<NDArray> probes, Scratch scratch) {
    return probes.stream().map(probe -> kept(probe.getGradient(), scratch)).toList();
  }

  private static NDArray kept(NDArray tensor, Scratch scratch) {
    return scratch.keep(tensor.stopGradient());
  }
}
