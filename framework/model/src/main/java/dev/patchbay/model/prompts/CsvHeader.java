package dev.patchbay.model.prompts;

import dev.patchbay.spi.plugin.PatchbayException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The first line of a CSV file of prompts. A table may have columns that are somebody else's, so an
 * unknown one is noted; one that seems to mean a field which the file lacks is a slip.
 */
record CsvHeader(String origin, List<String> columns) {

  CsvHeader {
    columns = columns.stream().map(String::trim).toList();
  }

  /** Refuses slips, what is named twice, and a file that lacks what it needs. */
  void check() {
    Set<String> seen = new HashSet<>();
    for (String column : columns) {
      if (!column.isEmpty() && !seen.add(column)) {
        throw PatchbayException.failed(
            "%s: there are two columns '%s'.".formatted(origin, column),
            "Omit one of them, or give it another name.");
      }
      String near = PromptField.knows(column) ? "" : PromptField.nearMiss(column, columns);
      if (!near.isEmpty()) {
        throw PatchbayException.failed(
            "%s: the column '%s' is unknown.%s".formatted(origin, column, near),
            "Give it that name; or, if it means something else, another one.");
      }
    }
    for (PromptField field : PromptField.values()) {
      if (field.in(columns).size() > 1) {
        throw PatchbayException.failed(
            "%s: there are the columns '%s'."
                .formatted(origin, String.join("' and '", field.in(columns))),
            "They mean the same: omit one of them.");
      }
    }
    require("clean", PromptField.CLEAN.in(columns).isEmpty());
    require("correct_idx", PromptField.ANSWERS.in(columns).isEmpty() && !isLabelled());
  }

  private void require(String column, boolean absent) {
    if (absent) {
      throw PatchbayException.failed(
          "%s: there is no column '%s'.".formatted(origin, column),
          "The first line names the columns: clean,corrupted,correct_idx,incorrect_idx.");
    }
  }

  /** Whether the answers follow from a label: where there are answers, these count. */
  boolean isLabelled() {
    return PromptField.ANSWERS.in(columns).isEmpty() && !PromptField.LABEL.in(columns).isEmpty();
  }

  List<String> unread() {
    return columns.stream()
        .filter(
            column ->
                PromptField.LABEL.words().contains(column)
                    ? !isLabelled()
                    : !PromptField.knows(column))
        .toList();
  }
}
