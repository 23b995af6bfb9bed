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
        .replaceAll(", from `[^`]*`", "")
        .replaceAll("(:| \\() ?(was expecting|expected|start marker).*", "");
  }
}
