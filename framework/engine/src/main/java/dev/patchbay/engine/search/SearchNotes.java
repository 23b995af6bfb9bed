package dev.patchbay.engine.search;

import java.util.OptionalDouble;

/**
 * What searches were asked, one question after the other, and their answers: those that were found
 * before, and a place for new ones. A search that is asked the same again ends in the same bits.
 */
public interface SearchNotes {

  /** What a search is asked; the answer is a loss. */
  enum Question {
    /** To hold a circuit; the edges are those that are not in it. */
    START,
    /** What the loss would be without some edges. */
    TEST,
    /** To take some edges out. */
    REMOVE
  }

  /** Nothing is known, and nothing is written down. */
  SearchNotes NONE =
      new SearchNotes() {
        @Override
        public OptionalDouble known(Question question, int... edges) {
          return OptionalDouble.empty();
        }

        @Override
        public void add(Question question, int[] edges, double loss) {}
      };

  /** The answer to the question that comes next, if it was found before. */
  OptionalDouble known(Question question, int... edges);

  /** Writes down an answer that was not known. */
  void add(Question question, int[] edges, double loss);
}
