package dev.patchbay.bench;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Models that differ in one thing.
 *
 * @param title what they have in common
 * @param sizes from the smallest on
 */
public record SizeSeries(String title, List<BenchSize> sizes) {

  public SizeSeries {
    sizes = List.copyOf(sizes);
  }

  /** 2 to 24 layers at 16 tokens, and 8 to 256 tokens at 12 layers. */
  public static List<SizeSeries> full() {
    return of(new int[] {2, 4, 8, 12, 24}, 16, new int[] {8, 16, 64, 256}, 12);
  }

  /** Two and two small ones. */
  public static List<SizeSeries> quick() {
    return of(new int[] {2, 4}, 8, new int[] {8, 16}, 2);
  }

  private static List<SizeSeries> of(int[] layers, int tokens, int[] lengths, int depth) {
    return List.of(
        new SizeSeries(
            tokens + " tokens",
            IntStream.of(layers).mapToObj(count -> BenchSize.of(count, tokens)).toList()),
        new SizeSeries(
            depth + " layers",
            IntStream.of(lengths).mapToObj(length -> BenchSize.of(depth, length)).toList()));
  }
}
