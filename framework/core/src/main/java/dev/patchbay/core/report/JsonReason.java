package dev.patchbay.core.report;

import com.fasterxml.jackson.core.JsonProcessingException;

/** What is wrong with a text that is not JSON, without the parser's names of its own parts. */
final class JsonReason {

  private JsonReason() {}

  static String of(JsonProcessingException e) {
    return e.getOriginalMessage()
        .lines()
        .findFirst()
        .orElse("")
        // The parser counts in the digits of the user's locale.
        .replaceAll("^Number value length.*", "A number has more than 1000 digits")
        .replaceAll("^Document nesting depth.*", "Lists and objects are nested too deep")
        .replaceAll(", from `[^`]*`", "")
        .replaceAll("(:| \\() ?(was expecting|expected|start marker).*", "");
  }
}
