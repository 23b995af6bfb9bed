package dev.patchbay.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A JSON text with one thing wrong: every value in turn gone, or another of every kind. */
public final class Mutations {

  private static final JsonMapper JSON = new JsonMapper();

  private static final List<String> OTHERS =
      List.of("null", "{}", "[]", "[null]", "\"x\"", "true", "-1", "1e999", "9999999999");

  private Mutations() {}

  /** Every mutation; of a list the first two elements stand for all. */
  public static List<String> of(String text) throws java.io.IOException {
    List<String> texts =
        new ArrayList<>(
            List.of(
                "",
                "null",
                "{}",
                "[]",
                "7",
                "\"x\"",
                text + "x",
                text.substring(0, text.length() / 2),
                "[".repeat(2000),
                "{\"schema\":" + "[".repeat(2000),
                "{\"a\":" + "9".repeat(1001) + "}"));
    JsonNode root = JSON.readTree(text);
    mutate(root, changed -> texts.add(root.toString()));
    return texts;
  }

  private static void mutate(JsonNode node, Consumer<JsonNode> use) throws java.io.IOException {
    List<String> others = new ArrayList<>(OTHERS);
    others.add("9".repeat(1001));
    if (node instanceof ObjectNode object) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        JsonNode value = object.get(name);
        for (String other : others) {
          object.replace(name, raw(other));
          use.accept(object);
        }
        object.replace(name, value);
        mutate(value, use);
        object.remove(name);
        use.accept(object);
        object.set(name, value);
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < Math.min(2, array.size()); i++) {
        JsonNode value = array.get(i);
        for (String other : others) {
          array.set(i, raw(other));
          use.accept(array);
        }
        array.set(i, value);
        mutate(value, use);
        array.remove(i);
        use.accept(array);
        array.insert(i, value);
      }
    }
  }

  private static JsonNode raw(String json) {
    return JSON.getNodeFactory()
        .rawValueNode(new com.fasterxml.jackson.databind.util.RawValue(json));
  }
}
