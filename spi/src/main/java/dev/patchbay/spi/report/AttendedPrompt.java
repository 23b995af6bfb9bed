package dev.patchbay.spi.report;

import dev.patchbay.spi.strategy.AttentionTable;
import java.util.List;

/**
 * A prompt, and where each head of the whole model looks on it.
 *
 * @param tokens the text of each token; its id where there is no tokenizer
 * @param pattern attention patterns, to four decimals {@code [layer][head][destination][source]}
 */
public record AttendedPrompt(List<String> tokens, AttentionTable pattern) {

  public AttendedPrompt {
    tokens = List.copyOf(tokens);
    if (!pattern.isSquareOf(tokens.size())) {
      throw new IllegalArgumentException(
          "The patterns of a prompt of %s tokens are not of %1$s by %1$s tokens each."
              .formatted(tokens.size()));
    }
  }
}
