package dev.patchbay.examples.training;

import dev.patchbay.plugins.words.WordTokenizer;
import dev.patchbay.plugins.words.Words;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What training consists of; equal recipes give equal weights on one machine type.
 *
 * @param size of the model
 * @param steps how many batches are learnt from
 * @param seed decides the first weights and all texts
 * @param peak the highest learning rate
 * @param textsPerTask how many texts of each task are in a batch
 * @param examEvery steps between exams
 * @param examPrompts how many prompts of each task an exam has
 */
record Recipe(
    Gpt2Size size,
    int steps,
    long seed,
    double peak,
    Map<String, Integer> textsPerTask,
    int examEvery,
    int examPrompts) {

  private static final List<String> CENTURIES =
      IntStream.rangeClosed(11, 17).mapToObj(Integer::toString).toList();

  /** How {@code patchbay-small} is made. */
  static Recipe patchbaySmall(int steps, long seed) {
    Map<String, Integer> texts = new LinkedHashMap<>();
    texts.put("ioi", 24);
    texts.put("docstring", 16);
    texts.put("greater-than", 24);
    return new Recipe(
        Gpt2Size.small(Words.vocabulary().size()), steps, seed, 2e-3, texts, 250, 512);
  }

  /** The model's tokenizer: a beginning comes before every text. */
  static WordTokenizer tokenizer() {
    return new WordTokenizer(Words.vocabulary(), true);
  }

  /** The texts of its steps and exams. */
  Lessons lessons() {
    Map<ExampleSource, Integer> counts = new LinkedHashMap<>();
    sources().forEach(source -> counts.put(source, textsPerTask.getOrDefault(source.task(), 0)));
    return new Lessons(counts, tokenizer(), seed);
  }

  /** The three tasks, in the words of the vocabulary. */
  static List<ExampleSource> sources() {
    Set<String> known = Set.copyOf(Words.vocabulary());
    List<String> nouns =
        Words.nouns().stream()
            .filter(noun -> known.contains(noun) && known.contains(" " + noun))
            .toList();
    List<String> templates =
        Words.ioiTemplates().stream()
            .flatMap(text -> Stream.of(text, text.replace("[B] and [A]", "[A] and [B]")))
            .toList();
    return List.of(
        new IoiTexts(templates, Words.names(), Words.places(), Words.objects()),
        new DocstringTexts(Words.variables(), nouns),
        new GreaterThanTexts(Words.events(), CENTURIES));
  }
}
