package dev.patchbay.plugins.words;

import dev.patchbay.spi.model.Token;
import dev.patchbay.spi.model.Tokenizer;
import dev.patchbay.spi.plugin.PatchbayException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A tokenizer that knows words, from a list of pieces whose places are their ids. It splits as
 * GPT-2's does: a blank belongs to the word after it, line feeds and the indentation after them are
 * one piece except for the last blank. Digits go in pairs, punctuation in the longest pieces that
 * are there. What it has tokenized it spells exactly; a word that is not a piece is refused.
 */
public final class WordTokenizer implements Tokenizer {

  /** How the beginning of a text is spelt, where the pieces have it. */
  public static final String BOS = "<|BOS|>";

  private static final String DIGITS = " ?\\d\\d?";

  private static final Pattern PARTS =
      Pattern.compile(
          String.join(
              "|",
              Pattern.quote(BOS),
              " ?\\p{L}[\\p{L}_]*",
              DIGITS,
              "\\n+(?: +(?= ))?",
              " ?[^\\s\\p{L}\\d]+",
              "\\s"));

  private final List<String> pieces;
  private final boolean addsBos;
  private final Map<String, Integer> ids = new LinkedHashMap<>();

  /** A tokenizer that puts nothing before a text. */
  public WordTokenizer(List<String> pieces) {
    this(pieces, false);
  }

  /**
   * A tokenizer of these pieces, which differ.
   *
   * @param addsBos whether its model is used to {@link #BOS} before a text
   * @throws IllegalArgumentException if a piece is there twice, or no {@link #BOS} is to be added
   */
  public WordTokenizer(List<String> pieces, boolean addsBos) {
    this.pieces = List.copyOf(pieces);
    this.addsBos = addsBos;
    for (String piece : this.pieces) {
      if (ids.put(piece, ids.size()) != null) {
        throw new IllegalArgumentException("The piece '%s' is there twice.".formatted(piece));
      }
    }
    if (addsBos && !ids.containsKey(BOS)) {
      throw new IllegalArgumentException("There is no piece '%s' to add.".formatted(BOS));
    }
  }

  /**
   * The pieces of a text.
   *
   * @throws PatchbayException naming the first word that is not a piece
   */
  @Override
  public List<Token> encode(String text) {
    List<Token> tokens = new ArrayList<>();
    Matcher part = PARTS.matcher(text);
    while (part.find()) {
      addPart(part.group(), tokens);
    }
    return tokens;
  }

  private void addPart(String part, List<Token> tokens) {
    Integer whole = ids.get(part);
    if (whole != null) {
      tokens.add(new Token(whole, part));
      return;
    }
    boolean isWord = part.chars().anyMatch(Character::isLetterOrDigit);
    int from = 0;
    while (from < part.length()) {
      int to = isWord ? from : endOfLongest(part, from);
      if (to == from) {
        throw unknown(part);
      }
      String piece = part.substring(from, to);
      tokens.add(new Token(ids.getOrDefault(piece, 0), piece));
      from = to;
    }
  }

  /** Where the longest piece that begins here ends; here if there is none. */
  private int endOfLongest(String part, int from) {
    int to = part.length();
    while (to > from && !ids.containsKey(part.substring(from, to))) {
      to--;
    }
    return to;
  }

  private PatchbayException unknown(String part) {
    String word = part.replace("\n", "\\n");
    String other = part.startsWith(" ") ? part.substring(1) : " " + part;
    return PatchbayException.failed(
        "'%s' is not one of the %s pieces of this vocabulary.".formatted(word, pieces.size()),
        ids.containsKey(other)
            ? "It has '%s', with the blank before it the other way round.".formatted(other)
            : "The model knows whole words, and few: use others.");
  }

  @Override
  public String decode(List<Integer> tokens) {
    StringBuilder text = new StringBuilder();
    for (int id : tokens) {
      text.append(id >= 0 && id < pieces.size() ? pieces.get(id) : "");
    }
    return text.toString();
  }

  @Override
  public Optional<Token> bos() {
    return Optional.ofNullable(ids.get(BOS)).map(id -> new Token(id, BOS));
  }

  @Override
  public boolean addsBos() {
    return addsBos;
  }

  @Override
  public int size() {
    return pieces.size();
  }
}
