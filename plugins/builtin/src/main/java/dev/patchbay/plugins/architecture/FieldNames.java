package dev.patchbay.plugins.architecture;

import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.plugin.PatchbayException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads facts that configurations state under two names. One name is enough. Where both are present
 * they must agree: which of them a program believes depends on the program and on its version.
 */
final class FieldNames {

  private FieldNames() {}

  /**
   * The configuration under one name for each fact.
   *
   * @param others what another name of a field stands for
   * @throws PatchbayException if two names of one fact have different values
   */
  static CheckpointConfig settled(CheckpointConfig config, Map<String, String> others) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>(config.fields());
    others.forEach(
        (other, name) -> {
          Object value = fields.remove(other);
          agree(config.origin(), name, fields.get(name), other, value);
          if (value != null && !config.has(name)) {
            fields.put(name, value);
          }
        });
    return new CheckpointConfig(config.origin(), fields);
  }

  /**
   * Refuses two values of one fact.
   *
   * @param value null where the fact is not stated under that name; so with the other
   */
  static void agree(
      String origin, String name, @Nullable Object value, String other, @Nullable Object twin) {
    if (value != null && twin != null && !same(value, twin)) {
      throw contradiction(origin, name, value, other, twin);
    }
  }

  /** That two fields of one fact disagree. */
  static PatchbayException contradiction(
      String origin, String name, @Nullable Object value, String other, @Nullable Object twin) {
    return PatchbayException.failed(
        "%s: %s = %s contradicts %s = %s.".formatted(origin, name, value, other, twin),
        "Both say the same thing: remove the wrong one.");
  }

  /** JSON's 8 and 8.0 are one number. */
  private static boolean same(Object one, Object other) {
    return (one instanceof Number number && other instanceof Number twin)
        ? number.doubleValue() == twin.doubleValue()
        : one.equals(other);
  }
}
