package dev.patchbay.spi.run;

/**
 * Gradients of several runs on one batch, each with a weight, added up. {@link Activations#dot} is
 * linear in the gradients and costs as much for a sum as for one run, so averaging over runs adds
 * first. What a norm did stays with its run: for each, a sum holds one vector of d_model for every
 * layer and row, so very many runs take several sums.
 */
public interface GradientSum extends Gradients {

  /**
   * Adds a run's gradients, and frees them.
   *
   * @param weight what they are multiplied with
   * @param run from {@link BatchScope#effectGradients} or {@link BatchScope#lossGradients}, on the
   *     same batch; all from the same of these
   * @throws IllegalArgumentException if some are from one and some from the other, and they differ
   *     in the positions they are given at
   */
  void add(double weight, Gradients run);
}
