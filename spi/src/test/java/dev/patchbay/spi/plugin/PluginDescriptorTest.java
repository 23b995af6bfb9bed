package dev.patchbay.spi.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PluginDescriptorTest {

  @ParameterizedTest
  @ValueSource(strings = {"eap", "eap-acdc", "eap-ig-inputs", "l2"})
  void descriptor_kebabName_isAccepted(String name) {
    assertThat(new PluginDescriptor(name, "S.", "none", "none").name()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "EAP", "eap_acdc", "-eap", "eap-", "eap--acdc", "2eap", "eap acdc"})
  void descriptor_otherName_isRefused(String name) {
    assertThatThrownBy(() -> new PluginDescriptor(name, "S.", "none", "none"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "'%s' is not a plug-in name.\nNames are kebab-case: eap, eap-acdc.".formatted(name));
  }

  @ParameterizedTest
  @CsvSource({"' ',none,none", "S.,'',none", "S.,none,''"})
  void descriptor_blankField_isRefused(String summary, String citation, String cost) {
    assertThatThrownBy(() -> new PluginDescriptor("eap", summary, citation, cost))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'eap' needs a summary, a citation and a cost");
  }

  @Test
  void exception_ofEachKind_hasProblemThenAdvice() {
    assertThat(PatchbayException.usage("P.", "A.")).hasMessage("P.\nA.");
    assertThat(PatchbayException.failed("P.", "A.").kind())
        .isEqualTo(PatchbayException.Kind.FAILED);
    assertThat(PatchbayException.check("P.", "A.").kind()).isEqualTo(PatchbayException.Kind.CHECK);
    assertThat(PatchbayException.interrupted().kind())
        .isEqualTo(PatchbayException.Kind.INTERRUPTED);
  }
}
