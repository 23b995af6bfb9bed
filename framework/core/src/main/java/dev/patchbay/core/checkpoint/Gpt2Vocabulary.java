package dev.patchbay.core.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * GPT-2's older pair of files, {@code vocab.json} and {@code merges.txt}, as the {@code
 * tokenizer.json} that says the same: byte-level BPE (Radford et al. 2019, section 2.2).
 */
final class Gpt2Vocabulary {

  /** The largest known has 256,000 tokens in 5 MB. */
  private static final long LONGEST = 1L << 27;

  /** The token by which a vocabulary shows that it is GPT-2's. */
  private static final String END_OF_TEXT = "<|endoftext|>";

  private static final Set<String> CLASSES = Set.of("GPT2Tokenizer", "GPT2TokenizerFast");

  private Gpt2Vocabulary() {}

  static JsonNode definition(Path folder, TokenizerSettings settings) {
    Path file = folder.resolve("vocab.json");
    JsonNode vocabulary = JsonFile.object(file, LONGEST);
    for (JsonNode id : vocabulary) {
      if (!id.canConvertToInt() || id.intValue() < 0) {
        throw PatchbayException.failed(
            "%s: '%s' stands where a token's id is expected.".formatted(file, id),
            "The file maps each token to a whole number from 0 on.");
      }
    }
    checkSplitting(folder, vocabulary, settings);
    ObjectNode definition = JsonNodeFactory.instance.objectNode();
    definition.set("added_tokens", addedTokens(vocabulary, settings));
    definition.set("pre_tokenizer", byteLevel(settings.addsPrefixSpace()));
    definition.set("decoder", byteLevel(true));
    ObjectNode model = definition.putObject("model").put("type", "BPE");
    model.set("vocab", vocabulary);
    model.set("merges", merges(folder.resolve("merges.txt")));
    return definition;
  }

  /** The two files do not say how text is cut into words; other models cut in other ways. */
  private static void checkSplitting(Path folder, JsonNode vocabulary, TokenizerSettings settings) {
    String known = settings.tokenizerClass().orElse("");
    if (CLASSES.contains(known) || (known.isEmpty() && vocabulary.has(END_OF_TEXT))) {
      return;
    }
    throw PatchbayException.failed(
        "%s: vocab.json and merges.txt are %s, and may cut text into words in another way."
            .formatted(folder, known.isEmpty() ? "not known to be GPT-2's" : "for '" + known + "'"),
        "Save the tokenizer as tokenizer.json: AutoTokenizer.from_pretrained(folder)"
            + ".save_pretrained(folder).");
  }

  private static ArrayNode addedTokens(JsonNode vocabulary, TokenizerSettings settings) {
    ArrayNode added = JsonNodeFactory.instance.arrayNode();
    Stream.concat(Stream.of(END_OF_TEXT), settings.specials())
        .distinct()
        .filter(vocabulary::has)
        .forEach(
            token ->
                added
                    .addObject()
                    .put("id", vocabulary.get(token).intValue())
                    .put("content", token)
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", true)
                    .put("special", true));
    return added;
  }

  private static ObjectNode byteLevel(boolean prefixSpace) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", "ByteLevel")
        .put("add_prefix_space", prefixSpace)
        .put("trim_offsets", true)
        .put("use_regex", true);
  }

  private static ArrayNode merges(Path file) {
    ArrayNode merges = JsonNodeFactory.instance.arrayNode();
    List<String> lines = lines(file);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.isEmpty() || (i == 0 && line.startsWith("#version"))) {
        continue;
      }
      List<String> pair = List.of(line.split(" ", -1));
      if (pair.size() != 2 || pair.contains("")) {
        throw PatchbayException.failed(
            "%s: line %s is no pair of pieces: '%s'.".formatted(file, i + 1, line),
            "Each line has two, with a blank between them.");
      }
      merges.addArray().add(pair.get(0)).add(pair.get(1));
    }
    return merges;
  }

  private static List<String> lines(Path file) {
    try {
      if (Files.size(file) > LONGEST) {
        throw PatchbayException.failed(
            "%s: the file has %s bytes.".formatted(file, Files.size(file)),
            "Such a file has at most %s bytes: is it the right one?".formatted(LONGEST));
      }
      LfsPointer.refuse(file);
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw PatchbayException.failed(
          "%s: the file cannot be read as UTF-8 (%s).".formatted(file, e.getMessage()),
          "Copy it again.",
          e);
    }
  }
}
