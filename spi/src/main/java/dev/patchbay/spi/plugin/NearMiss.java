package dev.patchbay.spi.plugin;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Which known names a mistyped one may have meant. */
public final class NearMiss {

  private NearMiss() {}

  /** The known names that are close to {@code word}, best first, at most three. */
  public static List<String> of(String word, Collection<String> known) {
    int tolerance = Math.max(2, word.length() / 3);
    return known.stream()
        .filter(
            name ->
                distance(word, name) <= tolerance
                    || (word.length() > 2 && (name.startsWith(word) || word.startsWith(name))))
        .sorted(
            Comparator.comparingInt((String name) -> distance(word, name))
                .thenComparing(name -> name))
        .limit(3)
        .toList();
  }

  /** " Did you mean 'eap'?", or nothing where no known name is close. */
  public static String sentence(String word, Collection<String> known) {
    List<String> near = of(word, known);
    return near.isEmpty() ? "" : " Did you mean '" + String.join("' or '", near) + "'?";
  }

  /** The Levenshtein distance. */
  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int swap = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(swap, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
