package dev.patchbay.core.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;

/** How our JSON looks. The stream that is written to stays open. */
final class JsonLayout {

  static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .build();

  private JsonLayout() {}

  /** One value a line, nothing more. */
  static JsonGenerator lines(OutputStream out) throws IOException {
    return MAPPER.createGenerator(out).setPrettyPrinter(new MinimalPrettyPrinter("\n"));
  }

  /** A field or an array's element a line, indented by two spaces; the same on every system. */
  static JsonGenerator pretty(OutputStream out) throws IOException {
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    Separators separators =
        Separators.createDefaultInstance()
            .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
            .withObjectEmptySeparator("")
            .withArrayEmptySeparator("");
    return MAPPER
        .createGenerator(out)
        .setPrettyPrinter(
            new DefaultPrettyPrinter(separators)
                .withArrayIndenter(lines)
                .withObjectIndenter(lines));
  }
}
