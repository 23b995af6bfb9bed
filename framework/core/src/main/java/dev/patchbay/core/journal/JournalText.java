package dev.patchbay.core.journal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * What a journal says, as far as it proves itself: at the end of each line is the CRC-32C of all
 * text up to there, so that no line counts that is damaged, lost or out of its place, nor any after
 * it.
 *
 * @param run what the run is, by name; nothing if not even that is whole
 * @param entries what was found
 * @param damaged the first line that does not count, from 1; 0 if all do. A line without its end is
 *     none: a killed process leaves one
 */
record JournalText(Map<String, String> run, List<JournalEntry> entries, int damaged) {

  /** Adds to each line, in order, what proves it. */
  static final class Proof {

    private final CRC32C sum = new CRC32C();

    /** The line with its proof and its end. */
    String line(String words) {
      return words + " " + next(words) + "\n";
    }

    private String next(String words) {
      sum.update((words + "\n").getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().toHexDigits((int) sum.getValue());
    }

    /** The words of a line that was written so. */
    private Optional<String> words(String line) {
      int end = Math.max(0, line.lastIndexOf(' '));
      String words = line.substring(0, end);
      return line.equals(words + " " + next(words)) ? Optional.of(words) : Optional.empty();
    }
  }

  /** What a journal says at its beginning: the run, and an empty line. */
  static String head(Map<String, String> run, Proof proof) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(run).forEach((name, value) -> text.append(proof.line(name + " = " + value)));
    return text.append('\n').toString();
  }

  static JournalText of(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8); // what is no UTF-8 proves nothing
    List<String> lines = List.of(text.substring(0, text.lastIndexOf('\n') + 1).split("\n", -1));
    int whole = lines.size() - 1; // after the last end is not a line
    int empty = lines.subList(0, whole).indexOf("");
    Proof proof = new Proof();
    Map<String, String> run = new TreeMap<>();
    for (int i = 0; i < empty; i++) {
      Optional<String[]> field = proof.words(lines.get(i)).map(words -> words.split(" = ", 2));
      if (field.isEmpty() || field.get().length < 2) {
        return new JournalText(Map.of(), List.of(), i + 1);
      }
      run.put(field.get()[0], field.get()[1]);
    }
    if (empty < 0) {
      return new JournalText(Map.of(), List.of(), 1);
    }
    List<JournalEntry> entries = new ArrayList<>();
    for (int i = empty + 1; i < whole; i++) {
      Optional<JournalEntry> entry = proof.words(lines.get(i)).flatMap(JournalEntry::of);
      if (entry.isEmpty()) {
        return new JournalText(run, List.copyOf(entries), i + 1);
      }
      entries.add(entry.get());
    }
    return new JournalText(run, List.copyOf(entries), 0);
  }
}
