package dev.patchbay.model.tokenizer;

import dev.patchbay.spi.model.Token;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tokenizer whose {@linkplain PlainPattern patterns are plain}: texts of the length for which
 * they are so are spelt in this process, longer ones in one of their own.
 */
final class PatternSpeller implements Speller {

  private final Path origin;
  private final byte[] json;
  private final Speller here;
  private @Nullable Speller guarded;

  /**
   * @throws IOException if the library refuses it
   */
  PatternSpeller(Path origin, byte[] json) throws IOException {
    this.origin = origin;
    this.json = json;
    this.here = new LibrarySpeller(json);
  }

  @Override
  public List<Token> encode(String text) {
    return (text.length() <= PlainPattern.LONGEST_TEXT ? here : guarded()).encode(text);
  }

  private synchronized Speller guarded() {
    Speller opened = guarded;
    if (opened == null) {
      try {
        opened = new GuardedSpeller(origin, json);
      } catch (IOException e) {
        throw new UncheckedIOException(e); // the library has taken it before
      }
      guarded = opened;
    }
    return opened;
  }

  @Override
  public String decode(List<Integer> ids) {
    return here.decode(ids);
  }

  @Override
  public synchronized void close() {
    here.close();
    if (guarded != null) {
      guarded.close();
    }
  }
}
