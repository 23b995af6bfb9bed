package dev.patchbay.spi.plugin;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A name with options, as a user wrote it.
 *
 * @param words what was written
 * @param advice how such words look
 */
record WrittenOptions(String words, String advice) {

  Options read() {
    int colon = words.indexOf(':');
    String name = (colon < 0 ? words : words.substring(0, colon)).strip();
    if (name.isEmpty()) {
      throw wrong("'%s' names no plug-in.".formatted(words));
    }
    if (colon < 0) {
      return Options.none(name);
    }
    Map<String, String> options = new LinkedHashMap<>();
    for (String option : words.substring(colon + 1).split(",", -1)) {
      add(option.strip(), options);
    }
    return new Options(name, options);
  }

  private void add(String option, Map<String, String> options) {
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

  private PatchbayException wrong(String problem) {
    return PatchbayException.usage(problem, advice);
  }
}
