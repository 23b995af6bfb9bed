package dev.patchbay.cli;

import dev.patchbay.spi.plugin.NearMiss;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The parser's complaints about a command line, in our words. */
final class WrongWords {

  private static final Map<Class<?>, String> WANTED =
      Map.of(
          int.class, "a whole number",
          Integer.class, "a whole number",
          long.class, "a whole number",
          double.class, "a number",
          Double.class, "a number");

  private WrongWords() {}

  /** What is wrong, and on the next line what to do. */
  static String text(ParameterException wrong) {
    CommandLine command = wrong.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    String help = "'%s --help' shows what there is.".formatted(name);
    if (wrong instanceof UnmatchedArgumentException unmatched) {
      return unmatched(unmatched, name) + "\n" + help;
    }
    if (wrong instanceof OverwrittenOptionException twice) {
      return "%s is given twice.\nGive it once.".formatted(label(twice.getOverwritten()));
    }
    if (wrong instanceof MissingParameterException missing) {
      return missing(missing, name) + "\n" + help;
    }
    ArgSpec argument = wrong.getArgSpec();
    if (argument != null && wrong.getValue() != null) {
      return "%s cannot be '%s'.\nGive it %s."
          .formatted(
              label(argument),
              wrong.getValue(),
              WANTED.getOrDefault(argument.auxiliaryTypes()[0], argument.paramLabel()));
    }
    return wrong.getMessage() + "\n" + help;
  }

  private static String missing(MissingParameterException wrong, String name) {
    List<ArgSpec> missing = wrong.getMissing();
    if (missing.size() == 1 && missing.get(0).isOption() && !missing.get(0).required()) {
      return "%s is given without %s."
          .formatted(label(missing.get(0)), missing.get(0).paramLabel());
    }
    return "'%s' lacks %s."
        .formatted(
            name, missing.stream().map(WrongWords::label).collect(Collectors.joining(" and ")));
  }

  private static String unmatched(UnmatchedArgumentException wrong, String name) {
    String word = wrong.getUnmatched().get(0);
    CommandLine command = wrong.getCommandLine();
    if (word.startsWith("-")) {
      String option = word.replaceFirst("=.*", "");
      List<String> known = List.copyOf(command.getCommandSpec().optionsMap().keySet());
      return "'%s' has no option '%s'.%s".formatted(name, option, NearMiss.sentence(option, known));
    }
    List<String> commands = List.copyOf(command.getSubcommands().keySet());
    return commands.isEmpty()
        ? "'%s' does not know what to do with '%s'.".formatted(name, word)
        : "There is no command '%s'.%s".formatted(word, NearMiss.sentence(word, commands));
  }

  private static String label(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }
}
