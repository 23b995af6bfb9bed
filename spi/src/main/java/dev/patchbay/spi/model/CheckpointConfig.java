package dev.patchbay.spi.model;

import dev.patchbay.spi.plugin.PatchbayException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint's {@code config.json}. An accessor of a field throws a {@link PatchbayException}
 * that names file and field if it is missing, and the accessor has no fallback, or of another type.
 */
public final class CheckpointConfig {

  private final String origin;
  private final Map<String, @Nullable Object> fields;

  /**
   * @param origin where it was read, for messages
   * @param fields as JSON gives them: strings, numbers, booleans, lists, maps, null
   */
  public CheckpointConfig(String origin, Map<String, ? extends @Nullable Object> fields) {
    this.origin = origin;
    this.fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /** Where it was read. */
  public String origin() {
    return origin;
  }

  /** The names of the fields, those with null among them. */
  public Set<String> names() {
    return fields.keySet();
  }

  /** All fields with their values, in the file's order; read-only. */
  public Map<String, @Nullable Object> fields() {
    return fields;
  }

  /** Whether the field is there with a value other than null. */
  public boolean has(String name) {
    return fields.get(name) != null;
  }

  /** A whole number that must stand there. */
  public int integer(String name) {
    Number number = required(name, Number.class, "a whole number");
    if (number.doubleValue() != number.intValue()) {
      throw wrong(name, number, "a whole number");
    }
    return number.intValue();
  }

  /** A whole number, or {@code fallback} where the field is absent or null. */
  public int integer(String name, int fallback) {
    return has(name) ? integer(name) : fallback;
  }

  /** A number, or {@code fallback} where the field is absent or null. */
  public double number(String name, double fallback) {
    return has(name) ? number(name) : fallback;
  }

  /** A number that must stand there. */
  public double number(String name) {
    return required(name, Number.class, "a number").doubleValue();
  }

  /** The fields of a field, such as {@code rope_scaling}; their errors name both. */
  public CheckpointConfig object(String name) {
    Map<String, @Nullable Object> inner = new LinkedHashMap<>();
    Map<?, ?> object = required(name, Map.class, "an object with fields of its own");
    object.forEach((field, content) -> inner.put(String.valueOf(field), content));
    return new CheckpointConfig(origin + ", " + name, inner);
  }

  /** A text, or {@code fallback} where the field is absent or null. */
  public String text(String name, String fallback) {
    return has(name) ? required(name, String.class, "a text") : fallback;
  }

  /** A truth value, or {@code fallback} where the field is absent; null is false, as in Python. */
  public boolean flag(String name, boolean fallback) {
    return has(name)
        ? required(name, Boolean.class, "true or false")
        : fallback && !fields.containsKey(name);
  }

  /** That the model uses something that this architecture does not know. */
  public PatchbayException unsupported(String name, String supported) {
    return PatchbayException.failed(
        "%s: %s = %s is not supported.".formatted(origin, name, fields.get(name)),
        "Supported: " + supported + ".");
  }

  private <T> T required(String name, Class<T> type, String wanted) {
    Object value = fields.get(name);
    if (value == null) {
      throw PatchbayException.failed(
          "%s: the field '%s' is missing.".formatted(origin, name),
          fields.isEmpty()
              ? "There is no field at all."
              : "The file has: " + String.join(", ", new TreeSet<>(fields.keySet())) + ".");
    }
    if (!type.isInstance(value)) {
      throw wrong(name, value, wanted);
    }
    return type.cast(value);
  }

  private PatchbayException wrong(String name, Object value, String wanted) {
    return PatchbayException.failed(
        "%s: the field '%s' is '%s'.".formatted(origin, name, value), "It must be " + wanted + ".");
  }
}
