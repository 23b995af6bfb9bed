package dev.patchbay.plugins.architecture;

import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.ModelSpec.Activation;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the nonlinearity of a Gemma: its files name it under two fields, of which each generation
 * goes by one, and the first files say "gelu" in {@code hidden_act} and mean the tanh formula.
 */
final class GemmaActivation {

  private static final String TANH = "gelu_pytorch_tanh";

  private GemmaActivation() {}

  /**
   * What {@code field} names.
   *
   * @param other the field that must agree with it where it is present
   */
  static Activation read(CheckpointConfig config, String field, String other) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>(config.fields());
    fields.replace("hidden_act", "gelu", TANH);
    fields.putIfAbsent(field, TANH);
    FieldNames.agree(config.origin(), field, fields.get(field), other, fields.get(other));
    return ActivationNames.read(new CheckpointConfig(config.origin(), fields), field, TANH);
  }
}
