package dev.patchbay.catalog;

import dev.patchbay.spi.plugin.Option;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.Plugin;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is wrong with a plug-in, in words. */
final class PluginFault {

  /** "com.acme.Kind: Provider com.acme.Sheaf not found", as the service loader says it. */
  private static final Pattern SEARCH =
      Pattern.compile("[\\w.$]+: (?:Provider )?([\\w$]+(?:\\.[\\w$]+)+) (.+)", Pattern.DOTALL);

  private static final String UNREADY_CLASS = "Could not initialize class ";

  private PluginFault() {}

  /**
   * Why the next plug-in could not be found.
   *
   * @param unknown what it is called where the error names no class
   */
  static PluginIssue ofSearch(Throwable error, String origin, String unknown) {
    String message = Objects.requireNonNullElse(error.getMessage(), "");
    Matcher matcher = SEARCH.matcher(message);
    return matcher.matches() && error.getCause() == null
        ? new PluginIssue(matcher.group(1), origin, matcher.group(2))
        : new PluginIssue(unknown, origin, reason(error));
  }

  /**
   * Asks a plug-in for all that it says of itself, as listings and runs will later. Nothing, if
   * every answer is there.
   */
  static Optional<String> of(Plugin plugin) {
    Optional<String> missing =
        PluginKind.ALL.stream()
            .filter(kind -> kind.type().isInstance(plugin))
            .flatMap(kind -> Arrays.stream(kind.type().getMethods()))
            .filter(question -> question.getParameterCount() == 0)
            .flatMap(question -> asked(plugin, question).stream())
            .findFirst();
    return missing.or(() -> ofOptions(plugin.options()));
  }

  private static Optional<String> ofOptions(Class<?> options) {
    if (!options.isRecord()) {
      return Optional.of(
          "its 'options' answers with %s, which is not a record".formatted(options.getName()));
    }
    return Arrays.stream(options.getRecordComponents())
        .flatMap(component -> ofOption(component).stream())
        .findFirst()
        .or(() -> ofRoles(options.getRecordComponents()));
  }

  private static Optional<String> ofRoles(RecordComponent[] options) {
    Set<Option.Role> roles = EnumSet.noneOf(Option.Role.class);
    for (RecordComponent option : options) {
      Option.Role role = option.getAnnotation(Option.class).role();
      if (!role.fits(option.getType())) {
        return Optional.of(
            "its option '%s' is of type %s, and of the role %s, which is for another type"
                .formatted(Options.name(option), option.getType().getName(), role));
      }
      if (role != Option.Role.PLAIN && !roles.add(role)) {
        return Optional.of("two of its options are of the role " + role);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> ofOption(RecordComponent option) {
    if (option.getAnnotation(Option.class) == null) {
      return Optional.of(
          "its option '%s' has no @Option annotation".formatted(Options.name(option)));
    }
    return Options.reads(option.getType())
        ? Optional.empty()
        : Optional.of(
            "its option '%s' is of type %s: an option is an int, a long, a double, a boolean, a String or an enum"
                .formatted(Options.name(option), option.getType().getName()));
  }

  private static Optional<String> asked(Plugin plugin, Method question) {
    try {
      return question.invoke(plugin) == null
          ? Optional.of("its '%s' answers with null".formatted(question.getName()))
          : Optional.empty();
    } catch (ReflectiveOperationException e) {
      return Optional.of("its '%s' stops with %s".formatted(question.getName(), reason(e)));
    }
  }

  /** The innermost cause on one line: the outer ones say only that something failed. */
  static String reason(Throwable error) {
    Optional<String> missing = missingClass(error);
    if (missing.isPresent()) {
      return "the class %s is missing; %s".formatted(missing.get(), remedy(missing.get()));
    }
    Throwable cause = innermost(error);
    String message = firstLine(cause);
    String kind = cause.getClass().getSimpleName();
    return message.isEmpty() ? kind : kind + ": " + message;
  }

  /** The class that is needed and not there, if that is what is the matter. */
  static Optional<String> missingClass(Throwable error) {
    return Optional.of(innermost(error))
        .filter(
            cause ->
                cause instanceof NoClassDefFoundError || cause instanceof ClassNotFoundException)
        .map(cause -> firstLine(cause).replace('/', '.'))
        .filter(name -> !name.startsWith(UNREADY_CLASS));
  }

  /** What to do about a class that is not there. */
  static String remedy(String missingClass) {
    return missingClass.startsWith("dev.patchbay.")
        ? "of Patchbay itself, a plug-in sees this version's SPI alone"
        : "the library that has it belongs beside the plug-in's jar";
  }

  private static Throwable innermost(Throwable error) {
    Throwable cause = error;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static String firstLine(Throwable cause) {
    return Objects.requireNonNullElse(cause.getMessage(), "").lines().findFirst().orElse("");
  }
}
