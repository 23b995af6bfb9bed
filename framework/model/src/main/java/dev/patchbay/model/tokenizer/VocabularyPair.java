package dev.patchbay.model.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.model.file.JsonFile;
import dev.patchbay.model.file.LfsPointer;
import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The older pair of files, {@code vocab.json} and {@code merges.txt}, as the {@code tokenizer.json}
 * that says the same: byte-level BPE (Radford et al. 2019, section 2.2).
 */
final class VocabularyPair {

  /** The largest known has 256,000 tokens in 5 MB. */
  private static final long LONGEST = 1L << 27;

  /** The token by which a vocabulary shows that it is GPT-2's. */
  private static final String END_OF_TEXT = "<|endoftext|>";

  private VocabularyPair() {}

  static ObjectNode definition(Path folder, TokenizerSettings settings) {
    JsonNode vocabulary = JsonFile.object(folder.resolve("vocab.json"), LONGEST);
    ObjectNode definition = JsonNodeFactory.instance.objectNode();
    ArrayNode added = definition.putArray("added_tokens");
    if (vocabulary.has(END_OF_TEXT)) {
      added.addObject().put("content", END_OF_TEXT).put("special", true).put("normalized", true);
    }
    splitting(folder, vocabulary, settings.known()).define(definition, settings.addsPrefixSpace());
    ObjectNode model = definition.putObject("model").put("type", "BPE");
    model.set("vocab", vocabulary);
    model.set("merges", merges(folder.resolve("merges.txt")));
    return definition;
  }

  /** The two files do not say how text is cut into words; other models cut in other ways. */
  private static PairSplitting splitting(Path folder, JsonNode vocabulary, TokenizerClass known) {
    if (known.name().isEmpty() && vocabulary.has(END_OF_TEXT)) {
      return PairSplitting.GPT2;
    }
    return known
        .splitting()
        .orElseThrow(
            () ->
                PatchbayException.failed(
                    "%s: vocab.json and merges.txt are %s, and may cut text into words in another way."
                        .formatted(
                            folder,
                            known.name().isEmpty()
                                ? "not known to be GPT-2's"
                                : "for '" + known.name() + "'"),
                    "Save the tokenizer as tokenizer.json: AutoTokenizer.from_pretrained(folder)"
                        + ".save_pretrained(folder)."));
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
            "%s: line %s is not a pair of pieces: '%s'.".formatted(file, i + 1, line),
            "Each line has two, with a blank between them.");
      }
      merges.addArray().add(pair.get(0)).add(pair.get(1));
    }
    return merges;
  }

  private static List<String> lines(Path file) {
    try {
      LfsPointer.refuse(file, LONGEST);
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw PatchbayException.failed(
          "%s: the file cannot be read as UTF-8 (%s).".formatted(file, e.getMessage()),
          "Copy it again.",
          e);
    }
  }
}
