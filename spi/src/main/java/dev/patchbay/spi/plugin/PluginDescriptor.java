package dev.patchbay.spi.plugin;

import java.util.regex.Pattern;

/**
 * What a plug-in says about itself.
 *
 * @param name the stable name, in kebab-case; it is written into results
 * @param summary one sentence
 * @param citation author, year, title and section, or "none" where there is no paper
 * @param cost what a use costs, in passes through the model; "none" where it costs none
 */
public record PluginDescriptor(String name, String summary, String citation, String cost) {

  private static final Pattern KEBAB = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

  public PluginDescriptor {
    if (!KEBAB.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'" + name + "' is not a plug-in name.\nNames are kebab-case: eap, eap-acdc.");
    }
    if (summary.isBlank() || citation.isBlank() || cost.isBlank()) {
      throw new IllegalArgumentException(
          "The plug-in '" + name + "' needs a summary, a citation and a cost ('none' is one).");
    }
  }
}
