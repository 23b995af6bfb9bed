package dev.patchbay.cli;

import dev.patchbay.study.exam.ExamCell;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * An exam as tables, those of models as they are apart from those of hardened ones.
 *
 * @param cells strategy by strategy within a model
 */
record ExamPage(List<ExamCell> cells) {

  /** Forward and backward passes, seconds. */
  private static final String COST = "%10s %10s %9s";

  ExamPage {
    cells = List.copyOf(cells);
  }

  /** All tables, for a terminal that is this many columns wide. */
  List<String> lines(Console.Paint paint, int room) {
    if (cells.isEmpty()) {
      return List.of("No model has a known circuit.");
    }
    List<String> lines = new ArrayList<>();
    List<ExamTable> tables = ExamTable.of(cells);
    for (ExamTable table : tables) {
      for (ExamTable.Shown shown : ExamTable.SHOWN) {
        lines.add(paint.strong(shown.title()) + paint.faint(", " + table.title()));
        for (ExamTable part : table.parts(room - pad("").length())) {
          lines.add(paint.faint(pad("") + part.columns()));
          for (String strategy : strategies()) {
            lines.add(pad(strategy) + part.row(strategy, shown, this::mark));
          }
        }
        lines.add("");
      }
    }
    lines.addAll(costs(paint));
    lines.add("");
    lines.addAll(notes());
    return lines;
  }

  /** Areas and precision, for a page such as README.md. */
  List<String> markdown() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Area under the ROC curve by edge (trapezoid) / precision at k = |truth|, followed by");
    lines.add("recall where a search kept another number of edges.");
    lines.add("");
    ExamTable.of(cells).forEach(table -> lines.addAll(table.markdown(this::mark)));
    notes().forEach(lines::add);
    return lines;
  }

  private Collection<String> strategies() {
    return new LinkedHashSet<>(cells.stream().map(cell -> cell.key().strategy()).toList());
  }

  private List<String> costs(Console.Paint paint) {
    List<String> lines = new ArrayList<>();
    lines.add(paint.strong("cost, all models together"));
    lines.add(paint.faint(pad("") + COST.formatted("forward", "backward", "seconds")));
    for (String strategy : strategies()) {
      List<ExamCell> row =
          cells.stream().filter(cell -> cell.key().strategy().equals(strategy)).toList();
      lines.add(pad(strategy) + cost(row));
    }
    return lines;
  }

  private static String cost(List<ExamCell> cells) {
    double forward = cells.stream().mapToDouble(cell -> cell.cell().costs().forwardPasses()).sum();
    double backward =
        cells.stream().mapToDouble(cell -> cell.cell().costs().backwardPasses()).sum();
    double seconds = cells.stream().mapToDouble(ExamCell::seconds).sum();
    return COST.formatted(Sizes.tenths(forward), Sizes.tenths(backward), Sizes.tenths(seconds));
  }

  private List<String> refusals() {
    return cells.stream().flatMap(cell -> cell.refusal().stream()).distinct().toList();
  }

  private String mark(String refusal) {
    return "(%s)".formatted(refusals().indexOf(refusal) + 1);
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    notes.add("Scores rank by size; a search is one point for each threshold that it ran at, and");
    notes.add("its precision and recall are of the circuit nearest in size to the truth.");
    List<ExamTable> tables = ExamTable.of(cells);
    for (ExamTable table : tables) {
      String where = tables.size() == 1 ? "" : ", " + table.title();
      notes.add("True edges%s: %s.".formatted(where, String.join(", ", table.sizes())));
    }
    notes.add("Ablation: " + String.join("; ", ablations()) + ".");
    for (String refusal : refusals()) {
      notes.add(mark(refusal) + " " + refusal);
    }
    return notes;
  }

  /** Each ablation; with the models' names where there are several. */
  private List<String> ablations() {
    List<String> names = cells.stream().map(cell -> cell.key().ablation()).distinct().toList();
    return names.stream()
        .map(name -> names.size() == 1 ? name : name + " for " + String.join(", ", models(name)))
        .toList();
  }

  private List<String> models(String ablation) {
    return cells.stream()
        .filter(cell -> cell.key().ablation().equals(ablation))
        .map(cell -> cell.key().model().replaceFirst(":.*", ""))
        .distinct()
        .toList();
  }

  private String pad(String text) {
    int width = strategies().stream().mapToInt(String::length).max().orElse(0) + 2;
    return Fitted.padded(text, width);
  }
}
