package dev.patchbay.core.plugin;

import dev.patchbay.spi.plugin.Option;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.Plugin;
import java.lang.reflect.RecordComponent;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is wrong with a plug-in, in words. */
record PluginFault(String plugin, String reason) {

  /** "com.acme.Kind: Provider com.acme.Sheaf not found", as the service loader says it. */
  private static final Pattern SEARCH =
      Pattern.compile("[\\w.$]+: (?:Provider )?([\\w$]+(?:\\.[\\w$]+)+) (.+)", Pattern.DOTALL);

  /**
   * Why the next plug-in could not be found.
   *
   * @param unknown what it is called where the error names no class
   */
  static PluginFault ofSearch(Throwable error, String unknown) {
    String message = Objects.requireNonNullElse(error.getMessage(), "");
    Matcher matcher = SEARCH.matcher(message);
    return matcher.matches()
        ? new PluginFault(matcher.group(1), matcher.group(2))
        : new PluginFault(unknown, reason(error));
  }

  /**
   * Asks a plug-in for all that listings and runs will ask for later.
   *
   * @throws IllegalStateException if an answer is missing
   */
  static void check(Plugin plugin) {
    // Third parties need not check for null: here is where it stops.
    if (plugin.descriptor() == null || plugin.options() == null) {
      throw new IllegalStateException("it has no descriptor or no options record");
    }
    for (RecordComponent component : plugin.options().getRecordComponents()) {
      if (component.getAnnotation(Option.class) == null) {
        throw new IllegalStateException(
            "its option '%s' has no @Option annotation".formatted(Options.name(component)));
      }
    }
  }

  /** The innermost cause on one line: the outer ones say only that something failed. */
  static String reason(Throwable error) {
    Throwable cause = error;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message =
        Objects.requireNonNullElse(cause.getMessage(), "").lines().findFirst().orElse("");
    if (cause instanceof NoClassDefFoundError || cause instanceof ClassNotFoundException) {
      return "the class " + message.replace('/', '.') + " is missing";
    }
    String kind = cause.getClass().getSimpleName();
    return message.isEmpty() ? kind : kind + ": " + message;
  }

  PluginIssue at(String origin) {
    return new PluginIssue(plugin, origin, reason);
  }
}
