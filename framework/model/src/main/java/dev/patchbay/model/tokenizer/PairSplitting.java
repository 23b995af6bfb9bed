package dev.patchbay.model.tokenizer;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** How a tokenizer whose files do not say it cuts text into words. */
enum PairSplitting {
  /** As Radford et al. (2019) do, section 2.2. */
  GPT2,
  /** Digits one by one, line ends at the end of a word, a letter and its accent one character. */
  QWEN2;

  private static final String QWEN2_WORDS =
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}"
          + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

  /** As {@code tokenizer.json} says it. */
  void define(ObjectNode definition, boolean prefixSpace) {
    if (this == QWEN2) {
      definition.putObject("normalizer").put("type", "NFC");
    }
    definition.set("pre_tokenizer", splitter(prefixSpace));
    definition.set("decoder", byteLevel(true, true));
  }

  private ObjectNode splitter(boolean prefixSpace) {
    if (this == GPT2) {
      return byteLevel(prefixSpace, true);
    }
    ObjectNode sequence = JsonNodeFactory.instance.objectNode().put("type", "Sequence");
    ObjectNode split =
        sequence
            .putArray("pretokenizers")
            .addObject()
            .put("type", "Split")
            .put("behavior", "Isolated")
            .put("invert", false);
    split.putObject("pattern").put("Regex", QWEN2_WORDS);
    sequence.withArray("pretokenizers").add(byteLevel(prefixSpace, false));
    return sequence;
  }

  private static ObjectNode byteLevel(boolean prefixSpace, boolean words) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", "ByteLevel")
        .put("add_prefix_space", prefixSpace)
        .put("trim_offsets", true)
        .put("use_regex", words);
  }
}
