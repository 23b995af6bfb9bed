package dev.patchbay.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.patchbay.spi.export.ExporterProvider;
import dev.patchbay.spi.report.CircuitReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every exporter keeps: extend it and name the provider. */
public abstract class ExporterContract extends OptionsContract<ExporterProvider> {

  private static final long SEED = 4;

  protected ExporterContract() {
    super(ExporterProvider.class, ExporterProvider::create);
  }

  @Test
  void suffix_hasNoDot() {
    assertThat(provider().suffix()).matches("[a-z0-9]+(\\.[a-z0-9]+)*");
  }

  @Test
  void write_equalReports_giveEqualBytes() throws IOException {
    assertThat(written()).isNotEmpty().isEqualTo(written());
  }

  /** Decimal commas, digits of their own, an i without its dot. */
  @ParameterizedTest
  @ValueSource(strings = {"de-DE", "fa-IR", "tr-TR"})
  void write_anotherLocale_givesEqualBytes(String locale) throws IOException {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.ROOT);
      byte[] here = written();
      Locale.setDefault(Locale.forLanguageTag(locale));
      assertThat(written()).isEqualTo(here);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void write_theStream_isLeftOpen() throws IOException {
    boolean[] closed = new boolean[1];
    try (ByteArrayOutputStream out =
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            closed[0] = true;
          }
        }) {
      provider().create(options()).write(TinyReports.random(SEED), out);

      assertThat(closed[0]).as("the exporter closed a stream that is not its own").isFalse();
    }
  }

  @TestFactory
  Stream<DynamicTest> write_graphOfEveryKind_isWritten() {
    return TinyReports.ofEveryKind(SEED).entrySet().stream()
        .map(
            kind ->
                dynamicTest(
                    kind.getKey(),
                    () -> {
                      byte[] bytes = written(kind.getValue());
                      // A list of a circuit's edges may be empty where the circuit is.
                      assertThat(bytes.length > 0 || kind.getValue().circuit().size() == 0)
                          .isTrue();
                    }));
  }

  private byte[] written() throws IOException {
    return written(TinyReports.random(SEED));
  }

  private byte[] written(CircuitReport report) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    provider().create(options()).write(report, out);
    return out.toByteArray();
  }
}
