package dev.patchbay.plugins.architecture;

import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.plugin.PatchbayException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads which layers of a GPT-Neo see only their neighbourhood: {@code attention_types} says {@code
 * [[["global", "local"], 6]]} for six times a layer of each, and files that transformers saved list
 * the layers in {@code attention_layers} besides.
 */
final class AttentionLayers {

  private static final String TYPES = "attention_types";
  private static final String LAYERS = "attention_layers";

  /** Far beyond any model: a pattern that is repeated more often is not a pattern of layers. */
  private static final int MOST_REPEATS = 1 << 20;

  private AttentionLayers() {}

  /** For each layer how many positions a position sees, 0 for all; empty where all layers do. */
  static List<Integer> windows(CheckpointConfig config, ModelSpec of) {
    List<Object> types = types(config, of.nLayers());
    int width = config.has("window_size") ? ConfigSizes.positive(config, "window_size") : 256;
    List<Integer> widths =
        types.stream().map(type -> type.equals("local") && width < of.nCtx() ? width : 0).toList();
    return widths.stream().allMatch(w -> w == 0) ? List.of() : widths;
  }

  private static List<Object> types(CheckpointConfig config, int nLayers) {
    List<Object> repeated =
        config.has(TYPES) ? checked(config, TYPES, repeated(config, nLayers), nLayers) : null;
    List<Object> listed =
        config.has(LAYERS)
            ? checked(
                config, LAYERS, list(config, LAYERS, config.fields().get(LAYERS), nLayers), nLayers)
            : null;
    FieldNames.agree(config.origin(), LAYERS, listed, TYPES, repeated);
    if (listed != null) {
      return listed;
    }
    if (repeated != null) {
      return repeated;
    }
    throw PatchbayException.failed(
        "%s: neither attention_types nor attention_layers says what the layers see."
            .formatted(config.origin()),
        "Add one, such as \"attention_types\": [[[\"global\", \"local\"], 4]] for eight layers.");
  }

  private static List<Object> repeated(CheckpointConfig config, int nLayers) {
    List<Object> types = new ArrayList<>();
    for (Object group : list(config, TYPES, config.fields().get(TYPES), nLayers)) {
      List<Object> pair = list(config, TYPES, group, nLayers);
      if (pair.size() != 2 || !(pair.get(1) instanceof Integer times) || times > MOST_REPEATS) {
        throw contradiction(config, TYPES, nLayers);
      }
      List<Object> once = list(config, TYPES, pair.get(0), nLayers);
      for (int i = 0; i < times && types.size() <= nLayers; i++) {
        types.addAll(once);
      }
    }
    return types;
  }

  private static List<Object> checked(
      CheckpointConfig config, String field, List<Object> types, int nLayers) {
    if (types.size() != nLayers) {
      throw contradiction(config, field, nLayers);
    }
    if (!List.of("global", "local").containsAll(types)) {
      throw config.unsupported(field, "global, local");
    }
    return types;
  }

  private static List<Object> list(
      CheckpointConfig config, String field, @Nullable Object value, int nLayers) {
    if (!(value instanceof List<?> list) || list.stream().anyMatch(Objects::isNull)) {
      throw contradiction(config, field, nLayers);
    }
    return List.copyOf(list);
  }

  private static PatchbayException contradiction(
      CheckpointConfig config, String field, int nLayers) {
    return PatchbayException.failed(
        "%s: %s = %s does not name the types of %s layers."
            .formatted(config.origin(), field, config.fields().get(field), nLayers),
        "Name one for each of num_layers: \"global\" or \"local\".");
  }
}
