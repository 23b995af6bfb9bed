package dev.patchbay.core.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What stands beside a tokenizer's vocabulary: {@code tokenizer_config.json} and the older {@code
 * special_tokens_map.json}, either of which may be missing.
 *
 * @param config the first
 * @param specialTokens the second
 */
record TokenizerSettings(JsonNode config, JsonNode specialTokens) {

  /** Some models write a chat template and hundreds of reserved tokens into it. */
  private static final long LONGEST = 16L << 20;

  static TokenizerSettings in(Path folder) {
    return new TokenizerSettings(
        object(folder.resolve("tokenizer_config.json")),
        object(folder.resolve("special_tokens_map.json")));
  }

  private static JsonNode object(Path file) {
    return Files.isRegularFile(file)
        ? JsonFile.object(file, LONGEST)
        : JsonNodeFactory.instance.objectNode();
  }

  /** The spelling of a special token such as {@code bos_token}, where there is one. */
  Optional<String> token(String name) {
    // A null in the newer file says that there is none.
    JsonNode token = config.has(name) ? config.get(name) : specialTokens.path(name);
    return Optional.ofNullable((token.isObject() ? token.path("content") : token).textValue());
  }

  /** Whether one of the files speaks of this token, if only to say that there is none. */
  boolean names(String token) {
    return config.has(token) || specialTokens.has(token);
  }

  /** Whether texts begin with a token of their own, if the file says so. */
  Optional<Boolean> addsBos() {
    JsonNode adds = config.path("add_bos_token");
    return adds.isBoolean() ? Optional.of(adds.booleanValue()) : Optional.empty();
  }

  /** The Python class that the file is for. */
  Optional<String> tokenizerClass() {
    return Optional.ofNullable(config.path("tokenizer_class").textValue());
  }

  /** Whether a word at the beginning of a text is read as if a blank stood before it. */
  boolean addsPrefixSpace() {
    return config.path("add_prefix_space").asBoolean(false);
  }

  /** The spellings of all tokens that are matched before a text is split. */
  Stream<String> specials() {
    return Stream.of("bos_token", "eos_token", "unk_token", "pad_token")
        .flatMap(name -> token(name).stream())
        .distinct();
  }
}
