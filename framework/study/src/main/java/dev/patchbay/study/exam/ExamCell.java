package dev.patchbay.study.exam;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.study.Cell;
import java.util.List;
import java.util.Optional;

/**
 * What one strategy made of one subject.
 *
 * @param subject the model and the task
 * @param cell how near it came
 * @param thresholds the thresholds of a search that ran once for each; empty for scores
 * @param seconds how long it took
 */
public record ExamCell(ExamSubject subject, Cell cell, List<Double> thresholds, double seconds) {

  public ExamCell {
    thresholds = List.copyOf(thresholds);
  }

  /** What was asked. */
  public Cell.Key key() {
    return cell.key();
  }

  /** The circuit that is known. */
  public Circuit truth() {
    return subject.truth();
  }

  /** Why it was refused or failed; nothing if it was not. */
  public Optional<String> refusal() {
    return Optional.ofNullable(cell.reason());
  }
}
