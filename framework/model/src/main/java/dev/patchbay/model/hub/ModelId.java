package dev.patchbay.model.hub;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model's name on the hub: {@code org/name}, or {@code name} alone for the oldest ones, with the
 * revision after an {@code @}.
 */
public record ModelId(String repository, String revision) {

  /** The revision that is meant where none is given. */
  public static final String MAIN = "main";

  // Every part begins with a letter, digit or underscore: '..' cannot occur.
  private static final String PART = "\\w[\\w.-]*";
  private static final Pattern ID =
      Pattern.compile("(%1$s(?:/%1$s)?)(?:@(%1$s(?:/%1$s)*))?".formatted(PART));

  private static final String FOLDER_PREFIX = "models--";

  /** The name that this text is, if it can be one. */
  public static Optional<ModelId> of(String text) {
    Matcher matcher = ID.matcher(text);
    if (!matcher.matches() || matcher.group(1).contains("--")) {
      return Optional.empty();
    }
    String revision = matcher.group(2);
    return Optional.of(new ModelId(matcher.group(1), revision == null ? MAIN : revision));
  }

  /** The name whose models are in this folder of the cache, if it is such a folder. */
  static Optional<ModelId> ofFolder(String folder) {
    return folder.startsWith(FOLDER_PREFIX)
        ? of(folder.substring(FOLDER_PREFIX.length()).replace("--", "/"))
        : Optional.empty();
  }

  /** The folder in the cache: {@code models--org--name}. */
  String folder() {
    return FOLDER_PREFIX + repository.replace("/", "--");
  }

  /** As the user writes it: without the revision where that is {@code main}. */
  @Override
  public String toString() {
    return revision.equals(MAIN) ? repository : repository + "@" + revision;
  }
}
