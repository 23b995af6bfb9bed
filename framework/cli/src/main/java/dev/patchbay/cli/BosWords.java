package dev.patchbay.cli;

import dev.patchbay.model.tokenizer.BosPolicy;
import dev.patchbay.spi.model.Token;
import dev.patchbay.spi.plugin.NearMiss;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PatchbayException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The words of {@code --bos}. */
final class BosWords {

  private static final List<String> ALL =
      Arrays.stream(BosPolicy.values()).map(Options::word).toList();

  private BosWords() {}

  /** What a word of the command line asks for. */
  static BosPolicy policy(String word) {
    return Arrays.stream(BosPolicy.values())
        .filter(policy -> Options.word(policy).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                PatchbayException.usage(
                    "--bos cannot be '%s'.%s".formatted(word, NearMiss.sentence(word, ALL)),
                    "Give it one of: %s.".formatted(String.join(", ", ALL))));
  }

  /** What comes of it: the token that comes before a text, if one does. */
  static String of(BosPolicy policy, Optional<Token> token) {
    return "bos %s (%s)"
        .formatted(
            Options.word(policy),
            token
                .map(bos -> "%s, token %s, before each text".formatted(bos.piece(), bos.id()))
                .orElse("no token before a text"));
  }
}
