package dev.patchbay.plugins.architecture;

import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.ModelSpec.Activation;

/** What Hugging Face calls the nonlinearities. */
final class ActivationNames {

  private ActivationNames() {}

  /** The nonlinearity that a field names, or {@code fallback} names where the field is absent. */
  static Activation read(CheckpointConfig config, String field, String fallback) {
    return switch (config.text(field, fallback)) {
      case "gelu_new", "gelu_pytorch_tanh", "gelu_python_tanh", "gelu_fast" -> Activation.GELU_TANH;
      case "gelu", "gelu_python" -> Activation.GELU;
      case "relu" -> Activation.RELU;
      case "silu", "swish" -> Activation.SILU;
      default ->
          throw config.unsupported(
              field, "gelu_new, gelu_pytorch_tanh, gelu_fast, gelu, relu, silu");
    };
  }
}
