package dev.patchbay.core.checkpoint;

import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** A prompt in EAP-IG's CSV layout. */
final class CsvPrompts extends PromptFields {

  private static final Names NAMES =
      new Names("clean", "corrupted", "correct_idx", "incorrect_idx");

  private final Map<String, String> cells;

  private CsvPrompts(String origin, int number, Map<String, String> cells) {
    super(origin, number);
    this.cells = cells;
  }

  static List<PromptFields> read(Path file) {
    List<List<String>> rows = CsvRows.of(content(file));
    List<String> header = rows.isEmpty() ? List.of() : rows.get(0);
    for (String column : List.of(NAMES.clean(), NAMES.answers())) {
      if (!header.contains(column)) {
        throw PatchbayException.failed(
            "%s: there is no column '%s'.".formatted(file, column),
            "The first line names the columns: clean,corrupted,correct_idx,incorrect_idx.");
      }
    }
    List<PromptFields> prompts = new ArrayList<>();
    for (List<String> row : rows.subList(1, rows.size())) {
      int number = prompts.size() + 1;
      if (row.size() != header.size()) {
        throw PatchbayException.failed(
            "%s: prompt %d has %d cells, the first line %d."
                .formatted(file, number, row.size(), header.size()),
            "Cells are separated by commas; quote a cell that contains one.");
      }
      Map<String, String> cells = new HashMap<>();
      for (int i = 0; i < row.size(); i++) {
        cells.put(header.get(i), row.get(i));
      }
      prompts.add(new CsvPrompts(file.toString(), number, cells));
    }
    return prompts;
  }

  private static String content(Path file) {
    try {
      if (Files.size(file) > PromptFile.LONGEST) {
        throw PatchbayException.failed(
            "%s: the file has %d bytes.".formatted(file, Files.size(file)),
            "Such a file has at most %d bytes: is it the right one?".formatted(PromptFile.LONGEST));
      }
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw PatchbayException.failed(
          "%s: the file is no UTF-8 text.".formatted(file), "Save it as UTF-8.", e);
    } catch (IOException e) {
      throw PatchbayException.failed(
          "%s: the file cannot be read (%s).".formatted(file, e.getMessage()),
          "Check that you may read it.",
          e);
    }
  }

  @Override
  Names names() {
    return NAMES;
  }

  /** Ids separated by blanks; a list as Python prints it, {@code [3, 7]}, is read too. */
  @Override
  List<Integer> ids(String field) {
    String cell = cells.getOrDefault(field, "");
    List<Integer> ids = new ArrayList<>();
    for (String word : cell.replaceAll("[\\[\\],]", " ").trim().split("\\s+", -1)) {
      if (word.matches("\\d{1,9}")) {
        ids.add(Integer.valueOf(word));
      } else if (!word.isEmpty()) {
        throw text(field, cell);
      }
    }
    return ids;
  }

  @Override
  OptionalInt position() {
    List<Integer> positions = ids("position");
    if (positions.size() > 1) {
      throw wrong(
          "position",
          "a list of %d".formatted(positions.size()),
          "One answer position for each prompt is read.");
    }
    return positions.isEmpty() ? OptionalInt.empty() : OptionalInt.of(positions.get(0));
  }
}
