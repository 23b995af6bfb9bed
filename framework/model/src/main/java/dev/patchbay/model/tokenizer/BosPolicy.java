package dev.patchbay.model.tokenizer;

import dev.patchbay.spi.model.Token;
import dev.patchbay.spi.model.Tokenizer;
import dev.patchbay.spi.plugin.PatchbayException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the token for the beginning of a text comes before prompts that are text. */
public enum BosPolicy {
  /** As the tokenizer's own files say. */
  AUTO,
  ALWAYS,
  NEVER;

  /**
   * The token that comes before a text, if one does.
   *
   * @throws PatchbayException if there must be one and the tokenizer has none
   */
  public Optional<Token> before(Tokenizer tokenizer) {
    if (this == NEVER || (this == AUTO && !tokenizer.addsBos())) {
      return Optional.empty();
    }
    Optional<Token> bos = tokenizer.bos();
    if (this == ALWAYS && bos.isEmpty()) {
      throw PatchbayException.usage(
          "The tokenizer names no token for the beginning of a text, but --bos is always.",
          "Give --bos never, or name 'bos_token' in tokenizer_config.json.");
    }
    return bos;
  }

  /** The tokens of a text, after the token of {@link #before}; that is never there twice. */
  public List<Token> encode(Tokenizer tokenizer, String text) {
    List<Token> tokens = tokenizer.encode(text);
    Optional<Token> bos = before(tokenizer);
    if (bos.isEmpty() || (!tokens.isEmpty() && tokens.get(0).id() == bos.get().id())) {
      return tokens;
    }
    List<Token> after = new ArrayList<>(List.of(bos.get()));
    after.addAll(tokens);
    return after;
  }
}
