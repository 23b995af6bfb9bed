package dev.patchbay.plugins.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.spi.model.Token;
import dev.patchbay.spi.plugin.PatchbayException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordTokenizerTest {

  private static final String DOCSTRING =
      "\ndef old(self, first, files, page, names, size, read):\n"
          + "    \"\"\"price control action\n\n"
          + "    :param page: cost issue\n"
          + "    :param names: process position\n"
          + "    :param";

  private final WordTokenizer words = new WordTokenizer(Words.vocabulary());

  @Test
  void encode_aSentence_isItsWordsWithTheBlankBeforeThem() {
    assertThat(pieces("Then, Mary and Jeffrey went"))
        .containsExactly("Then", ",", " Mary", " and", " Jeffrey", " went");
  }

  @Test
  void encode_aYear_isTwoPairsOfDigits() {
    assertThat(pieces("The plan lasted from the year 1742 to 17"))
        .containsExactly(
            "The", " plan", " lasted", " from", " the", " year", " 17", "42", " to", " 17");
  }

  @Test
  void encode_aDocstring_hasTheReferencesFortyTokens() {
    List<String> pieces = pieces(DOCSTRING);

    assertThat(pieces).hasSize(40);
    assertThat(List.of(10, 12, 14, 26, 33).stream().map(pieces::get))
        .containsExactly(" page", " names", " size", " page", " names");
  }

  @Test
  void encode_thenDecode_isTheText() {
    assertThat(words.decode(words.encode(DOCSTRING).stream().map(Token::id).toList()))
        .isEqualTo(DOCSTRING);
  }

  @Test
  void encode_theSpellingOfBos_isThatToken() {
    assertThat(words.encode("<|BOS|>Then,").get(0)).isEqualTo(words.bos().orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(strings = {" Zebra", "Zebra", " themaster", " 1", "~", "\t"})
  void encode_anUnknownWord_isRefusedByName(String word) {
    assertThatThrownBy(() -> words.encode("Then" + word))
        .isInstanceOf(PatchbayException.class)
        .hasMessageContaining(word.strip());
  }

  @Test
  void encode_aWordWithoutItsBlank_isToldOfTheOther() {
    assertThatThrownBy(() -> words.encode("Mary"))
        .isInstanceOf(PatchbayException.class)
        .hasMessageStartingWith("'Mary' is not one of the ")
        .hasMessageEndingWith("\nIt has ' Mary', with the blank before it the other way round.");
  }

  @Test
  void pieces_twice_areRefused() {
    assertThatThrownBy(() -> new WordTokenizer(List.of(" a", " b", " a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("' a'");
  }

  @Test
  void addsBos_noSuchPiece_isRefused() {
    assertThatThrownBy(() -> new WordTokenizer(List.of(" a"), true))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private List<String> pieces(String text) {
    return words.encode(text).stream().map(Token::piece).toList();
  }
}
