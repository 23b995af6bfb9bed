package dev.patchbay.model.prompts;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;

/**
 * The answers at one position, as a prompt file gives them.
 *
 * @param position where they are read, in tokens; nothing for the last
 * @param right right next tokens, at least one
 * @param wrong wrong next tokens
 */
record WrittenAnswer(OptionalInt position, List<Written> right, List<Written> wrong) {

  /** The answers at every position that the file names, or at the last. */
  static List<WrittenAnswer> of(PromptFields fields) {
    List<Integer> positions = fields.positions();
    int count = Math.max(1, positions.size());
    List<List<Written>> right = spread(fields, fields.names().answers(), count);
    List<List<Written>> wrong = spread(fields, fields.names().wrongAnswers(), count);
    List<WrittenAnswer> answers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (right.get(i).isEmpty()) {
        throw WrittenPrompt.missing(fields, fields.names().answers());
      }
      OptionalInt position =
          positions.isEmpty() ? OptionalInt.empty() : OptionalInt.of(positions.get(i));
      answers.add(new WrittenAnswer(position, right.get(i), wrong.get(i)));
    }
    return answers;
  }

  /** One list for each position: the file gives as many, or one for all. */
  private static List<List<Written>> spread(PromptFields fields, String field, int count) {
    List<List<Written>> lists = fields.answers(field);
    if (lists.size() == count) {
      return lists;
    }
    if (lists.size() > 1) {
      throw fields.wrong(
          field,
          "%s lists for %s position%s".formatted(lists.size(), count, count == 1 ? "" : "s"),
          "Give one list of answers for each of the 'positions', or one list for all of them.");
    }
    List<Written> shared = lists.isEmpty() ? List.of() : lists.get(0);
    return Collections.nCopies(count, shared);
  }
}
