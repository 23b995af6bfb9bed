package dev.patchbay.benchmarks;

/**
 * How large the benchmarks' model is, and how often each thing is timed. Prompts are always 25, of
 * 16 tokens.
 */
public enum BenchSize {
  /** GPT-2 small's size; nine rounds, three of what takes more than a few passes. */
  FULL(12, 12, 768, 50257, 9, 3),
  /** Small enough for a look in seconds; three rounds of everything. */
  QUICK(4, 4, 128, 1000, 3, 3);

  /** How many prompts. */
  public static final int PROMPTS = 25;

  /** How many tokens each prompt has. */
  public static final int LENGTH = 16;

  /** The first position where a prompt and its twin differ. */
  public static final int FIRST_CHANGED = 5;

  /** The other position where they differ. */
  public static final int SECOND_CHANGED = 8;

  private static final int POSITIONS = 1024;
  private static final long SEED = 1;

  private final int layers;
  private final int heads;
  private final int width;
  private final int vocabulary;
  private final int rounds;
  private final int fewRounds;

  BenchSize(int layers, int heads, int width, int vocabulary, int rounds, int fewRounds) {
    this.layers = layers;
    this.heads = heads;
    this.width = width;
    this.vocabulary = vocabulary;
    this.rounds = rounds;
    this.fewRounds = fewRounds;
  }

  RandomGpt2 checkpoint() {
    return new RandomGpt2(layers, heads, width, vocabulary, POSITIONS, SEED);
  }

  /** How many tokens there are to draw prompts from. */
  int vocabulary() {
    return vocabulary;
  }

  /** How often a pass is timed. */
  int rounds() {
    return rounds;
  }

  /** How often something of many passes is timed. */
  int fewRounds() {
    return fewRounds;
  }
}
