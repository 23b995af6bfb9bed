package dev.patchbay.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainPatternTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        // GPT-2
        "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
        "'(?:[sdmt]|ll|ve|re)| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
        // Llama 3
        "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}"
            + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
        // cl100k
        "'(?i:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}+|\\p{N}{1,3}"
            + "| ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*|\\s*[\\r\\n]|\\s+(?!\\S)|\\s+",
        // Qwen
        "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}"
            + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
        // o200k
        "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+"
            + "(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+"
            + "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\\p{N}{1,3}"
            + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
        // patchbay-small
        " ?\\p{L}[\\p{L}_]*| ?\\d\\d?|\\n+(?: +(?= ))?| \"\"\"|\\):| :|,|\\.|\\(|:|!|\\?|;"
            + "| ?[^\\s\\p{L}\\d]+|\\s"
      })
  void is_aPatternOfAModel_isPlain(String pattern) {
    assertThat(PlainPattern.is(pattern)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a+)+$",
        "(?:a+)*",
        "(a|a)*$",
        "(a|aa){2,}",
        "(a+)?+",
        "a+*",
        "a{2,}+",
        "a{1,3}{1,3}",
        "(a){40}",
        "a*a*a*b",
        "a*(b|a*)a*",
        "(a|a)(a|a)(a|a)b",
        "(?:(a|a)(a|a)|c)b",
        "a{1,99}a{1,99}a{1,99}b",
        "(a*)\\1",
        "(?<x>a\\g<x>*)b",
        "(?<=a+)b",
        "(?>a+)b",
        "[a[b]]+",
        "(a",
        "a)",
        "[a",
        "*",
        "a{100000}"
      })
  void is_aPatternThatMayRunOn_isNotPlain(String pattern) {
    assertThat(PlainPattern.is(pattern)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"a?,23,true", "a?,24,false", "a+a+|,62,true", "a+a+|,63,false"})
  void is_whatMultiplies_isPlainUpToTheStepsOfASearch(String part, int times, boolean plain) {
    assertThat(PlainPattern.is(part.repeat(times) + "b")).isEqualTo(plain);
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 1001})
  void is_aLongPattern_isPlainUpToTheBound(int length) {
    assertThat(PlainPattern.is("a".repeat(length))).isEqualTo(length <= 1000);
  }
}
