package dev.patchbay.model.prompts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.patchbay.model.file.LfsPointer;
import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** A prompt in EAP-IG's CSV layout. */
final class CsvPrompts extends PromptFields {

  private static final Names NAMES =
      new Names("clean", "corrupted", "correct_idx", "incorrect_idx", "position");

  /** Where the answers are a year's successors; the wrong ones have no column of their own. */
  private static final Names LABELLED =
      new Names(
          "clean",
          "corrupted",
          YearLabel.COLUMN,
          "wrong answers of " + YearLabel.COLUMN,
          "position");

  private static final String IDS = "Token ids are whole numbers from 0 on.";

  /** Lists as Python prints them have either kind of quotes. */
  private static final JsonMapper LISTS =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Map<String, String> cells;
  private final Set<String> textColumns;
  private final Names names;

  private CsvPrompts(
      PromptPlace place, Map<String, String> cells, Set<String> textColumns, Names names) {
    super(place);
    this.cells = cells;
    this.textColumns = textColumns;
    this.names = names;
  }

  /** The prompts of a file, and the columns that are not read. */
  static PromptRows read(Path file) {
    String origin = file.toString();
    List<List<String>> rows =
        CsvRows.of(origin, content(file)).stream()
            .filter(row -> row.size() > 1 || !row.get(0).isBlank())
            .toList();
    CsvHeader header = new CsvHeader(origin, rows.isEmpty() ? List.of() : rows.get(0));
    header.check();
    List<Map<String, String>> cells = new ArrayList<>();
    for (List<String> row : rows.subList(1, rows.size())) {
      cells.add(cells(header, cells.size() + 1, row));
    }
    Names names = (header.isLabelled() ? LABELLED : NAMES).in(header.columns());
    Set<String> textColumns =
        CsvColumns.ofText(
            origin,
            cells,
            header.isLabelled()
                ? List.of(names.clean(), names.corrupted())
                : List.of(names.clean(), names.corrupted(), names.answers(), names.wrongAnswers()));
    return new PromptRows(
        IntStream.range(0, cells.size())
            .mapToObj(
                i ->
                    new CsvPrompts(
                        new PromptPlace(origin, i + 1), cells.get(i), textColumns, names))
            .toList(),
        header.unread());
  }

  private static Map<String, String> cells(CsvHeader header, int number, List<String> row) {
    if (row.size() != header.columns().size()) {
      throw PatchbayException.failed(
          "%s: prompt %s has %s cells, the first line %s."
              .formatted(header.origin(), number, row.size(), header.columns().size()),
          "Cells are separated by commas; quote a cell that contains one.");
    }
    Map<String, String> cells = new HashMap<>();
    for (int i = 0; i < row.size(); i++) {
      cells.put(header.columns().get(i), row.get(i));
    }
    return cells;
  }

  private static String content(Path file) {
    try {
      LfsPointer.refuse(file, PromptFile.LONGEST);
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw PatchbayException.failed(
          "%s: the file is not UTF-8 text.".formatted(file), "Save it as UTF-8.", e);
    } catch (IOException e) {
      throw PatchbayException.failed(
          "%s: the file cannot be read (%s).".formatted(file, e.getMessage()),
          "Check that you may read it.",
          e);
    }
  }

  @Override
  Names names() {
    return names;
  }

  private String cell(String field) {
    return cells.getOrDefault(field, "");
  }

  @Override
  Optional<Written> prompt(String field) {
    if (textColumns.contains(field) && !cell(field).isBlank()) {
      return Optional.of(new Written.Text(cell(field)));
    }
    List<Integer> ids = ids(field, IDS);
    return ids.isEmpty() ? Optional.empty() : Optional.of(new Written.Ids(ids));
  }

  @Override
  List<List<Written>> answers(String field) {
    if (names.answers().equals(YearLabel.COLUMN) && !cell(YearLabel.COLUMN).isBlank()) {
      return List.of(
          field.equals(names.answers())
              ? YearLabel.right(place(), cell(YearLabel.COLUMN))
              : YearLabel.wrong(place(), cell(YearLabel.COLUMN)));
    }
    if (textColumns.contains(field) && !cell(field).isBlank()) {
      return List.of(texts(cell(field)));
    }
    List<Integer> ids = ids(field, IDS);
    return ids.isEmpty() ? List.of() : List.of(List.of(new Written.Ids(ids)));
  }

  /** One text as it is; or several, in a list as Python and JSON write it. */
  private static List<Written> texts(String cell) {
    if (cell.startsWith("[")) {
      try {
        return Arrays.stream(LISTS.readValue(cell, String[].class))
            .<Written>map(Written.Text::new)
            .toList();
      } catch (JsonProcessingException e) {
        // A text that begins with a bracket, as '[MASK]' does.
      }
    }
    return List.of(new Written.Text(cell));
  }

  private List<Integer> ids(String field, String advice) {
    List<Integer> ids = new ArrayList<>();
    for (String word : CsvColumns.words(cell(field))) {
      String digits = word.replaceFirst("\\.0+$", "");
      if (!digits.matches("\\d{1,9}")) {
        throw wrong(field, "a list with %s in it".formatted(word), advice);
      }
      ids.add(Integer.valueOf(digits));
    }
    return ids;
  }

  @Override
  List<Integer> positions() {
    return ids(names.position(), "Positions are whole numbers from 0 on.");
  }
}
