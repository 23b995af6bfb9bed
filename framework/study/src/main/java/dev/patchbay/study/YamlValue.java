package dev.patchbay.study;

import dev.patchbay.spi.plugin.NearMiss;
import dev.patchbay.spi.plugin.PatchbayException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A value in a YAML file, asked for as what it should be. An answer that it cannot give is an error
 * that names file, line and key.
 *
 * @param file where it is
 * @param name what to call it: {@code 'models'}, {@code an item of 'models'}
 * @param node the value
 */
record YamlValue(Path file, String name, Node node) {

  /** The line on which it begins, from 1 on. */
  int line() {
    return node.getStartMark().map(mark -> mark.getLine()).orElse(0) + 1;
  }

  /** Whether it is a single value: a text, a number, true or false, or nothing. */
  boolean scalar() {
    return node instanceof ScalarNode;
  }

  /** Whether it is a list. */
  boolean list() {
    return node instanceof SequenceNode;
  }

  /** Its values by key, which are all among {@code known}. */
  Fields fields(List<String> known) {
    if (!(node instanceof MappingNode mapping)) {
      throw wrong(name + " has no keys.", "Write 'key: value' lines; known here: " + join(known));
    }
    Map<String, YamlValue> fields = new LinkedHashMap<>();
    for (NodeTuple entry : mapping.getValue()) {
      YamlValue key = new YamlValue(file, "a key", entry.getKeyNode());
      String word = key.text();
      if (!known.contains(word)) {
        throw key.wrong(
            "unknown key '%s'.".formatted(word),
            (NearMiss.sentence(word, known) + " Known here: " + join(known)).strip());
      }
      YamlValue value = new YamlValue(file, "'" + word + "'", entry.getValueNode());
      if (fields.putIfAbsent(word, value) != null) {
        throw key.wrong("'%s' is given twice.".formatted(word), "Keep one of the two.");
      }
      if (value.absent()) {
        throw key.wrong(
            "'%s' has no value.".formatted(word), "Write one after the colon, or omit it.");
      }
    }
    return new Fields(this, fields);
  }

  /**
   * The values of a mapping, by key.
   *
   * @param values by key; what was left out is not there
   */
  record Fields(YamlValue owner, Map<String, YamlValue> values) {

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

  /** Its items, one at least, each called {@code an item of} this. */
  List<YamlValue> items() {
    if (!(node instanceof SequenceNode sequence)) {
      throw wrong(
          name + " is not a list.",
          scalar() && !absent()
              ? "Put it in brackets: [%s].".formatted(((ScalarNode) node).getValue())
              : "Write one item a line, each after '- '.");
    }
    if (sequence.getValue().isEmpty()) {
      throw wrong(name + " is an empty list.", "Name one at least, or omit the key.");
    }
    List<YamlValue> items = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      items.add(new YamlValue(file, "an item of " + name, item));
    }
    return items;
  }

  /** The text, which is not blank. */
  String text() {
    if (!(node instanceof ScalarNode scalar)) {
      throw wrong(
          name + " is not text.", "Give one text, in quotes if it has brackets or a colon.");
    }
    if (absent() || scalar.getValue().isBlank()) {
      throw wrong(name + " is empty.", "Write something, or omit it.");
    }
    if (!scalar.getTag().equals(Tag.STR)) {
      throw wrong(
          "%s is not text: %s.".formatted(name, scalar.getValue()),
          "Put it in quotes if it is meant as text: '%s'.".formatted(scalar.getValue()));
    }
    return scalar.getValue();
  }

  /** The number, which is finite. */
  BigDecimal number() {
    if (node instanceof ScalarNode scalar
        && (scalar.getTag().equals(Tag.INT) || scalar.getTag().equals(Tag.FLOAT))) {
      try {
        BigDecimal number = new BigDecimal(scalar.getValue());
        if (Double.isFinite(number.doubleValue())) {
          return number;
        }
      } catch (NumberFormatException e) {
        // .inf, .nan, 0x1f: the sentence below says it.
      }
    }
    throw wrong("%s is not a number%s.".formatted(name, said()), "Write it like 0.01 or 1e-2.");
  }

  /** The whole number, which is {@code least} at least. */
  long whole(long least) {
    BigDecimal number = number();
    try {
      long whole = number.longValueExact();
      if (whole >= least) {
        return whole;
      }
    } catch (ArithmeticException e) {
      throw wrong("%s is not a whole number%s.".formatted(name, said()), "Write it like 1000.");
    }
    throw wrong(
        "%s is less than %s%s.".formatted(name, least, said()),
        "Give %s or more.".formatted(least));
  }

  /** As {@link #whole}, for what is counted in an int. */
  int count(int least, int most) {
    long whole = whole(least);
    if (whole > most) {
      throw wrong("%s is too large%s.".formatted(name, said()), "Give at most %s.".formatted(most));
    }
    return (int) whole;
  }

  /** The answer to a question. */
  boolean flag() {
    if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.BOOL)) {
      return Boolean.parseBoolean(scalar.getValue());
    }
    throw wrong("%s is neither true nor false%s.".formatted(name, said()), "Write true or false.");
  }

  /** What the word stands for. */
  <T> T oneOf(Map<String, T> words) {
    String word = text();
    T meaning = words.get(word);
    if (meaning == null) {
      List<String> known = words.keySet().stream().sorted().toList();
      throw wrong(
          "%s cannot be '%s'.".formatted(name, word),
          (NearMiss.sentence(word, known) + " Known here: " + join(known)).strip());
    }
    return meaning;
  }

  /** What is wrong with it, and what to do. */
  PatchbayException wrong(String problem, String advice) {
    return PatchbayException.failed("%s, line %s: %s".formatted(file, line(), problem), advice);
  }

  private boolean absent() {
    return node.getTag().equals(Tag.NULL);
  }

  /** {@code : value}, for the end of a message; nothing if it is not a single value. */
  String said() {
    return node instanceof ScalarNode scalar && !absent() ? ": " + scalar.getValue() : "";
  }

  private static String join(List<String> known) {
    return String.join(", ", known) + ".";
  }
}
