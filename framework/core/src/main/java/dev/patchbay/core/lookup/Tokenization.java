package dev.patchbay.core.lookup;

import dev.patchbay.model.tokenizer.BosPolicy;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.Token;
import dev.patchbay.spi.model.Tokenizer;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.run.Progress;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** How does a model read a text? Opens its tokenizer, and no weights. */
public final class Tokenization {

  private final Models models;

  @Inject
  public Tokenization(Models models) {
    this.models = models;
  }

  /**
   * A token of a text.
   *
   * @param text what it stands for by itself; � where it is a part of a character
   */
  public record Piece(Token token, String text) {}

  /**
   * The tokens of each text.
   *
   * @param model a model, as for a run
   * @param progress of fetching it, where it is fetched
   * @throws PatchbayException if there is no such model, if it has no tokenizer, or if that cannot
   *     be read
   */
  public List<List<Piece>> pieces(
      String model, BosPolicy bos, List<String> texts, Progress progress) {
    return with(
        model,
        progress,
        tokenizer ->
            texts.stream()
                .map(
                    text ->
                        bos.encode(tokenizer, text).stream()
                            .map(token -> piece(tokenizer, token))
                            .toList())
                .toList());
  }

  /** The token that a model's tokenizer puts before a text, if it puts one. */
  public Optional<Token> bos(String model, BosPolicy bos, Progress progress) {
    return with(model, progress, bos::before);
  }

  private static Piece piece(Tokenizer tokenizer, Token token) {
    return new Piece(token, tokenizer.decode(List.of(token.id())));
  }

  private <T> T with(String model, Progress progress, Function<Tokenizer, T> ask) {
    try (Checkpoint checkpoint = models.checkpoint(model, progress)) {
      return ask.apply(tokenizer(checkpoint));
    }
  }

  /**
   * The tokenizer of a checkpoint that should have one.
   *
   * @throws PatchbayException if it has none
   */
  public static Tokenizer tokenizer(Checkpoint checkpoint) {
    return checkpoint
        .tokenizer()
        .orElseThrow(
            () ->
                PatchbayException.failed(
                    "The model '%s' has no tokenizer.".formatted(checkpoint.name()),
                    "Give it prompts as token ids, or put a tokenizer.json into its folder."));
  }
}
