package dev.patchbay.model.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.model.file.JsonFile;
import dev.patchbay.spi.model.Token;
import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How a tokenizer works, as the tokenizers library has it in {@code tokenizer.json}.
 *
 * @param isPair whether it was read from the older pair of files
 */
record TokenizerDefinition(Path origin, JsonNode json, boolean isPair) {

  /** Gemma's 256,000 tokens take 34 MB. */
  private static final long LONGEST = 1L << 28;

  private static final String JSON = "tokenizer.json";
  private static final String VOCABULARY = "vocab.json";
  private static final String SENTENCEPIECE = "tokenizer.model";

  /** Whether a folder has a tokenizer of some kind. */
  static boolean isIn(Path folder) {
    return isFile(folder, JSON) || hasPair(folder) || isFile(folder, SENTENCEPIECE);
  }

  /** The tokenizer of a folder that has one, together with what is beside it. */
  static TokenizerDefinition in(Path folder, TokenizerSettings settings) {
    if (isFile(folder, JSON)) {
      Path file = folder.resolve(JSON);
      ObjectNode json = (ObjectNode) JsonFile.object(file, LONGEST);
      JsonNode splitter = json.path("pre_tokenizer");
      if (settings.known().setsPrefixSpace() && splitter.has("add_prefix_space")) {
        ((ObjectNode) splitter).put("add_prefix_space", settings.addsPrefixSpace());
      }
      return new TokenizerDefinition(file, json, false).with(settings);
    }
    if (hasPair(folder)) {
      return new TokenizerDefinition(
              folder.resolve(VOCABULARY), VocabularyPair.definition(folder, settings), true)
          .with(settings);
    }
    throw PatchbayException.failed(
        "%s: the only tokenizer here is sentencepiece's %s, which is not read."
            .formatted(folder, SENTENCEPIECE),
        "Save it as %s: AutoTokenizer.from_pretrained(folder).save_pretrained(folder)."
            .formatted(JSON));
  }

  private static boolean hasPair(Path folder) {
    return isFile(folder, VOCABULARY) && isFile(folder, "merges.txt");
  }

  private static boolean isFile(Path folder, String name) {
    return Files.isRegularFile(folder.resolve(name));
  }

  private TokenizerDefinition with(TokenizerSettings settings) {
    // A unigram vocabulary is a list: its places are the ids.
    if (vocabulary().isObject()) {
      vocabulary().properties().forEach(token -> checkId(token.getKey(), token.getValue()));
    }
    if (json.path("model").has("dropout")) {
      // That is for training too: equal texts have equal tokens.
      ((ObjectNode) json.get("model")).putNull("dropout");
    }
    ((ObjectNode) json).set("added_tokens", AddedTokens.of(origin, json, settings));
    return this;
  }

  private void checkId(String token, JsonNode id) {
    if (!id.isInt() || id.intValue() < 0 || id.intValue() == Integer.MAX_VALUE) {
      throw PatchbayException.failed(
          "%s: %s was found where the id of the token '%s' is expected."
              .formatted(origin, id, token),
          "The vocabulary maps each token to a whole number from 0 to %s."
              .formatted(Integer.MAX_VALUE - 1));
    }
  }

  /**
   * What the tokenizers library is given: all but the template, which is read here, and how texts
   * are cut and filled for training.
   */
  byte[] forLibrary() throws IOException {
    ObjectNode parts = JsonNodeFactory.instance.objectNode();
    parts.setAll((ObjectNode) json);
    parts.putNull("post_processor").putNull("truncation").putNull("padding");
    return JsonFile.JSON.writeValueAsBytes(parts);
  }

  private JsonNode vocabulary() {
    return json.path("model").path("vocab");
  }

  Optional<Token> token(String spelling) {
    for (JsonNode added : json.path("added_tokens")) {
      if (spelling.equals(added.path("content").textValue())) {
        return Optional.of(new Token(added.path("id").intValue(), spelling));
      }
    }
    JsonNode id = vocabulary().path(spelling);
    return id.isInt() ? Optional.of(new Token(id.intValue(), spelling)) : Optional.empty();
  }

  /** What its template puts before a text. */
  List<Token> before() {
    List<Token> tokens = TokenizerTemplate.before(json.path("post_processor"));
    for (Token token : tokens) {
      if (token.id() < 0) {
        throw PatchbayException.failed(
            "%s: the template of its post_processor has no id for the token '%s'."
                .formatted(origin, token.piece()),
            "Save the tokenizer again with a current version of transformers.");
      }
    }
    return tokens;
  }

  /** One more than the largest id. */
  int size() {
    int size = vocabulary().isArray() ? vocabulary().size() : 0;
    for (JsonNode id : vocabulary().isObject() ? vocabulary() : List.<JsonNode>of()) {
      size = Math.max(size, id.intValue() + 1);
    }
    for (JsonNode added : json.path("added_tokens")) {
      size = Math.max(size, added.path("id").intValue() + 1);
    }
    return size;
  }
}
