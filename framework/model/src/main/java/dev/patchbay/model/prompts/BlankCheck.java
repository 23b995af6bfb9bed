package dev.patchbay.model.prompts;

import dev.patchbay.model.tokenizer.Quoted;
import dev.patchbay.spi.model.Token;
import dev.patchbay.spi.model.Tokenizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * Do answers lack the blank that would part them from the prompt? {@code "Mary"} and {@code "
 * Mary"} may both be single tokens, and after {@code "a drink to"} the model expects the second.
 *
 * <p>It may be meant: after {@code "un"}, {@code "happy"} goes on with the word. So this is noted
 * and not refused.
 */
final class BlankCheck {

  /** So many are listed: mending these shows how to mend the rest. */
  private static final int LISTED = 5;

  private final PromptTokens tokens;

  /** The words for each answer that is noted, by its text. */
  private final Map<String, String> slips = new LinkedHashMap<>();

  private BlankCheck(PromptTokens tokens) {
    this.tokens = tokens;
  }

  /**
   * At most one note on the answers of a whole file, each of which is known to be one token.
   *
   * @return nothing where no answer is another token with a blank before it
   */
  static List<String> notes(List<WrittenPrompt> prompts, PromptTokens tokens) {
    BlankCheck check = new BlankCheck(tokens);
    for (WrittenPrompt prompt : prompts) {
      if (prompt.clean() instanceof Written.Text text && expectsBlank(text.text())) {
        for (WrittenAnswer answer : prompt.answers()) {
          check.look(prompt, text.text(), answer);
        }
      }
    }
    return check.slips.isEmpty() ? List.of() : List.of(check.note());
  }

  /** Whether a word after this text would have a blank before it. */
  private static boolean expectsBlank(String text) {
    int last = text.codePointBefore(text.length());
    return !Character.isWhitespace(last)
        && "\"'`".indexOf(last) < 0
        && switch (Character.getType(last)) {
          case Character.START_PUNCTUATION,
              Character.INITIAL_QUOTE_PUNCTUATION,
              Character.DASH_PUNCTUATION,
              Character.CONNECTOR_PUNCTUATION ->
              false;
          default -> true;
        };
  }

  private void look(WrittenPrompt prompt, String text, WrittenAnswer answer) {
    look(prompt, text, prompt.names().answers(), answer.position(), answer.right());
    look(prompt, text, prompt.names().wrongAnswers(), answer.position(), answer.wrong());
  }

  private void look(
      WrittenPrompt prompt, String text, String field, OptionalInt position, List<Written> all) {
    for (Written one : all) {
      if (one instanceof Written.Text answer
          && Character.isLetter(answer.text().codePointAt(0))
          && !slips.containsKey(answer.text())) {
        Tokenizer tokenizer = tokens.tokenizer(prompt.place(), field, answer.text());
        List<Token> before = tokens.bos().encode(tokenizer, text);
        // What is read inside the prompt does not come after it.
        if (position.orElse(before.size() - 1) == before.size() - 1) {
          look(prompt.place(), answer.text(), before, text, tokenizer);
        }
      }
    }
  }

  private void look(
      PromptPlace place, String answer, List<Token> before, String text, Tokenizer tokenizer) {
    List<Token> parted = tokens.bos().encode(tokenizer, text + " " + answer);
    Token given = tokenizer.encode(answer).get(0);
    int length = before.size();
    if (parted.size() == length + 1
        && parted.subList(0, length).equals(before)
        && parted.get(length).id() != given.id()) {
      slips.put(
          answer,
          "%s (prompt %s: token %s, with the blank %s)"
              .formatted(Quoted.text(answer), place.number(), given.id(), parted.get(length).id()));
    }
  }

  private String note() {
    return "answers that go on with the prompt's last word: %s%s. Was %s meant?"
        .formatted(
            slips.values().stream().limit(LISTED).collect(Collectors.joining(", ")),
            slips.size() > LISTED ? " and %s more".formatted(slips.size() - LISTED) : "",
            Quoted.text(" " + slips.keySet().iterator().next()));
  }
}
