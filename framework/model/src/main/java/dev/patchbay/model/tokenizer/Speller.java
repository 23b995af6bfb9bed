package dev.patchbay.model.tokenizer;

import dev.patchbay.spi.model.Token;
import java.util.List;

/** Spells texts in a vocabulary's pieces, and back. */
interface Speller extends AutoCloseable {

  /**
   * The pieces of a text.
   *
   * @throws IllegalArgumentException if the vocabulary cannot spell it
   */
  List<Token> encode(String text);

  /** The text of these tokens. */
  String decode(List<Integer> ids);

  @Override
  void close();
}
