package dev.patchbay.examples.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How well a model does on texts that it was not trained on.
 *
 * @param model whose forward pass is taken
 * @param lessons where the texts come from
 * @param prompts how many of each task
 */
record Exam(Gpt2 model, Lessons lessons, int prompts) {

  /** Texts in one forward pass. */
  private static final int AT_ONCE = 256;

  /**
   * The outcome: how often the likeliest token of the whole vocabulary is right.
   *
   * @param ioi where the right one is the name that was named once
   * @param docstring where it is the next argument
   * @param greaterThan where any later year is right
   * @param probabilityDifference of Greater-Than: the mean probability of all later years less that
   *     of the year itself and all earlier ones
   */
  record Result(double ioi, double docstring, double greaterThan, double probabilityDifference) {

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "ioi %.3f, docstring %.3f, greater-than %.3f (probability difference %.3f)",
          ioi,
          docstring,
          greaterThan,
          probabilityDifference);
    }
  }

  /** Takes the exam with these weights. */
  Result take(Weights weights, NDManager manager) {
    List<Example> later = lessons.exam("greater-than", prompts);
    List<float[]> years = probabilities(weights, later, manager);
    int[] tokens = yearTokens(later.get(0));
    return new Result(
        accuracy("ioi", weights, manager),
        accuracy("docstring", weights, manager),
        mean(i -> isLater(years.get(i), tokens, year(later.get(i))) ? 1 : 0),
        mean(i -> difference(years.get(i), tokens, year(later.get(i)))));
  }

  private double accuracy(String task, Weights weights, NDManager manager) {
    List<Example> examples = lessons.exam(task, prompts);
    List<float[]> said = probabilities(weights, examples, manager);
    return mean(i -> likeliest(said.get(i)) == answer(examples.get(i)) ? 1 : 0);
  }

  private double mean(IntToDoubleFunction of) {
    return IntStream.range(0, prompts).mapToDouble(of).average().orElseThrow();
  }

  /** What the model says after each prompt, a probability for each token of the vocabulary. */
  private List<float[]> probabilities(Weights weights, List<Example> examples, NDManager manager) {
    List<List<Integer>> texts = examples.stream().map(lessons::tokens).toList();
    Map<Integer, List<Integer>> byLength = new TreeMap<>();
    for (int i = 0; i < texts.size(); i++) {
      byLength.computeIfAbsent(texts.get(i).size(), length -> new ArrayList<>()).add(i);
    }
    float[][] said = new float[texts.size()][];
    for (List<Integer> equallyLong : byLength.values()) {
      for (int from = 0; from < equallyLong.size(); from += AT_ONCE) {
        List<Integer> some =
            equallyLong.subList(from, Math.min(equallyLong.size(), from + AT_ONCE));
        float[] numbers =
            lastProbabilities(weights, some.stream().map(texts::get).toList(), manager);
        int width = numbers.length / some.size();
        for (int i = 0; i < some.size(); i++) {
          said[some.get(i)] = Arrays.copyOfRange(numbers, i * width, (i + 1) * width);
        }
      }
    }
    return List.of(said);
  }

  private float[] lastProbabilities(Weights weights, List<List<Integer>> texts, NDManager manager) {
    int length = texts.get(0).size() - 1;
    long[] ids =
        texts.stream()
            .flatMap(text -> text.subList(0, length).stream())
            .mapToLong(Integer::longValue)
            .toArray();
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray prompts = Tensors.of(ids, new Shape(texts.size(), length), manager);
      return model
          .logits(weights, prompts)
          .get(":," + (length - 1)) // [text, vocabulary]
          .softmax(-1)
          .toFloatArray();
    }
  }

  private int answer(Example example) {
    List<Integer> tokens = lessons.tokens(example);
    return tokens.get(tokens.size() - 1);
  }

  /** The tokens of the years 00 to 99, which may follow any century. */
  private int[] yearTokens(Example any) {
    return IntStream.range(0, 100)
        .map(
            year ->
                answer(
                    new Example(
                        any.prompt(),
                        String.format(Locale.ROOT, "%02d", year),
                        any.combination(),
                        any.decided())))
        .toArray();
  }

  private static int year(Example example) {
    String combination = example.combination();
    return Integer.parseInt(combination.substring(combination.length() - 2));
  }

  private static double difference(float[] probabilities, int[] years, int year) {
    return IntStream.range(0, years.length)
        .mapToDouble(y -> y > year ? probabilities[years[y]] : -probabilities[years[y]])
        .sum();
  }

  private static boolean isLater(float[] probabilities, int[] years, int year) {
    int likeliest = likeliest(probabilities);
    return IntStream.range(year + 1, years.length).anyMatch(y -> years[y] == likeliest);
  }

  private static int likeliest(float[] probabilities) {
    return IntStream.range(0, probabilities.length)
        .reduce((a, b) -> probabilities[b] > probabilities[a] ? b : a)
        .orElseThrow();
  }
}
