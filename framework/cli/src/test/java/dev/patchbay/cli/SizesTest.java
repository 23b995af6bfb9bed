package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.engine.memory.ByteSize;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizesTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0 bytes",
    "1023, 1023 bytes",
    "1024, 1.00 KiB",
    "10240, 10.0 KiB",
    "523264, 511 KiB",
    "1023488, 0.98 MiB",
    "497759232, 475 MiB",
    "1567605326, 1.46 GiB",
    "9223372036854775807, 8388608 TiB"
  })
  void bytes_any_threeDigitsAndAUnit(long bytes, String text) {
    assertThat(ByteSize.words(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"6g, 6442450944", "1.5G, 1610612736", "800m, 838860800", "2GiB, 2147483648"})
  void read_aSize_isInStepsOf1024(String words, long bytes) {
    assertThat(Sizes.memory(Optional.of(words))).hasValue(bytes);
  }
}
