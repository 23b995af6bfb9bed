package dev.patchbay.cli;

import dev.patchbay.core.lookup.TaskPreview.AnswerWords;
import dev.patchbay.core.lookup.TaskPreview.Example;
import dev.patchbay.core.lookup.TaskPreview.Preview;
import dev.patchbay.spi.plugin.Option;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.Plugin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Tasks and their prompts as text. */
record TaskPage(Console.Paint paint) {

  /** So many words of a long list of answers are written at each end. */
  private static final int ENDS = 3;

  /** A list of answers up to this length is written whole. */
  private static final int WHOLE = 8;

  /** Every task, with a sentence and its options. */
  List<String> lines(PluginListing tasks) {
    List<String> lines = new ArrayList<>();
    for (PluginListing.Section section : tasks.sections()) {
      lines.add(paint.strong(section.title()) + paint.faint("  " + section.usage()));
      section.plugins().forEach(task -> lines.addAll(brief(task)));
    }
    return lines;
  }

  private List<String> brief(Plugin task) {
    List<String> lines = new ArrayList<>();
    lines.add("  %-14s %s".formatted(task.descriptor().name(), task.descriptor().summary()));
    String options =
        Arrays.stream(task.options().getRecordComponents())
            .map(
                option ->
                    Options.name(option) + "=" + option.getAnnotation(Option.class).fallback())
            .collect(Collectors.joining(", "));
    if (!options.isEmpty()) {
      lines.add(paint.faint("  %-14s %s".formatted("", options)));
    }
    return lines;
  }

  /** A task's prompts for a model. */
  List<String> lines(Preview preview) {
    List<String> lines = new ArrayList<>();
    lines.add(
        paint.strong(preview.prompts().name())
            + " on %s, %s prompts".formatted(preview.model(), preview.prompts().pairs().size()));
    lines.add("  %-10s%s".formatted("task", preview.task()));
    lines.add("  %-10s%s".formatted("metric", preview.metric()));
    lines.add("  %-10s%s".formatted("ablation", preview.ablation()));
    lines.add("  %-10s%s".formatted("lengths", lengths(preview)));
    if (!preview.prompts().notes().isEmpty()) {
      lines.add("  %-10s%s".formatted("prompts", String.join("; ", preview.prompts().notes())));
    }
    lines.add(
        "  %-10s%s".formatted("checks", String.join("; ", PromptChecks.of(preview.prompts()))));
    for (int i = 0; i < preview.examples().size(); i++) {
      lines.add("");
      lines.addAll(example(i + 1, preview.examples().get(i)));
    }
    return lines;
  }

  private static String lengths(Preview preview) {
    return preview.prompts().pairs().stream()
            .map(pair -> pair.length())
            .distinct()
            .sorted()
            .map(String::valueOf)
            .collect(Collectors.joining(", "))
        + " tokens";
  }

  private List<String> example(int number, Example example) {
    List<String> lines = new ArrayList<>();
    lines.add(paint.strong("%s".formatted(number)));
    lines.add("  %-10s%s".formatted("clean", Visible.of(example.clean())));
    if (!example.corrupted().isEmpty()) {
      lines.add("  %-10s%s".formatted("corrupted", Visible.of(example.corrupted())));
    }
    boolean several = example.answers().size() > 1;
    for (AnswerWords answer : example.answers()) {
      String at = several ? paint.faint("  at position %s".formatted(answer.position())) : "";
      lines.add("  %-10s%s".formatted("answer", shortened(answer.right())) + at);
      if (!answer.wrong().isEmpty()) {
        lines.add("  %-10s%s".formatted("wrong", shortened(answer.wrong())));
      }
    }
    return lines;
  }

  private static String shortened(List<String> words) {
    List<String> quoted = words.stream().map(word -> "'" + Visible.of(word) + "'").toList();
    if (quoted.size() <= WHOLE) {
      return String.join(" ", quoted);
    }
    return String.join(" ", quoted.subList(0, ENDS))
        + " … "
        + String.join(" ", quoted.subList(quoted.size() - ENDS, quoted.size()))
        + " (%s)".formatted(quoted.size());
  }
}
