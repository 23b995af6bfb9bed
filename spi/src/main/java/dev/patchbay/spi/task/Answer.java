package dev.patchbay.spi.task;

import java.util.List;

/**
 * What right and wrong completions begin with, at one position of a prompt.
 *
 * @param position where the answer is read: an index into the prompt
 * @param right ids of the right next tokens
 * @param wrong ids of the wrong next tokens that a metric may compare with
 */
public record Answer(int position, List<Integer> right, List<Integer> wrong) {

  public Answer {
    right = List.copyOf(right);
    wrong = List.copyOf(wrong);
  }
}
