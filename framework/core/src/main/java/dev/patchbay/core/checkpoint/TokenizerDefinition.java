package dev.patchbay.core.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.spi.plugin.PatchbayException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * How a tokenizer works, as the tokenizers library has it in {@code tokenizer.json}.
 *
 * @param origin where it was read, for messages
 * @param json the object
 */
record TokenizerDefinition(Path origin, JsonNode json) {

  /** Gemma's 256,000 tokens take 34 MB. */
  private static final long LONGEST = 1L << 28;

  private static final String JSON = "tokenizer.json";
  private static final String SENTENCEPIECE = "tokenizer.model";

  /** Whether a folder has a tokenizer of some kind. */
  static boolean isIn(Path folder) {
    return isFile(folder, JSON) || isPair(folder) || isFile(folder, SENTENCEPIECE);
  }

  /** The tokenizer of a folder that has one. */
  static TokenizerDefinition in(Path folder, TokenizerSettings settings) {
    if (isFile(folder, JSON)) {
      Path file = folder.resolve(JSON);
      return new TokenizerDefinition(file, JsonFile.object(file, LONGEST));
    }
    if (isPair(folder)) {
      return new TokenizerDefinition(
          folder.resolve("vocab.json"), Gpt2Vocabulary.definition(folder, settings));
    }
    throw PatchbayException.failed(
        "%s: the only tokenizer here is sentencepiece's %s, which is not read."
            .formatted(folder, SENTENCEPIECE),
        "Save it as %s: AutoTokenizer.from_pretrained(folder).save_pretrained(folder)."
            .formatted(JSON));
  }

  private static boolean isPair(Path folder) {
    return isFile(folder, "vocab.json") && isFile(folder, "merges.txt");
  }

  private static boolean isFile(Path folder, String name) {
    return Files.isRegularFile(folder.resolve(name));
  }

  /** The id of a token by its spelling. */
  OptionalInt id(String token) {
    for (JsonNode added : json.path("added_tokens")) {
      if (token.equals(added.path("content").textValue())) {
        return OptionalInt.of(added.path("id").intValue());
      }
    }
    JsonNode id = json.path("model").path("vocab").path(token);
    return id.canConvertToInt() ? OptionalInt.of(id.intValue()) : OptionalInt.empty();
  }

  /** One more than the largest id. */
  int size() {
    JsonNode vocabulary = json.path("model").path("vocab");
    // A unigram vocabulary is a list: its places are the ids.
    int largest = vocabulary.isArray() ? vocabulary.size() - 1 : largest(vocabulary);
    for (JsonNode added : json.path("added_tokens")) {
      largest = Math.max(largest, largest(List.of(added.path("id"))));
    }
    return largest + 1;
  }

  private int largest(Iterable<JsonNode> ids) {
    int largest = -1;
    for (JsonNode id : ids) {
      boolean whole = id.isIntegralNumber() && id.canConvertToInt();
      if (!whole || id.intValue() < 0 || id.intValue() == Integer.MAX_VALUE) {
        throw PatchbayException.failed(
            "%s: a token has the id %s.".formatted(origin(), id),
            "Ids are whole numbers below %d.".formatted(Integer.MAX_VALUE));
      }
      largest = Math.max(largest, id.intValue());
    }
    return largest;
  }
}
