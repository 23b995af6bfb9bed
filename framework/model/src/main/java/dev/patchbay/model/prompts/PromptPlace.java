package dev.patchbay.model.prompts;

import dev.patchbay.spi.plugin.PatchbayException;

/**
 * Where a prompt is, for messages.
 *
 * @param origin the file
 * @param number which prompt of it, counted from 1
 */
record PromptPlace(String origin, int number) {

  /** That a field is wrong. */
  PatchbayException wrong(String field, String is, String advice) {
    return PatchbayException.failed(
        "%s: prompt %s, '%s' is %s.".formatted(origin, number, field, is), advice);
  }
}
