package dev.patchbay.cli;

import dev.patchbay.core.lookup.Tokenization.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Texts with their tokens, as a table each. */
record TokenPage(Console.Paint paint) {

  List<String> lines(List<String> texts, List<List<Piece>> pieces) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      if (i > 0) {
        lines.add("");
      }
      int count = pieces.get(i).size();
      lines.add(
          paint.strong("'" + Visible.of(texts.get(i)) + "'")
              + paint.faint("  %s %s".formatted(count, count == 1 ? "token" : "tokens")));
      lines.addAll(table(pieces.get(i)));
    }
    return lines;
  }

  private static List<String> table(List<Piece> pieces) {
    List<String> spellings =
        pieces.stream().map(piece -> Visible.of(piece.token().piece())).toList();
    int widest = spellings.stream().mapToInt(TokenPage::width).max().orElse(0);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < pieces.size(); i++) {
      String spelling = spellings.get(i);
      lines.add(
          String.format(
              Locale.ROOT,
              "%4d  %7d  %s%s  '%s'",
              i,
              pieces.get(i).token().id(),
              spelling,
              " ".repeat(widest - width(spelling)),
              Visible.of(pieces.get(i).text())));
    }
    return lines;
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }
}
