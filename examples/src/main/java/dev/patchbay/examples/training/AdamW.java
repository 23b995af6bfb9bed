package dev.patchbay.examples.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;

/**
 * Adam with weight decay apart from the gradient (Loshchilov and Hutter 2019, arXiv:1711.05101,
 * Algorithm 2). Written out because training must be able to stop and go on: DJL's own keeps its
 * averages to itself.
 *
 * @param mean running average of the gradients
 * @param square running average of their squares
 */
record AdamW(Weights mean, Weights square) {

  private static final double BETA_1 = .9;
  private static final double BETA_2 = .98;
  private static final double DECAY = .01;
  private static final double EPSILON = 1e-8;

  /** Before the first step. */
  static AdamW fresh(Weights weights, NDManager manager) {
    return new AdamW(weights.zeros(manager), weights.zeros(manager));
  }

  /**
   * Moves the weights, in place.
   *
   * @param gradients the gradient of each weight
   * @param step its number, counted from 1: the averages begin at zero, and are scaled up for it
   * @param rate the learning rate
   */
  void move(Weights weights, Weights gradients, int step, double rate) {
    double correct1 = 1 - Math.pow(BETA_1, step);
    double correct2 = 1 - Math.pow(BETA_2, step);
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      weights
          .tensors()
          .forEach(
              (name, weight) -> {
                NDArray gradient = gradients.get(name);
                NDArray first = mean.get(name);
                NDArray second = square.get(name);
                first.muli(BETA_1).addi(gradient.mul(1 - BETA_1));
                second.muli(BETA_2).addi(gradient.square().mul(1 - BETA_2));
                NDArray scale = second.div(correct2).sqrt().add(EPSILON);
                weight.muli(1 - rate * DECAY).subi(first.div(scale).mul(rate / correct1));
              });
    }
  }
}
