package dev.patchbay.model.prompts;

import java.util.List;

/** What a prompt file gives: token ids, or text that a tokenizer has yet to read. */
sealed interface Written {

  record Ids(List<Integer> ids) implements Written {}

  record Text(String text) implements Written {}
}
