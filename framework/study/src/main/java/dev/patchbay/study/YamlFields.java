package dev.patchbay.study;

import java.util.Map;
import java.util.function.Function;

/**
 * The values of a mapping, by key.
 *
 * @param owner the mapping
 * @param values by key; what was left out is not there
 */
record YamlFields(YamlValue owner, Map<String, YamlValue> values) {

  /** The value of a key that has to be there. */
  YamlValue required(String key, String advice) {
    YamlValue value = values.get(key);
    if (value == null) {
      throw owner.wrong("%s lacks '%s'.".formatted(owner.name(), key), advice);
    }
    return value;
  }

  /** What the value of a key means, or what holds where it is left out. */
  <T> T optional(String key, Function<YamlValue, T> meaning, T fallback) {
    YamlValue value = values.get(key);
    return value == null ? fallback : meaning.apply(value);
  }
}
