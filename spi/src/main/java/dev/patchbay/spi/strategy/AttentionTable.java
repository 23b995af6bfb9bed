package dev.patchbay.spi.strategy;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A number for each entry of each head's attention pattern, mean over prompts of one length.
 * Immutable.
 */
public final class AttentionTable {

  private final String name;
  private final double[][][][] values;

  /**
   * @param name what the numbers are, in kebab-case: part of a file's key
   * @param values {@code [layer][head][destination][source]}; copied
   */
  public AttentionTable(String name, double[][][][] values) {
    this.name = name;
    this.values = copy(values);
  }

  /** What the numbers are. */
  public String name() {
    return name;
  }

  /** The numbers, {@code [layer][head][destination][source]}; a copy. */
  public double[][][][] values() {
    return copy(values);
  }

  /** Whether every head's table has as many destinations as this, and as many sources. */
  public boolean isSquareOf(int size) {
    return Arrays.stream(values)
        .flatMap(Arrays::stream)
        .allMatch(
            head -> head.length == size && Arrays.stream(head).allMatch(row -> row.length == size));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AttentionTable table
        && table.name.equals(name)
        && Arrays.deepEquals(table.values, values);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + Arrays.deepHashCode(values);
  }

  private static double[][][][] copy(double[][][][] values) {
    return Arrays.stream(values)
        .map(
            layer ->
                Arrays.stream(layer)
                    .map(head -> Arrays.stream(head).map(double[]::clone).toArray(double[][]::new))
                    .toArray(double[][][]::new))
        .toArray(double[][][][]::new);
  }
}
