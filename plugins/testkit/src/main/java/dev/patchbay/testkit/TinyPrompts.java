package dev.patchbay.testkit;

import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.PromptSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Prompts of random tokens for {@link TinyModels}, in two lengths. */
public final class TinyPrompts {

  private static final int SHORT = 4;
  private static final int LONG = 6;

  private TinyPrompts() {}

  /** Six pairs, four of one length and two of another. Equal seeds give equal prompts. */
  public static PromptSet random(long seed) {
    Random random = new Random(seed);
    List<PromptPair> pairs =
        Stream.of(LONG, SHORT, LONG, LONG, SHORT, LONG)
            .map(length -> pair(tokens(length, random), tokens(length, random), random))
            .toList();
    return new PromptSet("random tokens", pairs);
  }

  private static PromptPair pair(List<Integer> clean, List<Integer> corrupted, Random random) {
    int answer = random.nextInt(TinyModels.VOCABULARY);
    int wrong = (answer + 1 + random.nextInt(TinyModels.VOCABULARY - 1)) % TinyModels.VOCABULARY;
    return PromptPair.of(clean, corrupted, List.of(answer), List.of(wrong));
  }

  private static List<Integer> tokens(int length, Random random) {
    return random.ints(length, 0, TinyModels.VOCABULARY).boxed().toList();
  }

  /** The same prompts, last first. */
  public static PromptSet reversed(PromptSet prompts) {
    List<PromptPair> pairs = new ArrayList<>(prompts.pairs());
    Collections.reverse(pairs);
    return new PromptSet(prompts.name(), pairs);
  }

  /** The same prompts, each its own twin. */
  public static PromptSet withIdenticalTwins(PromptSet prompts) {
    return new PromptSet(
        prompts.name(), prompts.pairs().stream().map(p -> p.withCorrupted(p.clean())).toList());
  }

  /** The same prompts without twins. */
  public static PromptSet withoutTwins(PromptSet prompts) {
    return new PromptSet(
        prompts.name(), prompts.pairs().stream().map(p -> p.withCorrupted(List.of())).toList());
  }
}
