package dev.patchbay.plugins.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {

  @Test
  void lists_areAsLongAsTheReferences() {
    assertThat(
            List.of(
                Words.names().size(),
                Words.places().size(),
                Words.objects().size(),
                Words.ioiTemplates().size(),
                Words.events().size(),
                Words.variables().size(),
                Words.nouns().size()))
        .containsExactly(99, 8, 8, 15, 120, 111, 687);
  }

  /** Ids are part of shipped weights: a change that breaks this test breaks those models. */
  @Test
  void vocabulary_neverChanges() throws Exception {
    String all = String.join("\0", Words.vocabulary());
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));

    assertThat(Words.vocabulary()).doesNotHaveDuplicates().hasSize(733);
    assertThat(HexFormat.of().formatHex(hash))
        .isEqualTo("f36d8316df012f89613fbb1636fe60fa44d60551d4eedf2af54a88715f34d2ff");
  }

  @Test
  void vocabulary_everyTemplate_isCovered() {
    WordTokenizer words = new WordTokenizer(Words.vocabulary());

    for (String template : Words.ioiTemplates()) {
      String text =
          template
              .replace("[A]", "Mary")
              .replace("[B]", "John")
              .replace("[PLACE]", "store")
              .replace("[OBJECT]", "ring");
      assertThat(words.encode(text)).extracting(token -> token.piece()).contains(" Mary", " John");
    }
  }
}
