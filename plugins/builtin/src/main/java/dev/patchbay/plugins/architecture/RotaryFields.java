package dev.patchbay.plugins.architecture;

import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.plugin.PatchbayException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what a configuration says of rotary positions. Newer files say it in {@code
 * rope_parameters}, older ones in {@code rope_scaling} and beside it; what the object does not say
 * may be beside it in either.
 */
final class RotaryFields {

  private static final String NEWER = "rope_parameters";
  private static final String OLDER = "rope_scaling";
  private static final String TYPE = "rope_type";

  /** May be in the object or beside it. */
  private static final List<String> BESIDE =
      List.of("rope_theta", "partial_rotary_factor", "original_max_position_embeddings");

  private RotaryFields() {}

  /**
   * All of it as one object.
   *
   * @throws PatchbayException if two fields contradict each other, or the angles differ by layer
   */
  static CheckpointConfig read(CheckpointConfig config) {
    Map<String, CheckpointConfig> places = new LinkedHashMap<>();
    for (String field : List.of(NEWER, OLDER)) {
      if (config.has(field)) {
        places.put(field + ".", object(config, field));
      }
    }
    CheckpointConfig rope = one(config, List.copyOf(places.values()));
    places.put("", config);
    Map<String, @Nullable Object> fields = new LinkedHashMap<>(rope.fields());
    for (String name : BESIDE) {
      Object value = agreed(config, name, places);
      if (value != null) {
        fields.put(name, value);
      }
    }
    return new CheckpointConfig(rope.origin(), fields);
  }

  private static CheckpointConfig object(CheckpointConfig config, String field) {
    CheckpointConfig rope = config.object(field);
    if (rope.fields().values().stream().anyMatch(Map.class::isInstance)) {
      throw PatchbayException.failed(
          "%s: the rotary angles differ by type of layer (%s)."
              .formatted(rope.origin(), String.join(", ", rope.names())),
          "Layers of a model of this type share their angles: give one set of them.");
    }
    CheckpointConfig settled = FieldNames.settled(rope, Map.of("type", TYPE));
    if (field.equals(OLDER) && !settled.has(TYPE)) {
      throw PatchbayException.failed(
          "%s: the field 'rope_type' is missing.".formatted(rope.origin()),
          "It must be one of default, linear, llama3, dynamic.");
    }
    return settled;
  }

  private static CheckpointConfig one(CheckpointConfig config, List<CheckpointConfig> objects) {
    if (objects.size() > 1) {
      FieldNames.agree(
          config.origin(), NEWER, scaling(objects.get(0)), OLDER, scaling(objects.get(1)));
    }
    return objects.isEmpty() ? new CheckpointConfig(config.origin(), Map.of()) : objects.get(0);
  }

  /** What an object says of scaling, with all numbers of one kind. */
  private static Map<String, @Nullable Object> scaling(CheckpointConfig rope) {
    Map<String, @Nullable Object> fields = new TreeMap<>(rope.fields());
    fields.putIfAbsent(TYPE, "default");
    fields.keySet().removeAll(BESIDE);
    fields.replaceAll((name, v) -> v instanceof Number number ? number.doubleValue() : v);
    return fields;
  }

  /** The value of a field, wherever it is; null if it is nowhere. */
  private static @Nullable Object agreed(
      CheckpointConfig config, String name, Map<String, CheckpointConfig> places) {
    String found = "";
    Object value = null;
    for (Map.Entry<String, CheckpointConfig> place : places.entrySet()) {
      Object here = place.getValue().fields().get(name);
      FieldNames.agree(config.origin(), found, value, place.getKey() + name, here);
      if (value == null) {
        found = place.getKey() + name;
        value = here;
      }
    }
    return value;
  }
}
