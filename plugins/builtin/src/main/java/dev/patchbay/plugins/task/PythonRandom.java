package dev.patchbay.plugins.task;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Draws as Python's {@code random} module does: equal seeds give equal choices and samples. */
final class PythonRandom {

  /** Up to so many elements Python samples from a copy of the population. */
  private static final int SMALL = 21;

  private static final int FEW = 5;

  private final MersenneTwister twister;

  /** As after {@code random.seed(seed)}: its sign does not count. */
  PythonRandom(long seed) {
    long size = Math.abs(seed);
    int low = (int) size;
    int high = (int) (size >>> 32);
    this.twister = high == 0 ? MersenneTwister.ofKey(low) : MersenneTwister.ofKey(low, high);
  }

  /** A number from 0 to below the bound, which is at least 1. */
  int below(int bound) {
    int shift = Integer.numberOfLeadingZeros(bound);
    int drawn = twister.next() >>> shift;
    while (drawn >= bound) {
      drawn = twister.next() >>> shift;
    }
    return drawn;
  }

  /** One of the elements. */
  <T> T choice(List<T> elements) {
    return elements.get(below(elements.size()));
  }

  /** So many different elements, in the order in which they were drawn. */
  <T> List<T> sample(List<T> elements, int count) {
    int size = elements.size();
    return size <= copied(count) ? fromCopy(elements, count) : byNumber(elements, count);
  }

  private static double copied(int count) {
    return count <= FEW
        ? SMALL
        : SMALL + Math.pow(4, Math.ceil(Math.log(count * 3.) / Math.log(4)));
  }

  private <T> List<T> fromCopy(List<T> elements, int count) {
    List<T> pool = new ArrayList<>(elements);
    List<T> sample = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int drawn = below(pool.size());
      sample.add(pool.get(drawn));
      pool.set(drawn, pool.get(pool.size() - 1));
      pool.remove(pool.size() - 1);
    }
    return sample;
  }

  private <T> List<T> byNumber(List<T> elements, int count) {
    return Stream.generate(() -> below(elements.size()))
        .distinct()
        .limit(count)
        .<T>map(elements::get)
        .toList();
  }
}
