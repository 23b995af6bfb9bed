package dev.patchbay.model.prompts;

import dev.patchbay.model.tokenizer.BosPolicy;
import dev.patchbay.model.tokenizer.Quoted;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.Token;
import dev.patchbay.spi.model.Tokenizer;
import dev.patchbay.spi.task.Answer;
import dev.patchbay.spi.task.PromptPair;
import java.util.List;
import java.util.Optional;

/** Turns prompts of a file into a model's tokens; its tokenizer is asked only for text. */
record PromptTokens(ModelSpec model, Optional<Tokenizer> tokenizer, BosPolicy bos) {

  /** So many tokens of unequal twins are shown from the place where they part. */
  private static final int PARTING = 4;

  /** The prompt in tokens. Its answers are known to be single tokens. */
  PromptPair pair(WrittenPrompt prompt) {
    List<Token> clean = prompt(prompt, prompt.names().clean(), prompt.clean());
    List<Token> corrupted =
        prompt
            .corrupted()
            .map(twin -> prompt(prompt, prompt.names().corrupted(), twin))
            .orElse(List.of());
    if (!corrupted.isEmpty() && corrupted.size() != clean.size()) {
      throw prompt.unequal(clean.size(), corrupted.size(), parting(clean, corrupted));
    }
    prompt.checkPositions(clean.size());
    return new PromptPair(
        ids(clean),
        ids(corrupted),
        prompt.answers().stream().map(answer -> answer(prompt, answer, clean.size() - 1)).toList());
  }

  private Answer answer(WrittenPrompt prompt, WrittenAnswer answer, int last) {
    List<Integer> right = answers(prompt, prompt.names().answers(), answer.right());
    List<Integer> wrong = answers(prompt, prompt.names().wrongAnswers(), answer.wrong());
    for (int token : wrong) {
      if (right.contains(token)) {
        throw prompt
            .place()
            .wrong(
                prompt.names().wrongAnswers(),
                "a list with token %s in it, which is right as well".formatted(token),
                "An answer is either: take it out of one of the lists.");
      }
    }
    return new Answer(answer.position().orElse(last), right, wrong);
  }

  private List<Token> prompt(WrittenPrompt prompt, String field, Written written) {
    if (written instanceof Written.Ids given) {
      return given.ids().stream().map(id -> new Token(id, id.toString())).toList();
    }
    String text = ((Written.Text) written).text();
    List<Token> tokens = bos.encode(tokenizer(prompt.place(), field, text), text);
    if (tokens.isEmpty()) {
      throw prompt
          .place()
          .wrong(field, "text without any token", "Give it at least one that the model knows.");
    }
    return known(prompt.place(), field, tokens, model.dVocab());
  }

  private List<Integer> answers(WrittenPrompt prompt, String field, List<Written> answers) {
    return answers.stream().flatMap(answer -> answer(prompt, field, answer).stream()).toList();
  }

  private List<Integer> answer(WrittenPrompt prompt, String field, Written answer) {
    return answer instanceof Written.Text text
        ? ids(
            known(
                prompt.place(),
                field,
                tokenizer(prompt.place(), field, text.text()).encode(text.text()),
                model.dVocabOut()))
        : ((Written.Ids) answer).ids();
  }

  Tokenizer tokenizer(PromptPlace place, String field, String text) {
    return tokenizer.orElseThrow(
        () ->
            place.wrong(
                field,
                "the text %s, but the model has no tokenizer".formatted(Quoted.text(text)),
                "Put its tokenizer.json into its folder, or give token ids."));
  }

  private List<Token> known(PromptPlace place, String field, List<Token> tokens, int vocabulary) {
    for (Token token : tokens) {
      if (token.id() >= vocabulary) {
        throw place.wrong(
            field,
            "text with the token %s '%s', but the model's vocabulary has %s and the tokenizer's %s"
                .formatted(
                    token.id(),
                    token.piece(),
                    vocabulary,
                    tokenizer.map(Tokenizer::size).orElse(0)),
            "The tokenizer belongs to another model.");
      }
    }
    return tokens;
  }

  private static String parting(List<Token> clean, List<Token> corrupted) {
    int at = 0;
    while (at < Math.min(clean.size(), corrupted.size())
        && clean.get(at).id() == corrupted.get(at).id()) {
      at++;
    }
    return ": from token %s on the twin goes %s, the prompt %s"
        .formatted(at, pieces(corrupted, at), pieces(clean, at));
  }

  private static String pieces(List<Token> tokens, int from) {
    return from == tokens.size()
        ? "no further"
        : Quoted.pieces(tokens.subList(from, Math.min(from + PARTING, tokens.size())))
            + (from + PARTING < tokens.size() ? " …" : "");
  }

  private static List<Integer> ids(List<Token> tokens) {
    return tokens.stream().map(Token::id).toList();
  }
}
