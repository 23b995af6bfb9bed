package dev.patchbay.bench;

import dev.patchbay.spi.model.Checkpoint;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How large the benchmarks' model and prompts are, and how often each thing is timed. Prompts are
 * always 25.
 *
 * @param label its name: {@code full}
 * @param layers of the model
 * @param heads of each layer
 * @param width of the residual stream
 * @param vocabulary how many tokens there are
 * @param length how many tokens each prompt has
 * @param threshold τ of a whole sweep; 0 where none is meant
 * @param rounds how often a pass is timed
 * @param fewRounds how often something of many passes is timed
 */
public record BenchSize(
    String label,
    int layers,
    int heads,
    int width,
    int vocabulary,
    int length,
    double threshold,
    int rounds,
    int fewRounds) {

  /**
   * GPT-2 small's size; nine rounds, three of what takes more than a few passes. A sweep at its τ
   * keeps between 500 and 2,000 edges.
   */
  public static final BenchSize FULL = new BenchSize("full", 12, 12, 768, 50257, 16, 4e-4, 9, 3);

  /** Small enough for a look in seconds; three rounds of everything. */
  public static final BenchSize QUICK = new BenchSize("quick", 4, 4, 128, 1000, 16, 1e-3, 3, 3);

  /** How many prompts. */
  public static final int PROMPTS = 25;

  /** The first position where a prompt and its twin differ. */
  public static final int FIRST_CHANGED = 5;

  private static final int SECOND_CHANGED = 8;
  private static final int POSITIONS = 1024;
  private static final long SEED = 1;
  private static final Pattern SHAPE = Pattern.compile("(\\d+)x(\\d+)");

  /** A model of so many layers, four heads each, 128 wide; three rounds of everything. */
  static BenchSize of(int layers, int tokens) {
    return new BenchSize(layers + "x" + tokens, layers, 4, 128, 1000, tokens, 0, 3, 3);
  }

  /** By its label. */
  public static BenchSize of(String label) {
    Matcher shape = SHAPE.matcher(label);
    return shape.matches()
        ? of(Integer.parseInt(shape.group(1)), Integer.parseInt(shape.group(2)))
        : label.equals(QUICK.label()) ? QUICK : FULL;
  }

  Checkpoint checkpoint() {
    return RandomGpt2.of(layers, heads, width, vocabulary, POSITIONS, SEED);
  }

  /** The other position where a prompt and its twin differ: the ninth, or the last. */
  int secondChanged() {
    return Math.min(SECOND_CHANGED, length - 1);
  }
}
