package dev.patchbay.model.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.spi.model.Token;
import java.util.ArrayList;
import java.util.List;

/** What {@code tokenizer.json} puts before a text, as its {@code post_processor} says. */
final class TokenizerTemplate {

  private TokenizerTemplate() {}

  /** The tokens, in their order. */
  static List<Token> before(JsonNode processor) {
    return switch (processor.path("type").asText()) {
      case "TemplateProcessing" -> template(processor);
      case "BertProcessing", "RobertaProcessing" ->
          List.of(
              new Token(id(processor.path("cls").path(1)), processor.path("cls").path(0).asText()));
      case "Sequence" -> sequence(processor.path("processors"));
      default -> List.of();
    };
  }

  private static List<Token> template(JsonNode processor) {
    List<Token> tokens = new ArrayList<>();
    for (JsonNode piece : processor.path("single")) {
      if (piece.has("Sequence")) {
        return tokens;
      }
      JsonNode special =
          processor.path("special_tokens").path(piece.path("SpecialToken").path("id").asText());
      for (int i = 0; i < special.path("ids").size(); i++) {
        tokens.add(
            new Token(id(special.path("ids").get(i)), special.path("tokens").path(i).asText()));
      }
    }
    return tokens;
  }

  /** The id, or −1 for what cannot be one. */
  private static int id(JsonNode written) {
    return written.isInt() ? written.intValue() : -1;
  }

  /** Each processor takes what the one before it has made, so that the last one's come first. */
  private static List<Token> sequence(JsonNode processors) {
    List<Token> tokens = new ArrayList<>();
    processors.forEach(processor -> tokens.addAll(0, before(processor)));
    return tokens;
  }
}
