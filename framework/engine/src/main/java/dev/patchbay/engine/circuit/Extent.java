package dev.patchbay.engine.circuit;

/** At which positions of a batch something is computed. */
public enum Extent {
  /** Those before the first where runs differ: there, every circuit holds the same. */
  PREFIX,
  /** All positions after them. */
  AFTER_PREFIX,
  /** Of each prompt the one position where its answer is read. */
  ANSWERS
}
