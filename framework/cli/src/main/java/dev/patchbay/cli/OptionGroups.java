package dev.patchbay.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.OptionSpec;

/** The options of a command that has many, by what they are about. */
final class OptionGroups implements IHelpSectionRenderer {

  /** What an option of this name is about, in the order in which it is shown. */
  private static final Map<String, List<String>> GROUPS = new LinkedHashMap<>();

  private static final String OTHERS = "Also:";

  static {
    GROUPS.put("What is asked:", List.of("--model", "--task", "--prompts", "--bos"));
    GROUPS.put("How it is answered:", List.of("--strategy", "--metric", "--ablation"));
    GROUPS.put(
        "Which edges are kept:", List.of("--edges", "--threshold", "--signed", "--selection"));
    GROUPS.put("Scores of others:", List.of("--scores", "--scores-sign", "--scores-as"));
    GROUPS.put("How sure it is:", List.of("--verify", "--seed", "--resamples", "--rediscover"));
    GROUPS.put("How the model is read:", List.of("--dtype", "--kv", "--weights", "--positions"));
    GROUPS.put(
        "What it may take:",
        List.of("--memory", "--batch-size", "--threads", "--jobs", "--device"));
    GROUPS.put(
        "What is written:",
        List.of("--out", "--resume", "--explain", "--json", "--curve", "--patterns"));
  }

  @Override
  public String render(Help help) {
    List<OptionSpec> left = new ArrayList<>(help.commandSpec().options());
    left.removeIf(OptionSpec::hidden);
    StringBuilder text = new StringBuilder();
    GROUPS.forEach(
        (heading, names) -> {
          List<OptionSpec> some =
              names.stream()
                  .flatMap(
                      name ->
                          left.stream().filter(option -> List.of(option.names()).contains(name)))
                  .toList();
          left.removeAll(some);
          append(text, heading, help, some);
        });
    append(text, OTHERS, help, left);
    return text.toString();
  }

  private static void append(
      StringBuilder text, String heading, Help help, List<OptionSpec> options) {
    if (!options.isEmpty()) {
      text.append(System.lineSeparator()).append(heading).append(System.lineSeparator());
      text.append(help.optionListExcludingGroups(options));
    }
  }
}
