package dev.patchbay.cli;

import dev.patchbay.spi.report.ComparedCell.GraphSize;
import dev.patchbay.spi.report.ComparedCell.Status;
import dev.patchbay.spi.report.ComparedCell.Truth;
import dev.patchbay.study.Cell;
import dev.patchbay.study.Figure;
import dev.patchbay.study.Results;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A comparison as tables for a terminal that has this room, one for each setting. */
record ComparePage(Results results, Console.Paint paint, int room) {

  private static final int LEAST_NAME = 14;
  private static final int CELL_WIDTH = "-.000 [-.000 -.000]".length();

  /** A column: a figure, and which way is better: 1 up, -1 down, 0 neither. */
  private record Column(String title, String figure, int better) {}

  /** At most so many are shown, the first that were measured, and fewer where room is short. */
  private static final int SHOWN = 3;

  private static final String PASSES = "   passes";
  private static final String SHARES = "  .1 % to 100 %";

  private static final List<Column> COLUMNS =
      List.of(
          new Column("AUC by edge", "edge_auc_trapezoid", 1),
          // 1 is the model: a circuit that outdoes it is no better for that.
          new Column("faithfulness", "faithfulness", 0),
          new Column("CMD, low is good", "cmd", -1),
          new Column("KL, low is good", "kl", -1));

  /** All tables, and what their marks mean. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    results.settings().forEach((setting, cells) -> lines.addAll(table(setting, cells)));
    lines.addAll(others());
    lines.addAll(notes());
    return lines;
  }

  private List<String> table(Cell.Key setting, List<Cell> cells) {
    List<String> lines = new ArrayList<>();
    Cell first = cells.get(0);
    lines.add(
        paint.strong(Visible.of(setting.task() + " on " + setting.model()))
            + paint.faint(
                Visible.of(", by " + setting.metric() + ", under " + setting.ablation())
                    + seed(setting)));
    lines.add(paint.faint(prompts(first) + truth(first)));
    Layout layout = layout(cells);
    StringBuilder head = new StringBuilder(Fitted.padded("", layout.name())).append("   edges");
    layout
        .columns()
        .forEach(column -> head.append("  ").append(Fitted.padded(column.title(), CELL_WIDTH)));
    lines.add(paint.faint(head + PASSES + (layout.curve() ? SHARES : "")));
    cells.forEach(cell -> lines.addAll(rows(cell, cells, layout)));
    cells.forEach(
        cell ->
            cell.notes()
                .forEach(note -> lines.add(Visible.of(cell.key().contender() + ": " + note))));
    lines.addAll(leftOut(columns(cells), layout));
    lines.add("");
    return lines;
  }

  /**
   * What a table has room for.
   *
   * @param name columns for a contender's name; a longer one gets a line of its own
   */
  private record Layout(int name, List<Column> columns, boolean curve) {

    int width() {
      return name
          + "   edges".length()
          + columns.size() * (2 + CELL_WIDTH)
          + PASSES.length()
          + (curve ? SHARES.length() : 0);
    }
  }

  /**
   * Gives up what tells least first: the small curve, long names' column, figures from the last.
   */
  private Layout layout(List<Cell> cells) {
    int longest =
        cells.stream()
            .mapToInt(cell -> cell.key().contender().length())
            .reduce(LEAST_NAME, Math::max);
    List<Column> columns = columns(cells);
    Layout layout = new Layout(longest, columns, true);
    if (layout.width() > room) {
      layout = new Layout(longest, columns, false);
    }
    if (layout.width() > room) {
      layout = new Layout(LEAST_NAME, columns, false);
    }
    while (layout.width() > room && layout.columns().size() > 1) {
      List<Column> fewer = layout.columns().subList(0, layout.columns().size() - 1);
      layout = new Layout(LEAST_NAME, fewer, false);
    }
    return layout;
  }

