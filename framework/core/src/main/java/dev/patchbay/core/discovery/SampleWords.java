package dev.patchbay.core.discovery;

import dev.patchbay.spi.model.Tokenizer;
import dev.patchbay.spi.task.PromptPair;
import java.util.List;
import java.util.Optional;

/**
 * A prompt that a report shows, in words: made while the model's tokenizer is open.
 *
 * @param pair its tokens
 * @param clean the text of each clean token; the id where there is no tokenizer
 * @param corrupted the same of its twin; empty where it has none
 */
record SampleWords(PromptPair pair, List<String> clean, List<String> corrupted) {

  static SampleWords of(PromptPair pair, Optional<Tokenizer> tokenizer) {
    return new SampleWords(
        pair, words(pair.clean(), tokenizer), words(pair.corrupted(), tokenizer));
  }

  private static List<String> words(List<Integer> ids, Optional<Tokenizer> tokenizer) {
    return ids.stream()
        .map(id -> tokenizer.map(t -> t.decode(List.of(id))).orElseGet(() -> String.valueOf(id)))
        .toList();
  }
}
