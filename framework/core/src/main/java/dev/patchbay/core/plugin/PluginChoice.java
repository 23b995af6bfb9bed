package dev.patchbay.core.plugin;

import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PatchbayException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A plug-in as a user asks for it.
 *
 * @param name its name; nobody has looked yet whether there is one
 * @param options the options that were given
 */
public record PluginChoice(String name, Options options) {

  /**
   * Reads {@code acdc:threshold=.01,order=repo}. The name ends at the first colon, an option's name
   * at its first equals sign, so that values may hold both.
   *
   * @throws PatchbayException if the words are not of that form
   */
  public static PluginChoice parse(String words) {
    int colon = words.indexOf(':');
    String name = (colon < 0 ? words : words.substring(0, colon)).strip();
    if (name.isEmpty()) {
      throw wrong("'%s' names no plug-in.".formatted(words));
    }
    if (colon < 0) {
      return new PluginChoice(name, Options.none(name));
    }
    Map<String, String> options = new LinkedHashMap<>();
    for (String option : words.substring(colon + 1).split(",", -1)) {
      add(option.strip(), options, words);
    }
    return new PluginChoice(name, new Options(name, options));
  }

  private static void add(String option, Map<String, String> options, String words) {
    if (option.isEmpty()) {
      throw wrong("'%s' has an empty option.".formatted(words));
    }
    int equals = option.indexOf('=');
    if (equals < 0) {
      throw wrong("'%s' gives no value for the option '%s'.".formatted(words, option));
    }
    String key = option.substring(0, equals).strip();
    String value = option.substring(equals + 1).strip();
    if (key.isEmpty()) {
      throw wrong("'%s' gives the value '%s' to no option.".formatted(words, value));
    }
    if (value.isEmpty()) {
      throw wrong("'%s' gives no value for the option '%s'.".formatted(words, key));
    }
    String before = options.putIfAbsent(key, value);
    if (before != null) {
      throw wrong(
          "'%s' gives the option '%s' twice: %s and %s.".formatted(words, key, before, value));
    }
  }

  private static PatchbayException wrong(String problem) {
    return PatchbayException.usage(
        problem, "A plug-in is named like acdc or acdc:threshold=.01,order=repo.");
  }
}
