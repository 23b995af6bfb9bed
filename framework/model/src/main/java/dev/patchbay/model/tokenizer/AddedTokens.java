package dev.patchbay.model.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.spi.plugin.PatchbayException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The tokens that are matched before a text is split, from all the files that may list them, in the
 * order and with the numbers that transformers gives them. A number in a file is a wish: a token of
 * the vocabulary keeps its id, any other gets the next free one.
 */
final class AddedTokens {

  /** The longest that are known are stretches of some hundred blanks. */
  private static final int LONGEST = 4096;

  /** So much of one that is too long is quoted in the message. */
  private static final int SHOWN = 20;

  private final Path origin;
  private final JsonNode vocabulary;
  private final Map<String, ObjectNode> tokens = new LinkedHashMap<>();

  private AddedTokens(Path origin, JsonNode vocabulary) {
    this.origin = origin;
    this.vocabulary = vocabulary;
  }

  /** As {@code tokenizer.json} lists them. */
  static ArrayNode of(Path origin, JsonNode definition, TokenizerSettings settings) {
    AddedTokens added = new AddedTokens(origin, definition.path("model").path("vocab"));
    definition.path("added_tokens").forEach(added::add);
    added.addAll(settings);
    return added.numbered();
  }

  private void addAll(TokenizerSettings settings) {
    Map<Long, ObjectNode> byId = new TreeMap<>();
    for (Map.Entry<String, JsonNode> token :
        settings.config().path(TokenizerSettings.DECODER).properties()) {
      byId.put(id(token.getKey(), token.getValue()), object(token.getValue()));
    }
    for (Map.Entry<String, JsonNode> token : settings.addedTokens().properties()) {
      boolean special = settings.spellings().contains(token.getKey());
      byId.put(id(token.getValue().asText(), token.getValue()), token(token.getKey(), special));
    }
    byId.values().forEach(this::add);
    for (JsonNode special : settings.specials()) {
      ObjectNode token = special.isObject() ? object(special) : token(special.textValue(), true);
      if (!tokens.containsKey(token.get("content").textValue())) {
        add(token.put("special", true));
      }
    }
  }

  /** A later entry of the same spelling changes how the token is matched, not its place. */
  private void add(JsonNode token) {
    ObjectNode whole = object(token);
    String content = whole.path("content").asText();
    if (content.length() > LONGEST) {
      throw wrong(
          "the added token '%s…' has %s characters, and may have %s."
              .formatted(content.substring(0, SHOWN), content.length(), LONGEST));
    }
    if (!content.isEmpty()) {
      tokens.put(content, whole);
    }
  }

  private ObjectNode object(JsonNode token) {
    if (!token.isObject() || !token.path("content").isTextual()) {
      throw wrong("%s was found where an added token is expected.".formatted(token));
    }
    boolean special = token.path("special").asBoolean(false);
    ObjectNode whole = token(token.path("content").textValue(), special);
    for (Map.Entry<String, JsonNode> field : token.properties()) {
      if (whole.path(field.getKey()).isBoolean()) {
        whole.set(field.getKey(), field.getValue());
      }
    }
    return whole;
  }

  private static ObjectNode token(String content, boolean special) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("content", content)
        .put("single_word", false)
        .put("lstrip", false)
        .put("rstrip", false)
        .put("normalized", !special)
        .put("special", special);
  }

  private long id(String text, JsonNode token) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw wrong(
          "'%s' was found where the id of the added token %s is expected.".formatted(text, token));
    }
  }

  private ArrayNode numbered() {
    ArrayNode numbered = JsonNodeFactory.instance.arrayNode();
    int size = vocabulary.size();
    int largest = -1;
    for (ObjectNode token : tokens.values()) {
      int id = idInVocabulary(token.get("content").textValue()).orElse(Math.max(size, largest + 1));
      largest = Math.max(largest, id);
      numbered.addObject().put("id", id).setAll(token);
    }
    return numbered;
  }

  private OptionalInt idInVocabulary(String token) {
    JsonNode id = vocabulary.path(token);
    if (id.isInt()) {
      return OptionalInt.of(id.intValue());
    }
    // A unigram vocabulary is a list of pairs: its places are the ids.
    return IntStream.range(0, vocabulary.isArray() ? vocabulary.size() : 0)
        .filter(place -> token.equals(vocabulary.path(place).path(0).textValue()))
        .findFirst();
  }

  private PatchbayException wrong(String what) {
    return PatchbayException.failed(
        "%s and the files beside it: %s".formatted(origin, what),
        "Save the tokenizer again with a current version of transformers.");
  }
}
