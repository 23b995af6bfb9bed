package dev.patchbay.plugins.task;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A Python function whose docstring has come to its third argument: what is it called?
 *
 * <p>The reference repository draws fifteen names at once, then nouns, and this does so in its
 * order: equal seeds and word lists give its prompts.
 *
 * @param names the fifteen names: the method's, a random answer, three for the signature of the
 *     twin, two for its docstring, two that the other corruptions put in place of the first two
 *     arguments, the three arguments, two before them and one after
 * @param description three nouns
 * @param first two nouns about the first argument
 * @param second two nouns about the second
 */
record DocstringPrompt(
    List<String> names, List<String> description, List<String> first, List<String> second) {

  /** Names that are drawn for a prompt. */
  static final int NAMES = 15;

  /** Nouns that are drawn at once. */
  static final int NOUNS = 3;

  static DocstringPrompt draw(PythonRandom random, List<String> names, List<String> nouns) {
    return new DocstringPrompt(
        random.sample(names, NAMES),
        random.sample(nouns, NOUNS),
        random.sample(nouns, 2),
        random.sample(nouns, 2));
  }

  private String method() {
    return names.get(0);
  }

  private String randomAnswer() {
    return names.get(1);
  }

  private List<String> inSignatureInstead() {
    return names.subList(2, 5);
  }

  private List<String> inDocstringInstead() {
    return names.subList(5, 7);
  }

  /** What stands for the first two arguments, wherever a corruption is not doubly random. */
  private List<String> instead() {
    return names.subList(7, 9);
  }

  private List<String> arguments() {
    return names.subList(9, 12);
  }

  private String answer() {
    return arguments().get(2);
  }

  /** The text with these three arguments in the signature and these two in the docstring. */
  private String with(List<String> signature, List<String> docstring) {
    List<String> all = new ArrayList<>(names.subList(12, 14));
    all.addAll(signature);
    all.add(names.get(14));
    return "\ndef %s(self, %s):\n    \"\"\"%s\n\n"
            .formatted(method(), String.join(", ", all), String.join(" ", description))
        + "    :param %s: %s\n".formatted(docstring.get(0), String.join(" ", first))
        + "    :param %s: %s\n".formatted(docstring.get(1), String.join(" ", second))
        + "    :param";
  }

  /** The prompt beside its twin. */
  Twins twins(DocstringTask.Corruption corruption) {
    List<String> signature = arguments();
    List<String> docstring = arguments().subList(0, 2);
    List<String> otherSignature =
        switch (corruption) {
          case RANDOM_RANDOM -> inSignatureInstead();
          case RANDOM_DOC -> signature;
          case RANDOM_DEF, RANDOM_DEF_DOC -> List.of(instead().get(0), instead().get(1), answer());
          case RANDOM_ANSWER, RANDOM_ANSWER_DOC ->
              List.of(signature.get(0), signature.get(1), randomAnswer());
        };
    List<String> otherDocstring =
        switch (corruption) {
          case RANDOM_RANDOM -> inDocstringInstead();
          case RANDOM_DOC, RANDOM_DEF_DOC, RANDOM_ANSWER_DOC -> instead();
          case RANDOM_DEF, RANDOM_ANSWER -> docstring;
        };
    List<Swap> swaps = new ArrayList<>(swaps(signature, otherSignature));
    swaps.addAll(swaps(docstring, otherDocstring));
    return new Twins(
        with(signature, docstring),
        with(otherSignature, otherDocstring),
        swaps,
        List.of(" " + answer()),
        names.stream()
            .filter(name -> !name.equals(method()) && !name.equals(answer()))
            .map(name -> " " + name)
            .toList());
  }

  private static List<Swap> swaps(List<String> from, List<String> to) {
    return IntStream.range(0, from.size())
        .mapToObj(i -> new Swap(" " + from.get(i), " " + to.get(i)))
        .toList();
  }
}
