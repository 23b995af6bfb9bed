package dev.patchbay.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lines that fit a terminal: what is too long goes on below its last column, broken between words.
 * A word that is longer than the terminal is wide, such as a path, stays whole so that it can be
 * copied.
 */
final class Fitted {

  /** What sets text off and takes no room. */
  private static final Pattern CODES = Pattern.compile("\u001B\\[[0-9;]*m");

  /** Two columns of a table have at least two blanks between them. */
  private static final Pattern GAP = Pattern.compile(" {2,}");

  /** The last column of a table is given at least so much room; otherwise an earlier one is. */
  private static final int LEAST_ROOM = 24;

  private Fitted() {}

  /** The line as one or more that are no wider than {@code columns}. */
  static List<String> of(String line, int columns) {
    if (width(line) <= columns) {
      return List.of(line);
    }
    List<String> lines = new ArrayList<>();
    int indent = indent(line, columns);
    String rest = line;
    while (width(rest) > columns) {
      int cut = lastBlank(rest, lines.isEmpty() ? leading(rest) : indent, columns);
      if (cut < 0) {
        break;
      }
      lines.add(rest.substring(0, cut).stripTrailing());
      rest = " ".repeat(indent) + rest.substring(cut).stripLeading();
    }
    lines.add(rest);
    return lines;
  }

  /** The text with blanks after it; one that is wider stays as it is. */
  static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  /** How many columns a line takes. */
  static int width(String line) {
    String shown = CODES.matcher(line).replaceAll("");
    return shown.codePointCount(0, shown.length());
  }

  /** Where the last column that has room begins; the line's own indentation where none has. */
  private static int indent(String line, int columns) {
    String shown = CODES.matcher(line).replaceAll("");
    int indent = leading(shown);
    Matcher gap = GAP.matcher(shown);
    while (gap.find()) {
      if (gap.end() <= columns - LEAST_ROOM) {
        indent = gap.end();
      }
    }
    return indent;
  }

  private static int leading(String line) {
    return line.length() - line.stripLeading().length();
  }

  /** The last blank within the width, or the first after it; -1 if there is none. */
  private static int lastBlank(String line, int from, int columns) {
    Matcher code = CODES.matcher(line);
    int last = -1;
    int width = 0;
    int at = 0;
    while (at < line.length()) {
      if (code.region(at, line.length()).lookingAt()) {
        at = code.end();
        continue;
      }
      if (width > columns && last >= 0) {
        return last;
      }
      if (line.charAt(at) == ' ' && width > from) {
        last = at;
      }
      width++;
      at += Character.charCount(line.codePointAt(at));
    }
    return width > columns ? last : -1;
  }
}
