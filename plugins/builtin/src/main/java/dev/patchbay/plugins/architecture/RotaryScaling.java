package dev.patchbay.plugins.architecture;

import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.plugin.PatchbayException;
import java.util.function.DoubleUnaryOperator;

/**
 * Reads how rotary frequencies are stretched for prompts longer than those of the first training:
 * not at all, all alike ({@code linear}), or the slow ones only ({@code llama3}; Grattafiori et al.
 * 2024, The Llama 3 Herd of Models, §3.4.2, in the form of its published code).
 *
 * <p>{@code dynamic} (NTK) scaling makes the base grow with the prompt: in transformers it is base
 * · (factor · n / N − (factor − 1))^(d / (d − 2)) for a prompt of n tokens, N being {@code
 * max_position_embeddings} and d the dimensions that turn, and n is taken to be N where a prompt is
 * shorter. Up to N tokens that is the base itself. A prompt here never has more: N is the model's
 * context, and longer prompts are refused. So the frequencies stay, exactly as transformers has
 * them; what it does with longer prompts is not offered, since there the angles of a run depend on
 * the longest prompt that the same process has seen before.
 */
final class RotaryScaling {

  private RotaryScaling() {}

  /**
   * What becomes of a frequency.
   *
   * @param rope as {@link RotaryFields} reads it
   */
  static DoubleUnaryOperator read(CheckpointConfig rope) {
    return switch (rope.text("rope_type", "default")) {
      case "default" -> frequency -> frequency;
      case "linear" -> linear(positive(rope, "factor"));
      case "llama3" -> llama3(rope);
      case "dynamic" -> dynamic(rope);
      default -> throw rope.unsupported("rope_type", "default, linear, llama3, dynamic");
    };
  }

  private static DoubleUnaryOperator linear(double factor) {
    return frequency -> frequency / factor;
  }

  /** What holds for prompts within the context: frequencies as they are. */
  private static DoubleUnaryOperator dynamic(CheckpointConfig rope) {
    positive(rope, "factor");
    return frequency -> frequency;
  }

  /**
   * By how often a frequency turns around within the original context: seldom (at most {@code
   * low_freq_factor} times), and it is divided by the factor; often (at least {@code
   * high_freq_factor} times), and it stays; between, a blend of both.
   */
  private static DoubleUnaryOperator llama3(CheckpointConfig rope) {
    double factor = positive(rope, "factor");
    double low = positive(rope, "low_freq_factor");
    double high = positive(rope, "high_freq_factor");
    double context = positive(rope, "original_max_position_embeddings");
    if (!(low < high)) {
      throw PatchbayException.failed(
          "%s: low_freq_factor = %s is not below high_freq_factor = %s."
              .formatted(rope.origin(), low, high),
          "Between the two, frequencies are blended: correct the file.");
    }
    return frequency -> {
      double turns = context * frequency / (2 * Math.PI);
      double kept = Math.min(1, Math.max(0, (turns - low) / (high - low)));
      return kept * frequency + (1 - kept) * frequency / factor;
    };
  }

  private static double positive(CheckpointConfig rope, String name) {
    return ConfigSizes.above0(rope, name, rope.number(name));
  }
}
