package dev.patchbay.plugins.task;

import java.util.List;

/** Which half of the prompts that were drawn: circuits are found on one and judged on the other. */
public enum Half {
  /** The first half, on which a circuit is found. */
  VALIDATION,
  /** The second half, which no search has seen. */
  TEST;

  /** This half of an even number of prompts. */
  <T> List<T> of(List<T> drawn) {
    int middle = drawn.size() / 2;
    return this == VALIDATION ? drawn.subList(0, middle) : drawn.subList(middle, drawn.size());
  }
}
