package dev.patchbay.spi.strategy;

import java.util.Arrays;
import java.util.stream.IntStream;
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
    this(values, name);
    for (int layer = 0; layer < values.length; layer++) {
      this.values[layer] = layer(layer);
    }
  }

  /** Takes the layers as they are. */
  private AttentionTable(double[][][][] layers, String name) {
    this.name = name;
    this.values = layers.clone();
  }

  /** Adds a table up, batch by batch; a large one is there once. For one thread. */
  public static final class Accumulator {

    private double[][][][] sums;

    /** Of patterns of {@code length} destinations and sources. */
    public Accumulator(int layers, int heads, int length) {
      this.sums = new double[layers][heads][length][length];
    }

    /**
     * Adds to a layer.
     *
     * @param entries {@code [head][destination][source]}, one after the other
     * @param prompts over how many this is to be the mean
     * @throws IllegalArgumentException if there are too few or too many entries, or no prompts
     */
    public void add(int layer, double[] entries, long prompts) {
      long length = sums[layer][0].length;
      if (entries.length != sums[layer].length * length * length || prompts < 1) {
        throw new IllegalArgumentException(
            "Got %s entries over %s prompts for %s heads of %s by %4$s tokens.\nAdd one for each, over at least one prompt."
                .formatted(entries.length, prompts, sums[layer].length, length));
      }
      int next = 0;
      for (double[][] head : sums[layer]) {
        for (double[] row : head) {
          for (int source = 0; source < row.length; source++) {
            row[source] += entries[next++] / prompts;
          }
        }
      }
    }

    /** The table, which takes over what was added up: this is empty afterwards. */
    public AttentionTable take(String name) {
      AttentionTable table = new AttentionTable(sums, name);
      sums = new double[0][][][];
      return table;
    }
  }

  /** What the numbers are. */
  public String name() {
    return name;
  }

  /** How many layers there are. */
  public int layers() {
    return values.length;
  }

  /** A layer's numbers, {@code [head][destination][source]}; a copy. */
  public double[][][] layer(int layer) {
    return Arrays.stream(values[layer])
        .map(head -> Arrays.stream(head).map(double[]::clone).toArray(double[][]::new))
        .toArray(double[][][]::new);
  }

  /** The numbers, {@code [layer][head][destination][source]}; a copy. */
  public double[][][][] values() {
    return IntStream.range(0, layers()).mapToObj(this::layer).toArray(double[][][][]::new);
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
}
