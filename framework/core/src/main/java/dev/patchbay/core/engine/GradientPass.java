package dev.patchbay.core.engine;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.training.GradientCollector;
import java.util.List;

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

  /** The two passes: the gradient is that of the loss, summed over the batch. */
  static GradientPass run(
      LoadedModel model,
      NDArray ids,
      Front front,
      Probes probes,
      HeldSenders held,
      BatchReadout readout) {
    synchronized (BACKWARD) {
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        DensePass pass = DensePass.run(model, ids, front, probes, held);
        collector.backward(readout.losses(readout.atAnswers(pass.last())).sum());
        return new GradientPass(model, pass, probes);
      }
    }
  }

  /** What a plain pass would have given: of the positions behind the front. */
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
        gradients(probes.last(), scratch).get(0));
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
