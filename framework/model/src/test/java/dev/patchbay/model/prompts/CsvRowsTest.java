package dev.patchbay.model.prompts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvRowsTest {

  /**
   * Texts, and the rows that {@code csv.reader} of Python 3.11 makes of them without empty lines;
   * null where the text ends within quotes.
   */
  private static final Path PYTHON = Path.of("src/test/resources/csv/python-csv.json");

  @Test
  void of_oddTexts_givesPythonsRows() throws IOException {
    for (JsonNode odd : new JsonMapper().readTree(PYTHON.toFile())) {
      String text = odd.get("text").textValue();
      if (odd.get("rows").isNull()) {
        assertThatThrownBy(() -> CsvRows.of("odd.csv", text))
            .as(text)
            .isInstanceOf(PatchbayException.class)
            .hasMessageContaining("is never closed.");
      } else {
        assertThat(CsvRows.of("odd.csv", text)).as(text).isEqualTo(rows(odd.get("rows")));
      }
    }
  }

  private static List<List<String>> rows(JsonNode rows) {
    List<List<String>> all = new ArrayList<>();
    for (JsonNode row : rows) {
      List<String> cells = new ArrayList<>();
      row.forEach(cell -> cells.add(cell.textValue()));
      all.add(cells);
    }
    return all;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {"~a,b;c,\"d~|2", "~\"a;b\";;\"c~|4", "~aCbC;\"c~|3", "~a,\"~|1"})
  void of_anUnclosedQuote_isNamedWithItsLine(String text, int line) {
    assertThatThrownBy(() -> CsvRows.of("odd.csv", text.replace(';', '\n').replace('C', '\r')))
        .isInstanceOf(PatchbayException.class)
        .hasMessage(
            ("odd.csv: the quote that begins a cell in line %s is never closed.\n"
                    + "Close it. A cell that begins with a quote is written"
                    + " \"\"\"so\"\", he said\".")
                .formatted(line));
  }
}
