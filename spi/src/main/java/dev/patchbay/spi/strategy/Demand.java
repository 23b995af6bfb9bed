package dev.patchbay.spi.strategy;

/** What a strategy may ask of an experiment beside plain passes and the evaluation of circuits. */
public enum Demand {
  /** Gradients: a backward pass, one batch at a time. */
  GRADIENTS,
  /** A search: all batches are held at once, with what every component reads and writes. */
  SEARCH
}
