package dev.patchbay.model.file;

import com.fasterxml.jackson.core.JsonProcessingException;

/** What is wrong with a text that is not JSON, in words for a user. */
public final class JsonReason {

  private JsonReason() {}

  /** The reason, without the parser's advice to programmers and its names of its own parts. */
  public static String of(JsonProcessingException e) {
    return e.getOriginalMessage()
        .lines()
        .findFirst()
        .orElse("")
        // The parser counts in the digits of the user's locale.
        .replaceAll("^Number value length.*", "A number has more than 1000 digits")
        .replaceAll("^Document nesting depth.*", "Lists and objects are nested too deep")
        .replaceAll("^Trailing token.*", "Something follows the end of the object")
        .replaceAll(", from `[^`]*`", "")
        .replaceAll("(:| \\() ?(was expecting|expected|enable|only|start marker|bound as).*", "");
  }
}
