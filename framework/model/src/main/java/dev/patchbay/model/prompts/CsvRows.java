package dev.patchbay.model.prompts;

import dev.patchbay.spi.plugin.PatchbayException;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits CSV text into rows as Python's {@code csv} module does, with which the files of others
 * were tried: a quote has a meaning only where it begins a cell, and inside a cell that began with
 * one; CR, LF and CR LF end a row; blanks belong to the cell. Unlike there, a quote that nothing
 * closes is an error: it swallows the rest of the file.
 */
final class CsvRows {

  private enum State {
    CELL_BEGINS,
    PLAIN,
    QUOTED,
    /** A quote inside a quoted cell: the first of two, or the one that closes. */
    QUOTE
  }

  private final String origin;
  private final List<List<String>> rows = new ArrayList<>();
  private final StringBuilder cell = new StringBuilder();
  private List<String> row = new ArrayList<>();
  private State state = State.CELL_BEGINS;
  private int line = 1;
  private int quotedFrom;

  private CsvRows(String origin) {
    this.origin = origin;
  }

  /**
   * The rows of a text; empty lines are none.
   *
   * @throws PatchbayException if a quoted cell does not end
   */
  static List<List<String>> of(String origin, String text) {
    CsvRows csv = new CsvRows(origin);
    String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
    for (int i = 0; i < content.length(); i++) {
      char c = content.charAt(i);
      boolean first = c == '\r' && i + 1 < content.length() && content.charAt(i + 1) == '\n';
      if (csv.state == State.QUOTED) {
        csv.readQuoted(c);
      } else if (!first) {
        csv.read(c);
      }
      if ((c == '\n' || c == '\r') && !first) {
        csv.line++;
      }
    }
    csv.end();
    return csv.rows;
  }

  private void readQuoted(char c) {
    if (c == '"') {
      state = State.QUOTE;
    } else {
      cell.append(c);
    }
  }

  private void read(char c) {
    if (c == ',') {
      endCell();
    } else if (c == '\n' || c == '\r') {
      endRow();
    } else if (c == '"' && state == State.CELL_BEGINS) {
      state = State.QUOTED;
      quotedFrom = line;
    } else {
      cell.append(c);
      state = c == '"' && state == State.QUOTE ? State.QUOTED : State.PLAIN;
    }
  }

  private void endCell() {
    row.add(cell.toString());
    cell.setLength(0);
    state = State.CELL_BEGINS;
  }

  private void endRow() {
    if (!row.isEmpty() || state != State.CELL_BEGINS) {
      endCell();
      rows.add(row);
      row = new ArrayList<>();
    }
  }

  private void end() {
    if (state == State.QUOTED) {
      throw PatchbayException.failed(
          "%s: the quote that begins a cell in line %s is never closed."
              .formatted(origin, quotedFrom),
          "Close it. A cell that begins with a quote is written \"\"\"so\"\", he said\".");
    }
    endRow();
  }
}
