package dev.patchbay.examples.training;

import dev.patchbay.spi.model.Token;
import dev.patchbay.spi.model.Tokenizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * What is read in each step of training: so many texts of each task.
 *
 * @param counts how many of each
 * @param tokenizer makes tokens of them; its token for the beginning of a text comes before each
 * @param seed step and seed decide the texts, so that training can go on anywhere
 */
record Lessons(Map<ExampleSource, Integer> counts, Tokenizer tokenizer, long seed) {

  /** Keeps the texts of exams apart from those of any step. */
  private static final long EXAM = Long.MIN_VALUE;

  Lessons {
    counts = new LinkedHashMap<>(counts);
  }

  /** The texts of a step, task by task. */
  List<List<List<Integer>>> step(int step) {
    SplittableRandom random = new SplittableRandom(seed).split();
    random = new SplittableRandom(random.nextLong() + step);
    List<List<List<Integer>>> tasks = new ArrayList<>();
    for (Map.Entry<ExampleSource, Integer> entry : counts.entrySet()) {
      Stream<Example> texts = entry.getKey().training(random).limit(entry.getValue());
      tasks.add(texts.map(this::tokens).toList());
    }
    return tasks;
  }

  /** Texts of a task that training never sees. */
  List<Example> exam(String task, int count) {
    ExampleSource source =
        counts.keySet().stream()
            .filter(each -> each.task().equals(task))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("There is no task " + task + "."));
    return source.heldOut(new SplittableRandom(seed ^ EXAM)).limit(count).toList();
  }

  /** The tokens of a text, the beginning among them. */
  List<Integer> tokens(Example example) {
    List<Integer> tokens = new ArrayList<>();
    tokenizer.bos().map(Token::id).ifPresent(tokens::add);
    tokenizer.encode(example.text()).forEach(token -> tokens.add(token.id()));
    return tokens;
  }
}
