package dev.patchbay.model.prompts;

import dev.patchbay.model.tokenizer.Quoted;
import dev.patchbay.spi.model.Token;
import dev.patchbay.spi.model.Tokenizer;
import dev.patchbay.spi.plugin.PatchbayException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Whether every answer that is text is one token: a metric reads the logits of single tokens. */
final class AnswerCheck {

  /** So many are listed: mending these shows how to mend the rest. */
  private static final int LISTED = 5;

  private final PromptTokens tokens;

  /** What is wrong, and the advice, by the answer's text. */
  private final Map<String, Fault> faults = new LinkedHashMap<>();

  private record Fault(String words, String slip) {}

  private AnswerCheck(PromptTokens tokens) {
    this.tokens = tokens;
  }

  /**
   * Looks at the answers of a whole file.
   *
   * @throws PatchbayException listing those that are not one token, with their pieces
   */
  static void check(String origin, List<WrittenPrompt> prompts, PromptTokens tokens) {
    AnswerCheck check = new AnswerCheck(tokens);
    for (WrittenPrompt prompt : prompts) {
      for (WrittenAnswer answer : prompt.answers()) {
        check.look(prompt.place(), prompt.names().answers(), answer.right());
        check.look(prompt.place(), prompt.names().wrongAnswers(), answer.wrong());
      }
    }
    if (!check.faults.isEmpty()) {
      throw check.fault(origin);
    }
  }

  private void look(PromptPlace place, String field, List<Written> answers) {
    for (Written answer : answers) {
      if (answer instanceof Written.Text given && !faults.containsKey(given.text())) {
        Tokenizer tokenizer = tokens.tokenizer(place, field, given.text());
        List<Token> pieces = tokenizer.encode(given.text());
        if (pieces.size() != 1) {
          faults.put(given.text(), fault(place, field, given.text(), pieces, tokenizer));
        }
      }
    }
  }

  private static Fault fault(
      PromptPlace place, String field, String text, List<Token> pieces, Tokenizer tokenizer) {
    String words =
        "prompt %s, '%s' %s is %s"
            .formatted(
                place.number(),
                field,
                Quoted.text(text),
                pieces.isEmpty() ? "none" : Quoted.pieces(pieces));
    String other = text.startsWith(" ") ? text.substring(1) : " " + text;
    boolean slip = !other.isEmpty() && tokenizer.encode(other).size() == 1;
    return new Fault(words, slip ? Quoted.text(other) : "");
  }

  private PatchbayException fault(String origin) {
    String listed =
        faults.values().stream().limit(LISTED).map(Fault::words).collect(Collectors.joining("; "));
    String slips =
        faults.values().stream()
            .map(Fault::slip)
            .filter(slip -> !slip.isEmpty())
            .limit(LISTED)
            .collect(Collectors.joining(", "));
    return PatchbayException.failed(
        "%s: answers are not one token: %s%s."
            .formatted(
                origin,
                listed,
                faults.size() > LISTED ? "; and %s more".formatted(faults.size() - LISTED) : ""),
        slips.isEmpty()
            ? "Give each answer its first piece alone, or a token id."
            : "One token with the blank before it the other way round: %s. Was that meant?"
                .formatted(slips));
  }
}
