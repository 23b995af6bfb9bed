package dev.patchbay.cli;

import dev.patchbay.core.exam.ExamCell;
import dev.patchbay.core.judgement.Judgement;
import dev.patchbay.core.judgement.Judgement.Areas;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * An exam as tables: a row for each strategy, a column for each model.
 *
 * @param cells strategy by strategy within a model
 */
record ExamPage(List<ExamCell> cells) {

  private static final int LEAST_COLUMN = 7;

  /** Forward and backward passes, seconds. */
  private static final String COST = "%10s %10s %9s";

  ExamPage {
    cells = List.copyOf(cells);
  }

  /** A figure of a cell that was judged. */
  private record Figure(String title, Function<Judgement, Optional<Double>> value) {}

  private static final Figure AREA =
      new Figure("AUC by edge, trapezoid", j -> j.edges().map(Areas::trapezoid));

  private static final Figure PRECISION =
      new Figure("precision at k = |truth|", j -> Optional.of(j.precision()));

  private static final List<Figure> FIGURES =
      List.of(
          AREA,
          new Figure("AUC by edge, ACDC's pessimistic", j -> j.edges().map(Areas::pessimistic)),
          new Figure("AUC by node, trapezoid", j -> j.nodes().map(Areas::trapezoid)),
          PRECISION);

  /** All tables, for a terminal. */
  List<String> lines(Console.Paint paint) {
    List<String> lines = new ArrayList<>();
    if (cells.isEmpty()) {
      return List.of("No model has a known circuit.");
    }
    int width = strategies().stream().mapToInt(String::length).max().orElse(0) + 2;
    for (Figure figure : FIGURES) {
      lines.add(paint.strong(figure.title()));
      lines.add(paint.faint(pad("", width) + row(subjects())));
      for (String strategy : strategies()) {
        lines.add(pad(strategy, width) + row(texts(strategy, figure)));
      }
      lines.add("");
    }
    lines.add(paint.strong("cost, all models together"));
    lines.add(paint.faint(pad("", width) + COST.formatted("forward", "backward", "seconds")));
    for (String strategy : strategies()) {
      lines.add(pad(strategy, width) + cost(of(strategy).toList()));
    }
    lines.add("");
    lines.addAll(notes());
    return lines;
  }

  /** The table of areas, precision and recall, for a page such as README.md. */
  List<String> markdown() {
    List<String> lines = new ArrayList<>();
    for (Figure figure : List.of(AREA, PRECISION)) {
      // A bare bar would begin another column.
      String title = figure.title().replace("|", "\\|");
      lines.add("| %s | %s |".formatted(title, String.join(" | ", subjects())));
      lines.add("|---|" + "---|".repeat(subjects().size()));
      for (String strategy : strategies()) {
        lines.add("| `%s` | %s |".formatted(strategy, String.join(" | ", texts(strategy, figure))));
      }
      lines.add("");
    }
    notes().forEach(lines::add);
    return lines;
  }

  private Collection<String> strategies() {
    return new LinkedHashSet<>(cells.stream().map(ExamCell::strategy).toList());
  }

  private List<String> subjects() {
    return cells.stream().map(this::subject).distinct().toList();
  }

  /** The model; with the task where several were asked of it. */
  private String subject(ExamCell cell) {
    long tasks =
        cells.stream()
            .filter(other -> other.model().equals(cell.model()))
            .map(ExamCell::task)
            .distinct()
            .count();
    return tasks == 1 ? cell.model() : cell.model() + "/" + cell.task();
  }

  private Stream<ExamCell> of(String strategy) {
    return cells.stream().filter(cell -> cell.strategy().equals(strategy));
  }

  private List<String> texts(String strategy, Figure figure) {
    return of(strategy)
        .map(
            cell ->
                cell.refusal().isPresent()
                    ? "-" + mark(cell.refusal().get())
                    : cell.judgement().flatMap(figure.value()).map(ExamPage::number).orElse("-"))
        .toList();
  }

  private static String cost(List<ExamCell> cells) {
    double forward = cells.stream().mapToDouble(cell -> cell.cost().forwardPasses()).sum();
    double backward = cells.stream().mapToDouble(cell -> cell.cost().backwardPasses()).sum();
    double seconds = cells.stream().mapToDouble(ExamCell::seconds).sum();
    return COST.formatted(tenths(forward), tenths(backward), tenths(seconds));
  }

  private static String tenths(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private List<String> refusals() {
    return cells.stream().flatMap(cell -> cell.refusal().stream()).distinct().toList();
  }

  private String mark(String refusal) {
    return " (%d)".formatted(refusals().indexOf(refusal) + 1);
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    notes.add("Scores rank by size; a search is one point for each threshold that it ran at, and");
    notes.add("its precision and recall are of the circuit nearest in size to the truth.");
    notes.add("True edges: " + String.join(", ", sizes()) + ".");
    for (String refusal : refusals()) {
      notes.add(mark(refusal).strip() + " " + refusal);
    }
    return notes;
  }

  private List<String> sizes() {
    return cells.stream()
        .map(cell -> "%s %d of %d".formatted(subject(cell), cell.truthEdges(), cell.edges()))
        .distinct()
        .toList();
  }

  private String row(List<String> texts) {
    StringBuilder row = new StringBuilder();
    for (int column = 0; column < texts.size(); column++) {
      String text = texts.get(column);
      int width = Math.max(LEAST_COLUMN, subjects().get(column).length());
      row.append(" ".repeat(Math.max(0, width - text.length()))).append(text).append("  ");
    }
    return row.toString().stripTrailing();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
