package dev.patchbay.engine.search;

import java.util.Arrays;
import java.util.List;

/**
 * Something that a search was told, whose answer was known.
 *
 * @param kind what
 * @param edges about which
 * @param loss the answer; of an expectation, nothing
 */
public record SearchStep(Kind kind, List<Integer> edges, double loss) {

  enum Kind {
    START,
    EXPECT,
    TEST,
    REMOVE
  }

  static SearchStep of(Kind kind, int[] edges, double loss) {
    return new SearchStep(kind, Arrays.stream(edges).boxed().toList(), loss);
  }

  boolean is(Kind other) {
    return kind == other;
  }

  int[] ordinals() {
    return edges.stream().mapToInt(edge -> edge).toArray();
  }
}
