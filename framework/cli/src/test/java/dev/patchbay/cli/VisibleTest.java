package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisibleTest {

  @Test
  void of_whatCanBeSeen_isTheSame() {
    assertThat(Visible.of("Ġ 'é' 東京 🙂 \\")).isEqualTo("Ġ 'é' 東京 🙂 \\");
  }

  @Test
  void of_whatCannot_isEscaped() {
    assertThat(Visible.of("\n\r\t\u001b[1m\u200d\u202e\u2028\u00ad\ud800\udb40\udc41"))
        .isEqualTo("\\n\\r\\t\\u001b[1m\\u200d\\u202e\\u2028\\u00ad\\ud800\\U000e0041");
  }
}
