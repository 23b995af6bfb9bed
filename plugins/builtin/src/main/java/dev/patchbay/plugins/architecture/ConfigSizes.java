package dev.patchbay.plugins.architecture;

import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.plugin.PatchbayException;

/** Reads sizes out of a configuration and refuses those that no model can have. */
final class ConfigSizes {

  private ConfigSizes() {}

  /** A field that must be a whole number of at least 1. */
  static int positive(CheckpointConfig config, String name) {
    int size = config.integer(name);
    if (size < 1) {
      throw refused(config, name, size, "It must be a whole number of at least 1.");
    }
    return size;
  }

  /** A field that must be a whole number from 1 to {@code largest}. */
  static int positive(CheckpointConfig config, String name, int largest) {
    int size = positive(config, name);
    if (size > largest) {
      throw refused(config, name, size, "It must be a whole number of at most " + largest + ".");
    }
    return size;
  }

  /** Four times a size: the usual width of an MLP. */
  static int fourTimes(CheckpointConfig config, String name) {
    int size = positive(config, name);
    if (size > Integer.MAX_VALUE / 4) {
      throw refused(config, name, size, "An MLP of four times that width cannot be held.");
    }
    return 4 * size;
  }

  /** The ε of a norm: 1e-5 where the file is silent. */
  static double epsilon(CheckpointConfig config, String name) {
    return epsilon(config, name, 1e-5);
  }

  /** The ε of a norm. */
  static double epsilon(CheckpointConfig config, String name, double fallback) {
    double epsilon = config.number(name, fallback);
    if (!(epsilon >= 0) || Double.isInfinite(epsilon)) {
      throw refused(config, name, epsilon, "It must be a number of at least 0.");
    }
    return epsilon;
  }

  private static PatchbayException refused(
      CheckpointConfig config, String name, Object value, String wanted) {
    return PatchbayException.failed(
        "%s: the field '%s' is %s.".formatted(config.origin(), name, value), wanted);
  }
}
