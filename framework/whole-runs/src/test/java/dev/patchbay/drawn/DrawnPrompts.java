package dev.patchbay.drawn;

import static dev.patchbay.drawn.DrawnModel.oneIn;
import static dev.patchbay.drawn.DrawnModel.pick;

import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.task.Answer;
import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.PromptSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Prompts that are drawn: of up to two lengths, with twins that begin alike. */
final class DrawnPrompts {

  /** Where answers are read. */
  private enum Reading {
    LAST,
    SAME,
    ANYWHERE,
    SEVERAL
  }

  private final Random random;
  private final ModelSpec spec;
  private final int common;
  private final Reading reading;

  /** Where the answers of prompts are read that all read it at the same position. */
  private final int same;

  private DrawnPrompts(Random random, ModelSpec spec) {
    this.random = random;
    this.spec = spec;
    this.common = oneIn(3, random) ? 0 : random.nextInt(spec.nCtx());
    this.reading = pick(random, Reading.values());
    this.same = random.nextInt(spec.nCtx());
  }

  /** Two to six prompts. */
  static PromptSet of(Random random, ModelSpec spec) {
    DrawnPrompts prompts = new DrawnPrompts(random, spec);
    int one = 2 + random.nextInt(spec.nCtx() - 1);
    int other = oneIn(2, random) ? one : 1 + random.nextInt(spec.nCtx());
    return new PromptSet(
        "drawn",
        Stream.generate(() -> prompts.pair(random.nextBoolean() ? one : other))
            .limit(2 + random.nextInt(5))
            .toList());
  }

  private PromptPair pair(int length) {
    List<Integer> clean = random.ints(length, 0, spec.dVocab()).boxed().toList();
    List<Integer> corrupted =
        IntStream.range(0, length)
            .mapToObj(
                pos ->
                    pos < common || random.nextBoolean()
                        ? clean.get(pos)
                        : random.nextInt(spec.dVocab()))
            .toList();
    List<Answer> answers = positions(length).stream().sorted().map(this::answer).toList();
    return new PromptPair(clean, corrupted, answers);
  }

  private List<Integer> positions(int length) {
    return switch (reading) {
      case LAST -> List.of(length - 1);
      case SAME -> List.of(Math.min(same, length - 1));
      case ANYWHERE -> List.of(random.nextInt(length));
      case SEVERAL -> random.ints(1 + random.nextInt(3), 0, length).distinct().boxed().toList();
    };
  }

  private Answer answer(int position) {
    List<Integer> tokens = new ArrayList<>(IntStream.range(0, spec.dVocabOut()).boxed().toList());
    Collections.shuffle(tokens, random);
    int right = 1 + random.nextInt(2);
    return new Answer(position, tokens.subList(0, right), tokens.subList(2, 3 + random.nextInt(2)));
  }
}
