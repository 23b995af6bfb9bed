package dev.patchbay.export.results;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A value of a JSON file, of whatever kind: what is not there, or of another kind than is asked
 * for, is empty.
 *
 * @param value a map, a list, a text, a number, a truth value or nothing
 */
record Tree(@Nullable Object value) {

  static Tree of(@Nullable Object value) {
    return new Tree(value);
  }

  /** An object's field. */
  Tree field(String name) {
    return new Tree(value instanceof Map<?, ?> object ? object.get(name) : null);
  }

  /** An object's fields, in the file's order. */
  Map<String, Tree> fields() {
    Map<String, Tree> fields = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> object) {
      object.forEach((name, field) -> fields.put(String.valueOf(name), new Tree(field)));
    }
    return fields;
  }

  /** An array's elements. */
  List<Tree> elements() {
    return value instanceof List<?> array ? array.stream().map(Tree::of).toList() : List.of();
  }

  /** A field as text; the empty text where there is none. */
  String text(String name) {
    return Objects.toString(field(name).value(), "");
  }

  /**
   * What takes part, where this is a cell: its strategy, with how it selects where that differs.
   */
  String contender() {
    String contender = text("contender");
    return contender.isEmpty() ? text("strategy") : contender;
  }

  /** A number, if it is one. */
  OptionalDouble number() {
    return value instanceof Number number
        ? OptionalDouble.of(number.doubleValue())
        : OptionalDouble.empty();
  }
}
