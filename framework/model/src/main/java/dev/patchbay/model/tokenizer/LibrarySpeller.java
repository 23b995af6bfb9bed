package dev.patchbay.model.tokenizer;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.patchbay.spi.model.Token;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The tokenizers library, in this process: where it breaks down, the process does. */
final class LibrarySpeller implements Speller {

  /** Texts are taken whole: what the file says about cutting and filling is for training. */
  private static final Map<String, String> WHOLE =
      Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "false");

  private final HuggingFaceTokenizer library;

  /**
   * @throws IOException if the library refuses it
   */
  LibrarySpeller(byte[] json) throws IOException {
    try {
      library = HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), WHOLE);
    } catch (RuntimeException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public List<Token> encode(String text) {
    Encoding encoding;
    try {
      encoding = library.encode(text, false, false);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    long[] ids = encoding.getIds();
    String[] pieces = encoding.getTokens();
    List<Token> tokens = new ArrayList<>(ids.length);
    for (int i = 0; i < ids.length; i++) {
      tokens.add(new Token(Math.toIntExact(ids[i]), pieces[i]));
    }
    return tokens;
  }

  @Override
  public String decode(List<Integer> ids) {
    return library.decode(ids.stream().mapToLong(Integer::longValue).toArray(), false);
  }

  @Override
  public void close() {
    library.close();
  }
}
