package dev.patchbay.model.prompts;

import dev.patchbay.spi.plugin.PatchbayException;

/** Where a prompt is, counted from 1, for messages. */
record PromptPlace(String origin, int number) {

  PatchbayException wrong(String field, String is, String advice) {
    return PatchbayException.failed(
        "%s: prompt %s, '%s' is %s.".formatted(origin, number, field, is), advice);
  }
}
