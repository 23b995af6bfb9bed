package dev.patchbay.catalog;

import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PatchbayException;

/**
 * A plug-in as a user asks for it.
 *
 * @param name its name; nobody has looked yet whether there is one
 * @param options the options that were given
 */
public record PluginChoice(String name, Options options) {

  /**
   * Reads {@code acdc:threshold=.01,order=repo}. The name ends at the first colon, an option's name
   * at its first equals sign, so that values may hold both.
   *
   * @throws PatchbayException if the words are not of that form
   */
  public static PluginChoice parse(String words) {
    Options options =
        Options.parse(words, "A plug-in is named like acdc or acdc:threshold=.01,order=repo.");
    return new PluginChoice(options.plugin(), options);
  }
}
