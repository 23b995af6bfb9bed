package dev.patchbay.spi.model;

import java.util.List;
import java.util.Optional;

/**
 * Turns text into a model's tokens and back. Every method throws {@link
 * dev.patchbay.spi.plugin.PatchbayException} if the tokenizer's files cannot be read: they may be
 * opened only when the first of them is called. Not for use after its checkpoint is closed.
 */
public interface Tokenizer {

  /**
   * The tokens of a text; none of its own is added. The spelling of a special token, such as {@code
   * <|endoftext|>}, becomes that token.
   */
  List<Token> encode(String text);

  /** The text of these tokens; special tokens are spelt out, ids that are none are left out. */
  String decode(List<Integer> ids);

  /** The token that marks the beginning of a text, where there is one. */
  Optional<Token> bos();

  /** Whether the model is used to {@link #bos()} before a text, as the tokenizer's files say. */
  boolean addsBos();

  /** One more than the largest id. */
  int size();
}
