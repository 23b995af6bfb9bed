package dev.patchbay.study.exam;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.study.Cell;

/**
 * A model and a task whose circuit in it is known.
 *
 * @param model as for {@code --model}
 * @param task the task's name
 * @param truth the circuit
 */
public record ExamSubject(String model, String task, Circuit truth) {

  boolean isOf(Cell.Key key) {
    return key.model().equals(model) && key.task().equals(task);
  }
}
