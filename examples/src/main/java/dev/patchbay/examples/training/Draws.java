package dev.patchbay.examples.training;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Draws from lists of words. */
final class Draws {

  private Draws() {}

  static <T> T one(List<T> words, SplittableRandom random) {
    return words.get(random.nextInt(words.size()));
  }

  /** So many different ones, in random order. */
  static <T> List<T> different(List<T> words, int count, SplittableRandom random) {
    List<T> left = new ArrayList<>(words);
    List<T> drawn = new ArrayList<>();
    while (drawn.size() < count) {
      drawn.add(left.remove(random.nextInt(left.size())));
    }
    return drawn;
  }
}
