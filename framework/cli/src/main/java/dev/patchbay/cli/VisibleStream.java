package dev.patchbay.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the command says, on its way to a terminal. Names, paths and texts of others are in it: none
 * of them may move the cursor, turn the line round or fill the screen. Bytes pass as they are.
 */
final class VisibleStream extends PrintStream {

  private static final String LEFT_OUT = "…";

  private final PrintStream stream;
  private final boolean painted;
  private final int longestLine;
  private final int columns;

  /**
   * @param painted whether what we set off stays so
   * @param longestLine of a longer line the middle is left out: its end says what is wrong
   * @param columns lines are broken between words to be no wider
   */
  VisibleStream(PrintStream stream, boolean painted, int longestLine, int columns) {
    super(stream, true, StandardCharsets.UTF_8);
    this.stream = stream;
    this.painted = painted;
    this.longestLine = longestLine;
    this.columns = columns;
  }

  @Override
  public void print(@Nullable String text) {
    String visible = Visible.lines(String.valueOf(text), painted);
    stream.print(
        visible.length() <= Math.min(longestLine, columns)
            ? visible
            : visible
                .lines()
                .map(this::cut)
                .flatMap(line -> Fitted.of(line, columns).stream())
                .collect(Collectors.joining("\n")));
  }

  private String cut(String line) {
    if (line.length() <= longestLine) {
      return line;
    }
    int half = (longestLine - LEFT_OUT.length()) / 2;
    return line.substring(0, half) + LEFT_OUT + line.substring(line.length() - half);
  }
}
