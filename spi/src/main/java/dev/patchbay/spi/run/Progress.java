package dev.patchbay.spi.run;

import dev.patchbay.spi.plugin.PatchbayException;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Where a strategy says how far it is, and learns that the user has had enough. */
public interface Progress {

  /** Says nothing and never stops. */
  Progress SILENT = silent(() -> false);

  /**
   * Says nothing, but can be stopped.
   *
   * @param stopRequested asked at each step whether the user wants that
   */
  static Progress silent(BooleanSupplier stopRequested) {
    return new Progress() {
      @Override
      public void start(String phase, long steps) {}

      @Override
      public void step(String status) {}

      @Override
      public boolean stopRequested() {
        return stopRequested.getAsBoolean();
      }
    };
  }

  /** A phase begins. */
  void start(String phase, long steps);

  /**
   * A step of the phase is done.
   *
   * @param status what to show beside the bar, such as "812 kept"; may be empty
   */
  void step(String status);

  /**
   * Says something that the user should know of the run, such as words that were left out: a line,
   * shown once.
   */
  default void note(String words) {}

  /** Whether the user asked to stop. */
  boolean stopRequested();

  /**
   * Ends the work if the user asked for it. Call it at least once for each pass.
   *
   * @throws PatchbayException of the kind {@code INTERRUPTED}
   */
  default void throwIfStopped() {
    if (stopRequested()) {
      throw PatchbayException.interrupted();
    }
  }

  /** The elements one by one, a step each. */
  default <T> Iterable<T> over(String phase, List<T> elements) {
    return () -> {
      start(phase, elements.size());
      Iterator<T> inner = elements.iterator();
      return new Iterator<>() {
        private boolean begun;

        @Override
        public boolean hasNext() {
          if (begun) {
            step("");
            begun = false;
          }
          return inner.hasNext();
        }

        @Override
        public T next() {
          throwIfStopped();
          begun = true;
          return inner.next();
        }
      };
    };
  }
}
