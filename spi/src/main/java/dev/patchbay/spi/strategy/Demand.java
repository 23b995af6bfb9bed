package dev.patchbay.spi.strategy;

/** What a strategy may ask of an experiment beside plain passes and the evaluation of circuits. */
public enum Demand {
  /** Gradients on the whole of the clean or the corrupted run, one batch at a time. */
  GRADIENTS,
  /** Gradients on the clean run where they meet a change, one batch at a time. */
  EFFECT_GRADIENTS,
  /**
   * The same between two runs, one batch at a time: both runs are held during the backward pass.
   * Whoever asks for these may ask for {@link #EFFECT_GRADIENTS} as well.
   */
  GRADIENTS_BETWEEN,
  /** Tables over attention patterns, one for each length of prompts, in Java's memory. */
  ATTENTION_TABLES,
  /** A search: all batches are held at once, with what every component reads and writes. */
  SEARCH
}
