package dev.patchbay.plugins.architecture;

import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.plugin.PatchbayException;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Reads how far back the layers of a model see. */
final class AttentionWindows {

  private static final String WIDTH = "sliding_window";
  private static final String SWITCH = "use_sliding_window";
  private static final String TYPES = "layer_types";
  private static final String SLIDING = "sliding_attention";
  private static final int USUAL_WIDTH = 4096;
  private static final int USUAL_FULL_LAYERS = 28;

  private AttentionWindows() {}

  /** For each layer how many positions a position sees, 0 for all; empty where all layers do. */
  static List<Integer> read(CheckpointConfig config, LlamaTraits.Windows windows, ModelSpec of) {
    List<Integer> widths =
        switch (windows) {
          case NONE -> List.of();
          case EVERY_LAYER -> Collections.nCopies(of.nLayers(), width(config, of.nCtx()));
          case EVERY_OTHER_LAYER -> everyOther(config, of);
          case SOME_LAYERS ->
              config.flag(SWITCH, false) ? someLayers(config, of) : noLayers(config, of);
        };
    return widths.stream().allMatch(width -> width == 0) ? List.of() : widths;
  }

  /** The width; 0 where the file says null or it reaches over the whole context. */
  private static int width(CheckpointConfig config, int nCtx) {
    if (!config.names().contains(WIDTH)) {
      return USUAL_WIDTH < nCtx ? USUAL_WIDTH : 0;
    }
    int width = config.has(WIDTH) ? ConfigSizes.positive(config, WIDTH) : nCtx;
    return width < nCtx ? width : 0;
  }

  private static List<Integer> everyOther(CheckpointConfig config, ModelSpec of) {
    int width = width(config, of.nCtx());
    return config.has(TYPES)
        ? byTypes(config, width, of.nLayers())
        : IntStream.range(0, of.nLayers()).mapToObj(l -> l % 2 == 0 ? width : 0).toList();
  }

  private static List<Integer> someLayers(CheckpointConfig config, ModelSpec of) {
    int width = width(config, of.nCtx());
    if (config.has(TYPES)) {
      return byTypes(config, width, of.nLayers());
    }
    int full = config.integer("max_window_layers", USUAL_FULL_LAYERS);
    return IntStream.range(0, of.nLayers()).mapToObj(layer -> layer < full ? 0 : width).toList();
  }

  private static List<Integer> noLayers(CheckpointConfig config, ModelSpec of) {
    return config.has(TYPES) ? byTypes(config, 0, of.nLayers()) : List.of();
  }

  /** A window cannot both be there and not: transformers runs no model whose file says so. */
  private static void refuseTypesWithoutWidth(CheckpointConfig config, List<?> types) {
    boolean off = !config.flag(SWITCH, true);
    boolean none = config.names().contains(WIDTH) && !config.has(WIDTH);
    if (types.contains(SLIDING) && (off || none)) {
      throw PatchbayException.failed(
          "%s: layer_types = %s contradicts %s."
              .formatted(config.origin(), types, off ? SWITCH + " = false" : WIDTH + " = null"),
          "Both say which layers have a window: correct the wrong one.");
    }
  }

  private static List<Integer> byTypes(CheckpointConfig config, int width, int nLayers) {
    if (!(config.fields().get(TYPES) instanceof List<?> types) || types.size() != nLayers) {
      throw PatchbayException.failed(
          "%s: layer_types = %s does not name the types of %s layers."
              .formatted(config.origin(), config.fields().get(TYPES), nLayers),
          "Give a list with one type for each of num_hidden_layers.");
    }
    refuseTypesWithoutWidth(config, types);
    return types.stream()
        .map(
            type -> {
              if (SLIDING.equals(type)) {
                return width;
              }
              if ("full_attention".equals(type)) {
                return 0;
              }
              throw config.unsupported(TYPES, "full_attention, sliding_attention");
            })
        .toList();
  }
}
