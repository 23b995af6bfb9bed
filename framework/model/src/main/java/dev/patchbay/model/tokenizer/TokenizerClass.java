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

  private static final String END_OF_TEXT = "<|endoftext|>";

  private static final Map<String, String> OF_GPT2 =
      Map.of("bos_token", END_OF_TEXT, "eos_token", END_OF_TEXT, "unk_token", END_OF_TEXT);

  private static final Map<String, String> OF_LLAMA =
      Map.of("bos_token", "<s>", "eos_token", "</s>", "unk_token", "<unk>");

  private static final Map<String, String> OF_CODE_LLAMA =
      Map.of(
          "bos_token", "<s>",
          "eos_token", "</s>",
          "unk_token", "<unk>",
          "prefix_token", "▁<PRE>",
          "middle_token", "▁<MID>",
          "suffix_token", "▁<SUF>",
          "eot_token", "▁<EOT>");

  /** The class that a folder's files name, or its kind of model. */
  static TokenizerClass of(Optional<String> named, CheckpointConfig config) {
    String name =
        named
            .or(
                () ->
                    Optional.ofNullable(config.fields().get("tokenizer_class"))
                        .map(Object::toString))
            .orElseGet(() -> ofModel(String.valueOf(config.fields().get("model_type"))));
    return new TokenizerClass(name.endsWith("Fast") ? name.substring(0, name.length() - 4) : name);
  }

  /** The class of a kind of model whose tokenizer's files name none. */
  private static String ofModel(String kind) {
    return switch (kind) {
      case "gpt2", "gpt_neo", "gptj", "opt" -> GPT2;
      case "phi" -> CODEGEN;
      case "gpt_neox" -> GPT_NEOX;
      case "qwen2", "qwen3" -> QWEN2;
      case "llama", "mistral" -> LLAMA;
      case "gemma", "gemma2" -> GEMMA;
      default -> "";
    };
  }

  /** The spelling of a token such as {@code bos_token} where the files do not speak of it. */
  Optional<String> token(String token) {
    Map<String, String> named =
        switch (name) {
          case GPT2, CODEGEN, GPT_NEOX -> OF_GPT2;
          case QWEN2 ->
              Map.of("eos_token", END_OF_TEXT, "unk_token", END_OF_TEXT, "pad_token", END_OF_TEXT);
          case LLAMA -> OF_LLAMA;
          case CODE_LLAMA -> OF_CODE_LLAMA;
          case GEMMA ->
              Map.of(
                  "bos_token", "<bos>",
                  "eos_token", "<eos>",
                  "unk_token", "<unk>",
                  "pad_token", "<pad>");
          default -> Map.of();
        };
    return Optional.ofNullable(named.get(token));
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
