package dev.patchbay.model.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * Which tokenizers consist of nothing but parts that cannot break the tokenizers library down,
 * whatever the text (up to {@link PlainPattern#LONGEST_TEXT} characters where they have patterns):
 * those of nearly all models do.
 */
final class PlainTokenizer {

  private static final Set<String> PARTS =
      Set.of(
          "NFC",
          "NFD",
          "NFKC",
          "NFKD",
          "Lowercase",
          "ByteLevel",
          "Whitespace",
          "WhitespaceSplit",
          "Metaspace",
          "Digits",
          "Punctuation",
          "BertPreTokenizer",
          "Fuse",
          "ByteFallback",
          "Strip");

  private static final Set<String> MODELS = Set.of("BPE", "WordLevel", "WordPiece", "Unigram");

  private PlainTokenizer() {}

  static boolean is(JsonNode definition) {
    JsonNode model = definition.path("model");
    return MODELS.contains(model.path("type").asText())
        && (!model.path("type").asText().equals("BPE")
            || model.path("continuing_subword_prefix").asText("").isEmpty())
        // Blanks that are stripped may leave nothing of an added token, which is not provided for.
        && !definition.path("normalizer").toString().contains("\"Strip\"")
        && isPart(definition.path("normalizer"))
        && isPart(definition.path("pre_tokenizer"))
        && isPart(definition.path("decoder"));
  }

  private static boolean isPart(JsonNode part) {
    if (part.isMissingNode() || part.isNull()) {
      return true;
    }
    return switch (part.path("type").asText()) {
      case "Sequence" -> areParts(part);
      case "Split" -> isPattern(part.path("pattern"));
      case "Replace" -> keepsLength(part.path("pattern"), part.path("content").asText());
      case "Prepend" -> !part.path("prepend").asText().isEmpty();
      default -> PARTS.contains(part.path("type").asText());
    };
  }

  private static boolean areParts(JsonNode sequence) {
    for (String parts : new String[] {"normalizers", "pretokenizers", "decoders"}) {
      for (JsonNode part : sequence.path(parts)) {
        if (!isPart(part)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Replacements one after another may make a text grow without end, or leave nothing of it. */
  private static boolean keepsLength(JsonNode pattern, String content) {
    return !content.isEmpty() && content.length() <= pattern.path("String").asText().length();
  }

  private static boolean isPattern(JsonNode pattern) {
    return pattern.has("Regex")
        ? PlainPattern.is(pattern.get("Regex").asText())
        : !pattern.path("String").asText().isEmpty();
  }
}
