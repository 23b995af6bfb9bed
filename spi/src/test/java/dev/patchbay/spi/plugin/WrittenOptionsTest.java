package dev.patchbay.spi.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WrittenOptionsTest {

  private static final String ADVICE =
      "A plug-in is named like acdc or acdc:threshold=.01,order=repo.";

  @Test
  void parse_nameAlone_noOptions() {
    Options options = Options.parse("acdc", ADVICE);

    assertThat(options.plugin()).isEqualTo("acdc");
    assertThat(options.words()).isEmpty();
  }

  @Test
  void parse_options_bothRead() {
    Options options = Options.parse("acdc:threshold=.01, order=repo", ADVICE);

    assertThat(options.plugin()).isEqualTo("acdc");
    assertThat(options.words()).containsOnly(entry("threshold", ".01"), entry("order", "repo"));
  }

  @Test
  void parse_valueWithColonAndEquals_isValue() {
    Options options = Options.parse("eap-acdc:score-metric=logit-difference:wrong=max", ADVICE);

    assertThat(options.words()).containsOnly(entry("score-metric", "logit-difference:wrong=max"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|'' names no plug-in.",
        "':threshold=1'|':threshold=1' names no plug-in.",
        "acdc:|'acdc:' has an empty option.",
        "'acdc:a=1,'|'acdc:a=1,' has an empty option.",
        "acdc:threshold|'acdc:threshold' gives no value for the option 'threshold'.",
        "acdc:threshold=|'acdc:threshold=' gives no value for the option 'threshold'.",
        "acdc:=.01|'acdc:=.01' gives the value '.01' to no option.",
        "'acdc:a=1,a=2'|'acdc:a=1,a=2' gives the option 'a' twice: 1 and 2.",
      },
      quoteCharacter = '"')
  void parse_malformed_saysWhatAndHow(String words, String problem) {
    String unquoted = words.replaceAll("^'(.*)'$", "$1");

    assertThatThrownBy(() -> Options.parse(unquoted, ADVICE)).hasMessage(problem + "\n" + ADVICE);
  }
}
