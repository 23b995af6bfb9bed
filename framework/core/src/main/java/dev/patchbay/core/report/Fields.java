package dev.patchbay.core.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The fields of a JSON object, each of the type that is asked for.
 *
 * @param json the object
 * @param path where it is in the file: "" or {@code spec.}
 */
record Fields(JsonNode json, String path) {

  /** That a field is missing or of another type. */
  static final class Wrong extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Wrong(String message) {
      super(message);
    }
  }

  /** What stands for an enum's constant. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  List<String> names() {
    List<String> names = new ArrayList<>();
    json.fieldNames().forEachRemaining(names::add);
    return names;
  }

  String text(String name) {
    return expect(name, required(name).isTextual(), "a text").textValue();
  }

  int integer(String name) {
    return expect(name, required(name).canConvertToInt(), "a whole number").intValue();
  }

  long longInteger(String name) {
    return expect(name, required(name).canConvertToLong(), "a whole number").longValue();
  }

  double number(String name) {
    return expect(name, required(name).isNumber(), "a number").doubleValue();
  }

  boolean flag(String name) {
    return expect(name, required(name).isBoolean(), "true or false").booleanValue();
  }

  boolean isNull(String name) {
    return required(name).isNull();
  }

  <E extends Enum<E>> E constant(String name, Class<E> type) {
    String text = text(name);
    for (E constant : type.getEnumConstants()) {
      if (word(constant).equals(text)) {
        return constant;
      }
    }
    throw new Wrong("'%s%s' is '%s', which this version does not know".formatted(path, name, text));
  }

  List<String> texts(String name) {
    return list(name, JsonNode::isTextual, "a text", JsonNode::textValue);
  }

  List<Double> numbers(String name) {
    return list(name, JsonNode::isNumber, "a number", JsonNode::doubleValue);
  }

  private <T> List<T> list(
      String name, Predicate<JsonNode> fits, String wanted, Function<JsonNode, T> value) {
    List<T> list = new ArrayList<>();
    for (JsonNode element : expect(name, required(name).isArray(), "a list")) {
      list.add(value.apply(expect(name, fits.test(element), element, wanted)));
    }
    return list;
  }

  Fields object(String name) {
    return new Fields(expect(name, required(name).isObject(), "an object"), path + name + ".");
  }

  private JsonNode required(String name) {
    JsonNode node = json.get(name);
    if (node == null) {
      throw new Wrong("'%s%s' is missing".formatted(path, name));
    }
    return node;
  }

  private JsonNode expect(String name, boolean fits, String wanted) {
    return expect(name, fits, required(name), wanted);
  }

  private JsonNode expect(String name, boolean fits, JsonNode value, String wanted) {
    if (!fits) {
      throw new Wrong("'%s%s' is %s and not %s".formatted(path, name, value, wanted));
    }
    return value;
  }
}
