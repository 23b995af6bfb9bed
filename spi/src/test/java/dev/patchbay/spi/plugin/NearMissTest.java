package dev.patchbay.spi.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearMissTest {

  private static final List<String> KNOWN =
      List.of("acdc", "eap", "eap-acdc", "attention-attribution", "exact", "random");

  @Test
  void of_lettersSwapped_findsTheName() {
    assertThat(NearMiss.of("acdcc", KNOWN)).first().isEqualTo("acdc");
  }

  @Test
  void of_beginning_findsTheLongerNames() {
    assertThat(NearMiss.of("attention", KNOWN)).containsExactly("attention-attribution");
  }

  @Test
  void of_farAway_findsNothing() {
    assertThat(NearMiss.of("gradient-descent", KNOWN)).isEmpty();
  }

  @Test
  void of_manyNear_givesTheBestThreeNearestFirst() {
    assertThat(NearMiss.of("ab", List.of("abcd", "abd", "abc", "ab", "zz")))
        .containsExactly("ab", "abc", "abd");
  }

  @Test
  void sentence_twoNear_namesBoth() {
    assertThat(NearMiss.sentence("eap-acd", List.of("eap-acdc", "eap", "random")))
        .isEqualTo(" Did you mean 'eap-acdc' or 'eap'?");
  }

  @Test
  void sentence_noneNear_isEmpty() {
    assertThat(NearMiss.sentence("gradient-descent", KNOWN)).isEmpty();
  }
}
