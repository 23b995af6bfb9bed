package dev.patchbay.model.tokenizer;

import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.Token;
import dev.patchbay.spi.model.Tokenizer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A folder's tokenizer that is opened when it is first needed: most runs need none, and a fault in
 * it does not concern them.
 */
public final class LazyTokenizer implements Tokenizer, AutoCloseable {

  private final Path folder;
  private final CheckpointConfig config;
  private @Nullable FolderTokenizer opened;

  private LazyTokenizer(Path folder, CheckpointConfig config) {
    this.folder = folder;
    this.config = config;
  }

  /** The tokenizer of a folder, where it has one. */
  public static Optional<LazyTokenizer> in(Path folder, CheckpointConfig config) {
    return TokenizerDefinition.isIn(folder)
        ? Optional.of(new LazyTokenizer(folder, config))
        : Optional.empty();
  }

  private synchronized FolderTokenizer tokenizer() {
    FolderTokenizer tokenizer = opened;
    if (tokenizer == null) {
      TokenizerSettings settings = TokenizerSettings.in(folder, config);
      tokenizer = new FolderTokenizer(TokenizerDefinition.in(folder, settings), settings, config);
      opened = tokenizer;
    }
    return tokenizer;
  }

  @Override
  public List<Token> encode(String text) {
    return tokenizer().encode(text);
  }

  @Override
  public String decode(List<Integer> ids) {
    return tokenizer().decode(ids);
  }

  @Override
  public Optional<Token> bos() {
    return tokenizer().bos();
  }

  @Override
  public boolean addsBos() {
    return tokenizer().addsBos();
  }

  @Override
  public int size() {
    return tokenizer().size();
  }

  @Override
  public synchronized void close() {
    if (opened != null) {
      opened.close();
      opened = null;
    }
  }
}
