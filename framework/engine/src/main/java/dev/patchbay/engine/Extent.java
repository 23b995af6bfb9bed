package dev.patchbay.engine;

/** At which positions of a batch something is computed. */
enum Extent {
  /** Those in front of the first where runs differ: there, every circuit holds the same. */
  PREFIX,
  /** All positions behind them. */
  LATE,
  /** Of each prompt the one position where its answer is read. */
  ANSWERS
}
