package dev.patchbay.core.journal;

import dev.patchbay.core.report.OutputFolder;
import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * The file of a run's searches: first what the run is, a line {@code name = value} each, then after
 * an empty line the entries. Every line reaches the file when it is written, so that whatever ends
 * the process costs one entry at most.
 */
public final class SearchJournal implements AutoCloseable {

  private final Path file;
  private final Writer out;
  private final Deque<JournalEntry> past = new ArrayDeque<>();

  private SearchJournal(Path file, Writer out, List<JournalEntry> past) {
    this.file = file;
    this.out = out;
    this.past.addAll(past);
  }

  /** Begins a journal; one that lies there is overwritten. */
  public static SearchJournal begin(Path file, Map<String, String> run) {
    return write(file, run, List.of());
  }

  /**
   * Goes on with the journal of an interrupted run; begins one where there is none.
   *
   * @param run all that decides what the run does and finds
   * @throws PatchbayException if the journal is that of another run, or cannot be read
   */
  public static SearchJournal resume(Path file, Map<String, String> run) {
    if (!Files.exists(file)) {
      return begin(file, run);
    }
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8);
      // A line without its end is torn, and half a number may be another number.
      List<String> lines = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
      int empty = lines.indexOf("");
      Map<String, String> written = new TreeMap<>();
      for (String line : lines.subList(0, Math.max(0, empty))) {
        String[] words = line.split(" = ", 2);
        written.put(words[0], words.length == 2 ? words[1] : "");
      }
      checkSame(file, written, run);
      List<JournalEntry> entries =
          lines.stream()
              .skip(empty + 1L)
              .map(JournalEntry::of)
              .takeWhile(Optional::isPresent)
              .map(Optional::get)
              .toList();
      return write(file, run, entries);
    } catch (IOException e) {
      throw PatchbayException.failed(
          "The journal '%s' cannot be read (%s).".formatted(file, e.getMessage()),
          "Run again without --resume to begin anew.",
          e);
    }
  }

  private static void checkSame(Path file, Map<String, String> written, Map<String, String> run) {
    for (Map.Entry<String, String> field : run.entrySet()) {
      String before = written.getOrDefault(field.getKey(), "");
      if (!before.equals(field.getValue())) {
        throw PatchbayException.failed(
            "The journal '%s' is of another run: its %s is '%s', this run's is '%s'."
                .formatted(file, field.getKey(), before, field.getValue()),
            "Give the options of that run, another --out, or no --resume to begin anew.");
      }
    }
  }

  /** Writes anew what is known, so that a torn last line is gone, and leaves the file open. */
  private static SearchJournal write(
      Path file, Map<String, String> run, List<JournalEntry> entries) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(run)
        .forEach((name, value) -> text.append(name).append(" = ").append(value).append('\n'));
    text.append('\n');
    entries.forEach(entry -> text.append(entry.line()).append('\n'));
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    Path whole = file.toAbsolutePath();
    OutputFolder.open(Objects.requireNonNull(whole.getParent()))
        .put(String.valueOf(whole.getFileName()), out -> out.write(bytes));
    try {
      Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
      return new SearchJournal(file, out, entries);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private static PatchbayException unwritable(Path file, IOException e) {
    return PatchbayException.failed(
        "The journal '%s' cannot be written (%s).".formatted(file, e.getMessage()),
        "Make room, or give another folder with --out.",
        e);
  }

  /**
   * The answer that was found before, if this was asked before.
   *
   * @throws PatchbayException if something else was asked then
   */
  OptionalDouble answer(JournalEntry.Question question, int[] edges) {
    JournalEntry next = past.poll();
    if (next == null) {
      return OptionalDouble.empty();
    }
    if (!next.answers(question, edges)) {
      throw PatchbayException.failed(
          "The journal '%s' does not fit: it has '%s' where the search now asks for another step."
              .formatted(file, next.line()),
          "The strategy may have changed since: run again without --resume.");
    }
    return OptionalDouble.of(next.loss());
  }

  /** Adds an entry. */
  void add(JournalEntry entry) {
    try {
      out.write(entry.line());
      out.write('\n');
      out.flush();
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /** The run is complete and its results are safe: the journal has served. */
  public static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }
}
