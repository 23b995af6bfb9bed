package dev.patchbay.plugins.task;

import dev.patchbay.plugins.words.Words;
import java.util.List;

/**
 * A sentence in which two people meet and one gives something to the other, up to the word before
 * the last name.
 *
 * @param frame the text, with {@code [1] [2] [3]} where its three names go
 * @param indirect the one who is given to: the answer
 * @param subject the one who gives, named twice
 * @param abba whether the answer is named first
 */
record IoiSentence(String frame, String indirect, String subject, boolean abba) {

  /** The place of the answer: the template's end is cut off before it. */
  private static final String END = " [A]";

  static IoiSentence of(
      int template, boolean abba, String indirect, String subject, String place, String object) {
    String text = Words.ioiTemplates().get(template);
    String frame =
        text.substring(0, text.length() - END.length())
            .replace("[PLACE]", place)
            .replace("[OBJECT]", object)
            .replaceFirst("\\[B\\]", "[1]")
            .replaceFirst("\\[A\\]", "[2]")
            .replaceFirst("\\[B\\]", "[3]");
    return new IoiSentence(frame, indirect, subject, abba);
  }

  /** The names, in the order of the text. */
  List<String> names() {
    return abba ? List.of(indirect, subject, subject) : List.of(subject, indirect, subject);
  }

  /** The text up to the answer, with these names in the places of its own. */
  String with(List<String> names) {
    return frame
        .replace("[1]", names.get(0))
        .replace("[2]", names.get(1))
        .replace("[3]", names.get(2));
  }

  /** The sentence beside the one with these names instead. */
  Twins twin(List<String> names) {
    List<Swap> swaps = List.of(swap(0, names), swap(1, names), swap(2, names));
    return new Twins(
        with(names()), with(names), swaps, List.of(" " + indirect), List.of(" " + subject));
  }

  private Swap swap(int place, List<String> names) {
    return new Swap(" " + names().get(place), " " + names.get(place));
  }
}
