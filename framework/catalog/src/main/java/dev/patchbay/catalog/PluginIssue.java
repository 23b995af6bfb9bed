package dev.patchbay.catalog;

/**
 * A plug-in that could not be loaded. The others are loaded all the same.
 *
 * @param plugin its class, or its jar where not even the class is known
 * @param origin the jar or folder that names it
 * @param reason why, in a few words
 */
public record PluginIssue(String plugin, String origin, String reason) {

  /** As in messages: {@code com.acme.Sheaf (class not found)}. */
  @Override
  public String toString() {
    return plugin + " (" + reason + ")";
  }
}
