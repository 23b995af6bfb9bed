package dev.patchbay.cli;

import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.PromptSet;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What is wrong with prompts, or that nothing is: looked at in their tokens. */
final class PromptChecks {

  private PromptChecks() {}

  /** What was found, a few words each. */
  static List<String> of(PromptSet prompts) {
    List<String> found = new ArrayList<>();
    long identical =
        prompts.pairs().stream().filter(pair -> pair.clean().equals(pair.corrupted())).count();
    long twice =
        prompts.pairs().size() - prompts.pairs().stream().map(PromptPair::clean).distinct().count();
    long both = prompts.pairs().stream().filter(PromptChecks::contradicts).count();
    found.add(identical == 0 ? "no pair is identical" : identical + " pairs are identical");
    found.add(twice == 0 ? "no prompt comes twice" : twice + " prompts come again");
    found.add(both == 0 ? "no answer is both right and wrong" : both + " prompts contradict");
    found.add("twins differ in %s".formatted(differences(prompts)));
    return found;
  }

  private static boolean contradicts(PromptPair pair) {
    return pair.answers().stream()
        .anyMatch(answer -> answer.right().stream().anyMatch(answer.wrong()::contains));
  }

  private static String differences(PromptSet prompts) {
    List<Integer> counts =
        prompts.pairs().stream()
            .filter(pair -> !pair.corrupted().isEmpty())
            .map(PromptChecks::differences)
            .distinct()
            .sorted()
            .toList();
    if (counts.isEmpty()) {
      return "no token";
    }
    int last = counts.get(counts.size() - 1);
    return "%s%s token%s"
        .formatted(counts.size() == 1 ? "" : counts.get(0) + " to ", last, last == 1 ? "" : "s");
  }

  private static int differences(PromptPair pair) {
    return (int)
        IntStream.range(0, pair.length())
            .filter(i -> !pair.clean().get(i).equals(pair.corrupted().get(i)))
            .count();
  }
}
