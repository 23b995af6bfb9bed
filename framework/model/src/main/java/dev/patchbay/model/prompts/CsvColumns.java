package dev.patchbay.model.prompts;

import dev.patchbay.spi.plugin.PatchbayException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which columns of a CSV file hold text. A column holds text or ids throughout: else a prompt such
 * as "1 2" among sentences would silently be taken for ids.
 */
final class CsvColumns {

  private CsvColumns() {}

  static Set<String> ofText(String origin, List<Map<String, String>> rows, List<String> columns) {
    Set<String> texts = new HashSet<>();
    for (String column : columns) {
      int text = 0;
      int ids = 0;
      for (int row = 1; row <= rows.size() && (text == 0 || ids == 0); row++) {
        String cell = rows.get(row - 1).getOrDefault(column, "");
        if (!cell.isBlank()) {
          text = areIds(cell) ? text : row;
          ids = areIds(cell) ? row : ids;
        }
      }
      if (text > 0 && ids > 0) {
        throw PatchbayException.failed(
            "%s: the column '%s' is text in prompt %s and token ids in prompt %s."
                .formatted(origin, column, text, ids),
            "Give text or ids throughout; JSON takes both.");
      }
      if (text > 0) {
        texts.add(column);
      }
    }
    return texts;
  }

  /** Whether a cell holds nothing but whole numbers; {@code 15.0}, as tables of floats have, is. */
  static boolean areIds(String cell) {
    return words(cell).stream().allMatch(word -> word.matches("-?\\d+(\\.0+)?"));
  }

  /**
   * What blanks separate in a cell; a list or tuple as Python prints it, {@code [3, 7]} or {@code
   * (3, 7)}, is read too.
   */
  static List<String> words(String cell) {
    String list = cell.replaceFirst("^\\s*\\(([^()]*,[^()]*)\\)\\s*$", "$1");
    String words = list.replaceAll("[\\[\\],]", " ").trim();
    return words.isEmpty() ? List.of() : List.of(words.split("\\s+", -1));
  }
}