  private List<String> leftOut(List<Column> all, Layout layout) {
    List<String> titles = all.stream().skip(layout.columns().size()).map(Column::title).toList();
    return titles.isEmpty()
        ? List.of()
        : List.of(
            paint.faint(
                "No room here for %s: see report.html, or widen the terminal."
                    .formatted(String.join("; ", titles))));
  }

  private String seed(Cell.Key setting) {
    return results.study().seeds().size() == 1 ? "" : ", seed " + setting.seed();
  }

  private static String prompts(Cell cell) {
    return cell.heldOutPrompts() == 0
        ? "%s prompts; judged on the same: the task has no others".formatted(cell.prompts())
        : "%s prompts; judged on %s others".formatted(cell.prompts(), cell.heldOutPrompts());
  }

  private static String truth(Cell cell) {
    Truth truth = cell.truth();
    GraphSize graph = cell.graph();
    int edges = graph == null ? 0 : graph.edges();
    return truth == null
        ? String.format(Locale.ROOT, "; no circuit known among %,d edges", edges)
        : String.format(
            Locale.ROOT, "; the known circuit has %,d of %,d edges", truth.edges(), edges);
  }

  private static List<Column> columns(List<Cell> cells) {
    return COLUMNS.stream()
        .filter(
            column -> cells.stream().anyMatch(cell -> cell.figures().containsKey(column.figure())))
        .limit(SHOWN)
        .toList();
  }

  private List<String> rows(Cell cell, List<Cell> cells, Layout layout) {
    String name = Visible.of(cell.key().contender());
    return name.length() <= layout.name()
        ? List.of(row(name, cell, cells, layout))
        : List.of(name, row("", cell, cells, layout));
  }

  private String row(String name, Cell cell, List<Cell> cells, Layout layout) {
    StringBuilder row = new StringBuilder(Fitted.padded(name, layout.name()));
    row.append("%8s".formatted(cell.mainCircuit().map(c -> Sizes.count(c.size())).orElse("")));
    for (Column column : layout.columns()) {
      Figure figure = cell.figures().get(column.figure());
      String text = Fitted.padded(text(figure), CELL_WIDTH);
      Standing standing = new Standing(column.figure(), column.better(), cells);
      row.append(' ').append(standing.mark(cell));
      row.append(standing.isBest(cell) ? paint.strong(text) : text);
    }
    row.append(String.format(Locale.ROOT, "%9s  ", passes(cell.costs().passesEquivalent())));
    if (layout.curve()) {
      row.append(Sparkline.of(cell.curves().getOrDefault("faithfulness", List.of())));
    }
    return row.toString().stripTrailing();
  }

  private static String passes(double passes) {
    return String.format(Locale.ROOT, passes < 100 ? "%.1f" : "%,.0f", passes);
  }

  private static String text(@Nullable Figure figure) {
    if (figure == null) {
      return "-";
    }
    return figure
        .interval()
        .map(i -> number(figure.value()) + " [" + number(i.low()) + " " + number(i.high()) + "]")
        .orElse(number(figure.value()));
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.3f" : "%.3g", value);
    return text.equals("-0.000") ? ".000" : text.replaceFirst("^(-?)0\\.", "$1.");
  }

  private List<String> others() {
    List<String> lines = new ArrayList<>();
    for (Cell cell : results.cells()) {
      if (cell.status() != Status.DONE) {
        Cell.Key key = cell.key();
        String status = cell.status().name().toLowerCase(Locale.ROOT);
        lines.add(
            Visible.of(
                "%s: %s on %s, by %s: %s"
                    .formatted(status, key.contender(), key.task(), key.metric(), cell.reason())));
      }
    }
    if (!lines.isEmpty()) {
      lines.add("");
    }
    return lines;
  }

  private List<String> notes() {
    return List.of(
        paint.faint(
            "[ ] the range that holds the value 95 % of the time if prompts are drawn again."),
        paint.faint(
            "*   better than each of the others by more than chance (paired, uncorrected)."),
        paint.faint(
            "≈   cannot be distinguished from the best value (nothing is known without [ ])."));
  }
}
