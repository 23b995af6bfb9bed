package dev.patchbay.spi.run;

/** On which run something is taken. */
public enum At {
  /** The clean prompts. */
  CLEAN,
  /** The corrupted twins. */
  CORRUPTED
}
