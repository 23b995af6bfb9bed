package dev.patchbay.model.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.patchbay.model.file.JsonFile;
import dev.patchbay.spi.model.CheckpointConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is beside a tokenizer's vocabulary: {@code tokenizer_config.json} and the older {@code
 * special_tokens_map.json} and {@code added_tokens.json}, each of which may be missing. A first
 * file that lists the added tokens replaces the others.
 *
 * @param config the first
 * @param specialTokens the second; empty where it is replaced
 * @param addedTokens the third; empty where it is replaced
 * @param known the class that reads them
 */
record TokenizerSettings(
    JsonNode config, JsonNode specialTokens, JsonNode addedTokens, TokenizerClass known) {

  /** What the first file calls its list of added tokens, an object by id. */
  static final String DECODER = "added_tokens_decoder";

  /** Some models write a chat template and hundreds of reserved tokens into it. */
  private static final long LONGEST = 16L << 20;

  /** The tokens that have a part of their own, in the order in which transformers adds them. */
  private static final List<String> NAMED =
      List.of(
          "bos_token",
          "eos_token",
          "unk_token",
          "sep_token",
          "pad_token",
          "cls_token",
          "mask_token",
          "prefix_token",
          "middle_token",
          "suffix_token",
          "eot_token");

  private static final String ADDITIONAL = "additional_special_tokens";
  private static final String EXTRA = "extra_special_tokens";

  static TokenizerSettings in(Path folder, CheckpointConfig model) {
    JsonNode config = object(folder.resolve("tokenizer_config.json"));
    boolean whole = config.path(DECODER).isObject();
    return new TokenizerSettings(
        config,
        whole ? none() : object(folder.resolve("special_tokens_map.json")),
        whole ? none() : object(folder.resolve("added_tokens.json")),
        TokenizerClass.of(Optional.ofNullable(config.path("tokenizer_class").textValue()), model));
  }

  private static JsonNode object(Path file) {
    return Files.isRegularFile(file) ? JsonFile.object(file, LONGEST) : none();
  }

  private static JsonNode none() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** The spelling of a special token such as {@code bos_token}, where there is one. */
  Optional<String> token(String name) {
    JsonNode token = written(name);
    return token.isMissingNode() ? known.token(name) : spelling(token);
  }

  /** Whether somebody speaks of this token, if only to say that there is none. */
  boolean names(String token) {
    return !written(token).isMissingNode() || known.token(token).isPresent();
  }

  /** How a file writes a token: its spelling, an object with it, or null. */
  private JsonNode written(String name) {
    return specialTokens.has(name) ? specialTokens.get(name) : config.path(name);
  }

  private static Optional<String> spelling(JsonNode token) {
    return Optional.ofNullable((token.isObject() ? token.path("content") : token).textValue());
  }

  /**
   * Whether texts begin with a token of their own, if the file says so; null says that they do not.
   */
  Optional<Boolean> addsBos() {
    return config.has("add_bos_token")
        ? Optional.of(config.get("add_bos_token").booleanValue())
        : Optional.empty();
  }

  /** Whether a word at the beginning of a text is read as if a blank stood before it. */
  boolean addsPrefixSpace() {
    return config.path("add_prefix_space").asBoolean(false);
  }

  /** The special tokens, each as a file writes it: its spelling or an object with it. */
  List<JsonNode> specials() {
    List<JsonNode> specials = new ArrayList<>();
    for (String name : NAMED) {
      JsonNode written = written(name);
      if (!written.isMissingNode()) {
        specials.add(written);
      } else {
        known.token(name).map(JsonNodeFactory.instance::textNode).ifPresent(specials::add);
      }
    }
    for (JsonNode file : List.of(config, specialTokens)) {
      file.path(ADDITIONAL).forEach(specials::add);
      file.path(EXTRA).forEach(specials::add);
    }
    specials.removeIf(token -> spelling(token).isEmpty());
    return specials;
  }

  List<String> spellings() {
    return specials().stream().flatMap(token -> spelling(token).stream()).toList();
  }
}
