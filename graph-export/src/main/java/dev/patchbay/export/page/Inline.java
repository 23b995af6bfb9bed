package dev.patchbay.export.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.Serial;
import java.io.Writer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How things are written inside an element whose text the browser takes as it is. */
final class Inline {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          // Line separators, letters that turn the direction of the text, halves of surrogate
          // pairs: plain to see in the source, and read back as they were.
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .build();

  private Inline() {}

  /**
   * Text of our own as it is.
   *
   * @throws IllegalStateException if it would end its element, or hide from the parser what follows
   */
  static String text(String element, String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.contains("</" + element) || lower.contains("<!--")) {
      throw new IllegalStateException("A " + element + " holds markup that ends it.");
    }
    return text;
  }

  /** A JSON value without any character that means something in HTML. */
  static void json(Writer html, Page.Content content) throws IOException {
    // Not in try-with-resources: closing would complete what a failure left half-written.
    JsonGenerator json = JSON.createGenerator(html);
    json.setCharacterEscapes(new MarkupEscapes());
    content.write(json);
    json.close();
  }

  private static final class MarkupEscapes extends CharacterEscapes {

    @Serial private static final long serialVersionUID = 1L;

    private static final int[] ESCAPES = escapes();

    private static int[] escapes() {
      int[] escapes = standardAsciiEscapesForJSON();
      escapes['<'] = ESCAPE_STANDARD;
      escapes['>'] = ESCAPE_STANDARD;
      escapes['&'] = ESCAPE_STANDARD;
      return escapes;
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return ESCAPES.clone();
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int character) {
      return null;
    }
  }
}
