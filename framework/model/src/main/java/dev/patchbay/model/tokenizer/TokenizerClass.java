package dev.patchbay.model.tokenizer;

import dev.patchbay.spi.model.CheckpointConfig;
import java.util.Map;
import java.util.Optional;

/**
 * The Python class by which transformers reads a tokenizer's files. It decides what the files leave
 * open, and overrules {@code tokenizer.json} in places. Versions 4.57.6 and 5.24 differ: the first
 * counts, except for classes that only the second knows, and where a setting is missing that the
 * first always writes.
 *
 * @param name without the ending {@code Fast}, which says nothing any more
 */
record TokenizerClass(String name) {

  private static final String GPT2 = "GPT2Tokenizer";
  private static final String CODEGEN = "CodeGenTokenizer";
  private static final String GPT_NEOX = "GPTNeoXTokenizer";
  private static final String QWEN2 = "Qwen2Tokenizer";
  private static final String LLAMA = "LlamaTokenizer";
  private static final String CODE_LLAMA = "CodeLlamaTokenizer";
  private static final String GEMMA = "GemmaTokenizer";

  /** The class of a kind of model whose tokenizer's files name none. */
  private static final Map<String, String> OF_MODELS =
      Map.ofEntries(
          Map.entry("gpt2", GPT2),
          Map.entry("gpt_neo", GPT2),
          Map.entry("gptj", GPT2),
          Map.entry("opt", GPT2),
          Map.entry("phi", CODEGEN),
          Map.entry("gpt_neox", GPT_NEOX),
          Map.entry("qwen2", QWEN2),
          Map.entry("qwen3", QWEN2),
          Map.entry("llama", LLAMA),
          Map.entry("mistral", LLAMA),
          Map.entry("gemma", GEMMA),
          Map.entry("gemma2", GEMMA));

  private static final String END_OF_TEXT = "<|endoftext|>";

  private static final Map<String, String> OF_GPT2 =
      Map.of("bos_token", END_OF_TEXT, "eos_token", END_OF_TEXT, "unk_token", END_OF_TEXT);

  private static final Map<String, String> OF_LLAMA =
      Map.of("bos_token", "<s>", "eos_token", "</s>", "unk_token", "<unk>");

  /** The tokens that a class names where the files do not. */
  private static final Map<String, Map<String, String>> NAMED =
      Map.of(
          GPT2,
          OF_GPT2,
          CODEGEN,
          OF_GPT2,
          GPT_NEOX,
          OF_GPT2,
          QWEN2,
          Map.of("eos_token", END_OF_TEXT, "unk_token", END_OF_TEXT, "pad_token", END_OF_TEXT),
          LLAMA,
          OF_LLAMA,
          CODE_LLAMA,
          Map.ofEntries(
              Map.entry("bos_token", "<s>"),
              Map.entry("eos_token", "</s>"),
              Map.entry("unk_token", "<unk>"),
              Map.entry("prefix_token", "▁<PRE>"),
              Map.entry("middle_token", "▁<MID>"),
              Map.entry("suffix_token", "▁<SUF>"),
              Map.entry("eot_token", "▁<EOT>")),
          GEMMA,
          Map.of(
              "bos_token", "<bos>",
              "eos_token", "<eos>",
              "unk_token", "<unk>",
              "pad_token", "<pad>"));

  /** The class that a folder's files name, or its kind of model. */
  static TokenizerClass of(Optional<String> named, CheckpointConfig config) {
    Object model = config.fields().get("model_type");
    String name =
        named
            .or(
                () ->
                    Optional.ofNullable(config.fields().get("tokenizer_class"))
                        .map(Object::toString))
            .or(() -> Optional.ofNullable(model).map(kind -> OF_MODELS.get(kind.toString())))
            .orElse("");
    return new TokenizerClass(name.endsWith("Fast") ? name.substring(0, name.length() - 4) : name);
  }

  /** The spelling of a token such as {@code bos_token} where the files do not speak of it. */
  Optional<String> token(String name) {
    return Optional.ofNullable(NAMED.getOrDefault(this.name, Map.of()).get(name));
  }

  /**
   * Whether a text begins with {@code bos_token}, where this class decides it; elsewhere the
   * template in {@code tokenizer.json} does, and the setting is not heard.
   *
   * @param setting {@code add_bos_token}, where it is set
   * @param isPair whether there is only the older pair of files, which has no template
   */
  Optional<Boolean> addsBos(Optional<Boolean> setting, boolean isPair) {
    if (isPair) {
      return Optional.of(!name.equals(QWEN2) && setting.orElse(false));
    }
    return switch (name) {
      // Version 4 always writes the setting, version 5 never: without it the template is right.
      case LLAMA, GEMMA -> setting;
      case CODE_LLAMA -> Optional.of(setting.orElse(true));
      case GPT_NEOX -> Optional.of(setting.orElse(false));
      default -> Optional.empty();
    };
  }

  /** Whether {@code add_prefix_space} counts for more than what {@code tokenizer.json} says. */
  boolean setsPrefixSpace() {
    return switch (name) {
      case GPT2, CODEGEN, GPT_NEOX, QWEN2, GEMMA, "PreTrainedTokenizer" -> true;
      default -> false;
    };
  }

  /** How the older pair of files cuts text into words, where this class reads such a pair. */
  Optional<PairSplitting> splitting() {
    return switch (name) {
      case GPT2, CODEGEN -> Optional.of(PairSplitting.GPT2);
      case QWEN2 -> Optional.of(PairSplitting.QWEN2);
      default -> Optional.empty();
    };
  }
}
