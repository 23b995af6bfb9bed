package dev.patchbay.model.prompts;

import java.util.List;

/** What a prompt file holds, and the keys or columns in it that mean nothing here. */
record PromptRows(List<? extends PromptFields> prompts, List<String> unread) {

  /** At most one note, on what is not read. */
  List<String> notes() {
    return unread.isEmpty()
        ? List.of()
        : List.of("not read in the file: '%s'".formatted(String.join("', '", unread)));
  }
}
