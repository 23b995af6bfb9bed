package dev.patchbay.core.run;

/** How much a run proves about itself before its numbers are believed. */
public enum Verify {
  /** Nothing. */
  OFF,
  /**
   * The full circuit gives the clean metric and, under patching, the empty circuit the corrupted
   * one: two runs of a circuit.
   */
  BASELINE,
  /**
   * Also: what the senders write plus biases is the residual stream, and for sampled edges the
   * incremental search agrees with a fresh run.
   */
  FULL
}
