package dev.patchbay.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.spi.export.Exporter;
import dev.patchbay.spi.export.ExporterProvider;
import dev.patchbay.spi.graph.GraphShape;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.report.CircuitReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every format. */
class FormatsTest {

  private static final CircuitReport REPORT = Reports.partlyScored(GraphShape.sequential(3, 4));

  static Iterable<ExporterProvider> formats() {
    return ServiceLoader.load(ExporterProvider.class);
  }

  @Test
  void services_loaded_areTheSixFormats() {
    assertThat(formats())
        .extracting(format -> format.descriptor().name())
        .containsExactlyInAnyOrder("csv", "dot", "eap-ig-json", "graphml", "html", "svg");
  }

  @ParameterizedTest
  @MethodSource("formats")
  void write_twice_givesSameBytes(ExporterProvider format) {
    assertThat(Reports.bytes(format, REPORT)).isEqualTo(Reports.bytes(format, REPORT));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void write_underAnotherLocale_givesSameBytes(ExporterProvider format) {
    byte[] before = Reports.bytes(format, REPORT);
    Locale locale = Locale.getDefault();
    try {
      // Decimal commas, and digits of another script.
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(Reports.bytes(format, REPORT)).isEqualTo(before);
    } finally {
      Locale.setDefault(locale);
    }
  }

  @ParameterizedTest
  @MethodSource("formats")
  void write_anyReport_endsLinesWithLineFeeds(ExporterProvider format) {
    assertThat(new String(Reports.bytes(format, REPORT), StandardCharsets.UTF_8))
        .endsWith("\n")
        .doesNotContain("\r");
  }

  @ParameterizedTest
  @MethodSource("formats")
  void write_anyReport_leavesTheStreamOpen(ExporterProvider format) throws IOException {
    boolean[] closed = {false};
    try (OutputStream out =
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            closed[0] = true;
          }
        }) {
      exporter(format).write(REPORT, out);
      assertThat(closed[0]).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("formats")
  void write_diskFull_throwsWhatTheStreamThrew(ExporterProvider format) {
    IOException full = new IOException("No space left on device");
    OutputStream disk =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw full;
          }
        };
    assertThatThrownBy(() -> exporter(format).write(REPORT, disk)).isSameAs(full);
  }

  @ParameterizedTest
  @MethodSource("formats")
  void create_unknownOption_isRefused(ExporterProvider format) {
    Options options = new Options(format.descriptor().name(), Map.of("edgs", "all"));
    assertThatThrownBy(() -> format.create(options))
        .isInstanceOf(PatchbayException.class)
        .hasMessageContaining("'" + format.descriptor().name() + "' has no option 'edgs'.");
  }

  @Test
  void create_edgesOfNoKind_isRefusedWithTheChoices() {
    Options options = new Options("dot", Map.of("edges", "some"));
    assertThatThrownBy(() -> new DotFormat().create(options))
        .isInstanceOf(PatchbayException.class)
        .hasMessage("'dot' cannot read edges=some.\nGive edges one of circuit, all.");
  }

  private static Exporter exporter(ExporterProvider format) {
    return format.create(Options.none(format.descriptor().name()));
  }
}
