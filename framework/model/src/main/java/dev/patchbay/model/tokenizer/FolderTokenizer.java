package dev.patchbay.model.tokenizer;

import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.Token;
import dev.patchbay.spi.model.Tokenizer;
import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The tokenizer of a folder, run by the tokenizers library. It is opened when it is first needed:
 * most runs need none, and a fault in it does not concern them.
 */
public final class FolderTokenizer implements Tokenizer, AutoCloseable {

  private final Path folder;
  private final CheckpointConfig config;
  private @Nullable Opened opened;

  private record Opened(
      TokenizerSettings settings, TokenizerDefinition definition, int size, Speller speller) {}

  private FolderTokenizer(Path folder, CheckpointConfig config) {
    this.folder = folder;
    this.config = config;
  }

  /** The tokenizer of a folder, where it has one. */
  public static Optional<FolderTokenizer> in(Path folder, CheckpointConfig config) {
    return TokenizerDefinition.isIn(folder)
        ? Optional.of(new FolderTokenizer(folder, config))
        : Optional.empty();
  }

  private synchronized Opened opened() {
    Opened files = opened;
    if (files == null) {
      TokenizerSettings settings = TokenizerSettings.in(folder, config);
      TokenizerDefinition definition = TokenizerDefinition.in(folder, settings);
      int size = definition.size(); // refuses ids that the library cannot hold
      files = new Opened(settings, definition, size, open(definition));
      opened = files;
    }
    return files;
  }

  private static Speller open(TokenizerDefinition definition) {
    try {
      byte[] json = definition.forLibrary();
      if (!PlainTokenizer.is(definition.json())) {
        return new GuardedSpeller(definition.origin(), json);
      }
      return definition.json().findValue("Regex") == null
          ? new LibrarySpeller(json)
          : new PatternSpeller(definition.origin(), json);
    } catch (IOException e) {
      throw PatchbayException.failed(
          "%s: the tokenizers library refuses this tokenizer (%s)."
              .formatted(definition.origin(), e.getMessage()),
          "Save the tokenizer again with a current version of transformers.",
          e);
    } catch (LinkageError e) {
      throw PatchbayException.failed(
          "The tokenizers library cannot be loaded on this machine (%s).".formatted(e.getMessage()),
          "Give prompts as token ids.",
          e);
    }
  }

  @Override
  public List<Token> encode(String text) {
    try {
      return opened().speller().encode(text);
    } catch (IllegalArgumentException e) {
      throw PatchbayException.failed(
          "The tokenizer cannot spell '%s' in the text '%s' (%s)."
              .formatted(unknown(text), text, e.getMessage()),
          "Its vocabulary lacks it, and it has no token for what it does not know: use other words,"
              + " or give token ids.",
          e);
    }
  }

  /** The first word that cannot be spelt even by itself, or else the text. */
  private String unknown(String text) {
    return text.strip()
        .lines()
        .flatMap(line -> Stream.of(line.split("\\s+")))
        .filter(word -> !spells(word))
        .findFirst()
        .orElse(text);
  }

  private boolean spells(String word) {
    try {
      return !opened().speller().encode(word).isEmpty();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @Override
  public String decode(List<Integer> ids) {
    return opened().speller().decode(ids);
  }

  @Override
  public Optional<Token> bos() {
    List<Token> before = opened().definition().before();
    return decided().isEmpty() && before.size() == 1 ? Optional.of(before.get(0)) : namedBos();
  }

  /**
   * Whether the class that reads the files adds the token that they name; else the template counts.
   */
  private Optional<Boolean> decided() {
    return opened()
        .settings()
        .known()
        .addsBos(opened().settings().addsBos(), opened().definition().isPair());
  }

  private Optional<Token> namedBos() {
    Optional<String> spelling = opened().settings().token("bos_token");
    if (spelling.isPresent()) {
      return opened().definition().token(spelling.get());
    }
    int id = config.integer("bos_token_id", -1);
    return opened().settings().names("bos_token") || id < 0 || id >= size()
        ? Optional.empty()
        : Optional.of(new Token(id, decode(List.of(id))));
  }

  @Override
  public boolean addsBos() {
    if (decided().isPresent()) {
      return decided().get() && namedBos().isPresent();
    }
    List<Token> before = opened().definition().before();
    if (before.size() > 1) {
      throw PatchbayException.failed(
          "%s: the tokenizer puts %s tokens before a text (%s), and Patchbay at most one."
              .formatted(opened().definition().origin(), before.size(), Quoted.pieces(before)),
          "Give prompts as token ids, or --bos never.");
    }
    return !before.isEmpty();
  }

  @Override
  public int size() {
    return opened().size();
  }

  @Override
  public synchronized void close() {
    if (opened != null) {
      opened.speller().close();
      opened = null;
    }
  }
}
