package dev.patchbay.cli;

import dev.patchbay.spi.plugin.PatchbayException;

/** In place of a task: the user's own prompts come from a file, by an option of their own. */
final class FileTask {

  private static final String NAME = "prompts";
  private static final String FILE = NAME + ":file=";

  private FileTask() {}

  /** Refuses it where a task's name with options is given. */
  static void refuse(String task) {
    if (task.equals(NAME) || task.startsWith(NAME + ":")) {
      boolean named = task.startsWith(FILE) && task.length() > FILE.length();
      throw PatchbayException.usage(
          "'%s' is not a task: prompts of your own come from a file.".formatted(task),
          "Give discover --prompts %s instead of a task."
              .formatted(named ? task.substring(FILE.length()) : "FILE"));
    }
  }
}
