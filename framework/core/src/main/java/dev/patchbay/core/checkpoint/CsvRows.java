package dev.patchbay.core.checkpoint;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits CSV text (RFC 4180: quoted cells, doubled quotes) into rows; blanks stay, empty lines go.
 */
final class CsvRows {

  private final List<List<String>> rows = new ArrayList<>();
  private List<String> row = new ArrayList<>();
  private final StringBuilder cell = new StringBuilder();
  private boolean quoted;

  private CsvRows() {}

  static List<List<String>> of(String text) {
    CsvRows csv = new CsvRows();
    String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
    for (int i = 0; i < content.length(); i++) {
      char c = content.charAt(i);
      boolean doubled =
          csv.quoted && c == '"' && i + 1 < content.length() && content.charAt(i + 1) == '"';
      if (doubled) {
        csv.cell.append(c);
        i++;
      } else {
        csv.read(c);
      }
    }
    csv.endRow();
    return csv.rows;
  }

  private void read(char c) {
    if (c == '"') {
      quoted = !quoted;
    } else if (quoted || (c != ',' && c != '\n' && c != '\r')) {
      cell.append(c);
    } else if (c == ',') {
      endCell();
    } else if (c == '\n') {
      endRow();
    }
  }

  private void endCell() {
    row.add(cell.toString());
    cell.setLength(0);
  }

  private void endRow() {
    endCell();
    if (row.size() > 1 || !row.get(0).isBlank()) {
      rows.add(row);
    }
    row = new ArrayList<>();
  }
}
