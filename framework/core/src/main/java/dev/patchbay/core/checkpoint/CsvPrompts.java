package dev.patchbay.core.checkpoint;

import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** A prompt in EAP-IG's CSV layout. */
final class CsvPrompts extends PromptFields {

  private static final Names NAMES =
      new Names("clean", "corrupted", "correct_idx", "incorrect_idx");

  /** Where the answers are a year's successors; the wrong ones have no column of their own. */
  private static final Names LABELLED =
      new Names("clean", "corrupted", YearLabel.COLUMN, "wrong answers of " + YearLabel.COLUMN);

  private final Map<String, String> cells;
  private final CsvColumns columns;

  private CsvPrompts(PromptPlace place, Map<String, String> cells, CsvColumns columns) {
    super(place);
    this.cells = cells;
    this.columns = columns;
  }

  static List<CsvPrompts> read(Path file) {
    List<List<String>> rows = CsvRows.of(content(file));
    List<String> header =
        rows.isEmpty() ? List.of() : rows.get(0).stream().map(String::trim).toList();
    checkHeader(file, header);
    List<Map<String, String>> prompts = new ArrayList<>();
    for (List<String> row : rows.subList(1, rows.size())) {
      if (row.size() != header.size()) {
        throw PatchbayException.failed(
            "%s: prompt %s has %s cells, the first line %s."
                .formatted(file, prompts.size() + 1, row.size(), header.size()),
            "Cells are separated by commas; quote a cell that contains one.");
      }
      Map<String, String> cells = new HashMap<>();
      for (int i = 0; i < row.size(); i++) {
        cells.put(header.get(i), row.get(i));
      }
      prompts.add(cells);
    }
    CsvColumns columns =
        CsvColumns.of(file.toString(), prompts, List.of(NAMES.clean(), NAMES.corrupted()));
    return IntStream.range(0, prompts.size())
        .mapToObj(
            i -> new CsvPrompts(new PromptPlace(file.toString(), i + 1), prompts.get(i), columns))
        .toList();
  }

  private static void checkHeader(Path file, List<String> header) {
    Names names = names(header);
    for (String column : List.of(names.clean(), names.answers())) {
      if (!header.contains(column)) {
        throw PatchbayException.failed(
            "%s: there is no column '%s'.".formatted(file, column),
            "The first line names the columns: clean,corrupted,correct_idx,incorrect_idx.");
      }
    }
  }

  private static String content(Path file) {
    try {
      if (Files.size(file) > PromptFile.LONGEST) {
        throw PatchbayException.failed(
            "%s: the file has %s bytes.".formatted(file, Files.size(file)),
            "Such a file has at most %s bytes: is it the right one?".formatted(PromptFile.LONGEST));
      }
      LfsPointer.refuse(file);
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

  /** Answers are ids where there are ids, and else labels. */
  private static Names names(Collection<String> columns) {
    return !columns.contains(NAMES.answers()) && columns.contains(YearLabel.COLUMN)
        ? LABELLED
        : NAMES;
  }

  @Override
  Names names() {
    return names(cells.keySet());
  }

  private String cell(String field) {
    return cells.getOrDefault(field, "");
  }

  @Override
  Optional<Written> prompt(String field) {
    if (columns.areText(field) && !cell(field).isBlank()) {
      return Optional.of(new Written.Text(cell(field)));
    }
    List<Integer> ids = ids(field);
    return ids.isEmpty() ? Optional.empty() : Optional.of(new Written.Ids(ids));
  }

  @Override
  List<List<Written>> answers(String field) {
    if (names().equals(LABELLED) && !cell(YearLabel.COLUMN).isBlank()) {
      return List.of(
          field.equals(LABELLED.answers())
              ? YearLabel.right(place(), cell(YearLabel.COLUMN))
              : YearLabel.wrong(place(), cell(YearLabel.COLUMN)));
    }
    List<Integer> ids = ids(field);
    return ids.isEmpty() ? List.of() : List.of(List.of(new Written.Ids(ids)));
  }

  private List<Integer> ids(String field) {
    if (!CsvColumns.areIds(cell(field))) {
      throw wrong(
          field,
          "the text " + PromptPlace.quoted(cell(field).trim()),
          "Give token ids; answers as text are for JSON.");
    }
    List<Integer> ids = new ArrayList<>();
    for (String word : CsvColumns.words(cell(field))) {
      if (!word.matches("\\d{1,9}")) {
        throw wrong(
            field,
            "a list with %s in it".formatted(word),
            "Token ids are whole numbers from 0 on.");
      }
      ids.add(Integer.valueOf(word));
    }
    return ids;
  }

  @Override
  List<Integer> positions() {
    return ids("position");
  }
}
