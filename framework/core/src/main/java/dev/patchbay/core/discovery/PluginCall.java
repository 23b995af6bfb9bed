package dev.patchbay.core.discovery;

import dev.patchbay.spi.plugin.PatchbayException;
import java.util.function.Supplier;

/** Calls into plug-ins: what they throw by mistake is told with their name. */
final class PluginCall {

  private PluginCall() {}

  /**
   * What the plug-in answers.
   *
   * @param plugin such as "the strategy 'eap'"
   * @throws PatchbayException what the plug-in refuses, and of the kind {@code FAILED} whatever
   *     else it throws
   */
  static <T> T of(String plugin, Supplier<T> call) {
    try {
      return call.get();
    } catch (PatchbayException e) {
      throw e;
    } catch (RuntimeException e) {
      throw PatchbayException.failed(
          "%s stopped with %s.".formatted(plugin, e),
          "That is a fault of the plug-in or of what it was given.",
          e);
    }
  }
}
