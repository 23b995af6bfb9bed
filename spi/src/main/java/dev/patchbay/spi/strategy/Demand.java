package dev.patchbay.spi.strategy;

import java.util.Set;

/**
 * What a strategy may ask of an experiment beside plain passes and the evaluation of circuits: what
 * takes memory that a run must know of before it begins.
 */
public enum Demand {
  /**
   * Gradients on the whole of the clean or the corrupted run, one batch at a time: {@code
   * BatchScope.lossGradients} and {@code BatchScope.patternGradient}.
   */
  GRADIENTS,
  /**
   * Gradients on the clean run where they meet a change, one batch at a time: {@code
   * BatchScope.effectGradients} of that run.
   */
  EFFECT_GRADIENTS,
  /**
   * The same between two runs, one batch at a time: {@code BatchScope.effectGradients} of a run on
   * the way from one to the other. Both runs are held during the backward pass. Whoever asks for
   * these may ask for {@link #EFFECT_GRADIENTS} as well.
   */
  GRADIENTS_BETWEEN,
  /**
   * Tables over attention patterns, one for each length of prompts, in Java's memory: those of
   * {@link DiscoveryResult#attention}.
   */
  ATTENTION_TABLES,
  /**
   * A search: {@code Experiment.search} and {@code Experiment.mirroredSearch}. All batches are held
   * at once, with what every component reads and writes.
   */
  SEARCH;

  /** Whether a strategy that declares these may ask for this. */
  public boolean isAmong(Set<Demand> declared) {
    return declared.contains(this)
        || (this == EFFECT_GRADIENTS && declared.contains(GRADIENTS_BETWEEN));
  }
}
