package dev.patchbay.model.tokenizer;

import dev.patchbay.spi.model.Token;
import java.util.List;
import java.util.stream.Collectors;

/** What models read, in quotes, for messages. */
public final class Quoted {

  /** Text in a message has at most this many characters. */
  private static final int SHOWN = 40;

  private Quoted() {}

  /** Text on one line and not too long. */
  public static String text(String text) {
    String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    return "'" + shown.replaceAll("\\s", " ") + "'";
  }

  public static String pieces(List<Token> tokens) {
    return tokens.stream().map(token -> "'" + token.piece() + "'").collect(Collectors.joining(" "));
  }
}
