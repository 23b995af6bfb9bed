package dev.patchbay.cli;

import dev.patchbay.study.Figure;
import dev.patchbay.study.exam.ExamCell;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The part of an exam that models of one form took: a row for each strategy, a column for each
 * model.
 *
 * @param form the options that all of these models were given; empty for none
 * @param cells strategy by strategy within a model
 */
record ExamTable(String form, List<ExamCell> cells) {

  private static final int LEAST_COLUMN = 7;
  private static final int LONGEST_NAME = 12;

  /** What a table shows: the figure of a cell that has this name. */
  record Shown(String title, String figure) {}

  static final Shown AREA = new Shown("AUC by edge, trapezoid", "edge_auc_trapezoid");

  static final Shown PRECISION = new Shown("precision at k = |truth|", "precision_at_truth");

  static final Shown RECALL = new Shown("recall at k = |truth|", "recall_at_truth");

  static final List<Shown> SHOWN =
      List.of(
          AREA,
          new Shown("AUC by edge, ACDC's pessimistic", "edge_auc_pessimistic"),
          new Shown("AUC by node, trapezoid", "node_auc_trapezoid"),
          PRECISION,
          RECALL);

  ExamTable {
    cells = List.copyOf(cells);
  }

  /** A table for each form, in the order in which the forms come first. */
  static List<ExamTable> of(List<ExamCell> cells) {
    Map<String, List<ExamCell>> forms = new LinkedHashMap<>();
    for (ExamCell cell : cells) {
      forms.computeIfAbsent(form(cell.key().model()), form -> new ArrayList<>()).add(cell);
    }
    return forms.entrySet().stream()
        .map(entry -> new ExamTable(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static String form(String model) {
    int colon = model.indexOf(':');
    return colon < 0 ? "" : model.substring(colon + 1);
  }

  /** What the models have in common. */
  String title() {
    return form.isEmpty() ? "models as they are" : "models with " + form;
  }

  /** The same in tables that are no wider than {@code room}, of some models each. */
  List<ExamTable> parts(int room) {
    List<ExamTable> parts = new ArrayList<>();
    List<String> some = new ArrayList<>();
    int width = 0;
    for (String subject : subjects()) {
      int column = Math.max(LEAST_COLUMN, shortened(subject).length()) + 2;
      if (!some.isEmpty() && width + column > room) {
        parts.add(only(some));
        some.clear();
        width = 0;
      }
      some.add(subject);
      width += column;
    }
    parts.add(only(some));
    return parts;
  }

  private ExamTable only(List<String> some) {
    List<String> names = List.copyOf(some);
    return new ExamTable(
        form, cells.stream().filter(cell -> names.contains(subject(cell))).toList());
  }

  /** The models' names, short. */
  String columns() {
    return row(subjects().stream().map(ExamTable::shortened).toList());
  }

  /** A strategy's figures. */
  String row(String strategy, Shown shown, Function<String, String> mark) {
    return row(of(strategy).map(cell -> text(cell, shown, mark)).toList());
  }

  private String row(List<String> texts) {
    StringBuilder row = new StringBuilder();
    for (int column = 0; column < texts.size(); column++) {
      String text = texts.get(column);
      int width = Math.max(LEAST_COLUMN, shortened(subjects().get(column)).length());
      row.append(" ".repeat(Math.max(0, width - text.length()))).append(text).append("  ");
    }
    return row.toString().stripTrailing();
  }

  /**
   * Area, precision and, where it is another number, recall in one table, for a page such as
   * README.md.
   */
  List<String> markdown(Function<String, String> mark) {
    List<String> lines = new ArrayList<>();
    lines.add("| %s | %s |".formatted(title(), String.join(" | ", subjects())));
    lines.add("|---|" + "---|".repeat(subjects().size()));
    cells.stream()
        .map(cell -> cell.key().strategy())
        .distinct()
        .map(strategy -> "| `%s` | %s |".formatted(strategy, joined(strategy, mark)))
        .forEach(lines::add);
    lines.add("");
    return lines;
  }

  private String joined(String strategy, Function<String, String> mark) {
    return of(strategy).map(cell -> joined(cell, mark)).collect(Collectors.joining(" | "));
  }

  private static String joined(ExamCell cell, Function<String, String> mark) {
    if (cell.refusal().isPresent()) {
      return text(cell, AREA, mark);
    }
    String precision = text(cell, PRECISION, mark);
    String recall = text(cell, RECALL, mark);
    String both = precision.equals(recall) ? precision : precision + ", " + recall;
    return (text(cell, AREA, mark) + " / " + both).replace("1.000", "1");
  }

  /** How large each truth is. */
  List<String> sizes() {
    return cells.stream()
        .map(
            cell ->
                "%s %s of %s"
                    .formatted(
                        subject(cell), cell.truth().size(), cell.truth().graph().edgeCount()))
        .distinct()
        .toList();
  }

  /** The model without its options; with the task where several were asked of it. */
  String subject(ExamCell cell) {
    long tasks =
        cells.stream()
            .filter(other -> other.key().model().equals(cell.key().model()))
            .map(other -> other.key().task())
            .distinct()
            .count();
    String name = cell.key().model().replaceFirst(":.*", "");
    return tasks == 1 ? name : name + "/" + cell.key().task();
  }

  private List<String> subjects() {
    return cells.stream().map(this::subject).distinct().toList();
  }

  private Stream<ExamCell> of(String strategy) {
    return cells.stream().filter(cell -> cell.key().strategy().equals(strategy));
  }

  private static String text(ExamCell cell, Shown shown, Function<String, String> mark) {
    Figure figure = cell.cell().figures().get(shown.figure());
    return figure != null
        ? String.format(Locale.ROOT, "%.3f", figure.value())
        : cell.refusal().map(reason -> "- " + mark.apply(reason)).orElse("-");
  }

  /** The end of a long name tells more than its beginning. */
  private static String shortened(String name) {
    return name.length() <= LONGEST_NAME
        ? name
        : "…" + name.substring(name.length() - LONGEST_NAME + 1);
  }
}
