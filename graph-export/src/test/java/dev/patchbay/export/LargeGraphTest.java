package dev.patchbay.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.export.report.HtmlFormat;
import dev.patchbay.spi.export.Exporter;
import dev.patchbay.spi.export.ExporterProvider;
import dev.patchbay.spi.graph.GraphShape;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.report.CircuitReport;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole models, every edge written. */
class LargeGraphTest {

  /** 254,000 edges: a file of any format is at least four times {@link #RETAINED}. */
  private static final CircuitReport LARGE = Reports.partlyScored(GraphShape.sequential(24, 16));

  /** What a writer may hold on to while it streams: buffers, and the collector's inaccuracy. */
  private static final long RETAINED = 3L << 20;

  /** All but the one that refuses large graphs, as its own test says, and the one that packs. */
  static Stream<ExporterProvider> formats() {
    return ServiceLoader.load(ExporterProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(format -> !(format instanceof SvgFormat || format instanceof HtmlFormat));
  }

  /** What a file has once for each edge. */
  private static final Map<String, String> ONCE_AN_EDGE =
      Map.of(
          "csv", "(?m)^(input|[am]).*->",
          "dot", "\\[id=",
          "eap-ig-json", "\"score\":",
          "graphml", "<edge ");

  @ParameterizedTest
  @MethodSource("formats")
  void write_everyEdgeOfGpt2Small_holdsThemAll(ExporterProvider format) {
    CircuitReport report = Reports.partlyScored(Reports.GPT2_SMALL);
    String name = format.descriptor().name();
    long start = System.nanoTime();
    byte[] bytes = Reports.bytes(format, report, everyEdge(format));
    System.out.printf(
        Locale.ROOT,
        "%s: 32,491 edges in %.2f s, %,d bytes%n",
        name,
        (System.nanoTime() - start) / 1e9,
        bytes.length);
    Pattern edge = Pattern.compile(Objects.requireNonNull(ONCE_AN_EDGE.get(name)));
    assertThat(edge.matcher(new String(bytes, UTF_8)).results()).hasSize(32_491);
  }

  @ParameterizedTest
  @MethodSource("formats")
  void write_largeGraph_holdsLittleMemory(ExporterProvider format) throws IOException {
    Watched size = new Watched();
    Exporter exporter = exporter(format);
    exporter.write(LARGE, size);
    Watched out = new Watched(size.written / 10, size.written * 9 / 10);
    exporter.write(LARGE, out);
    assertThat(size.written).isGreaterThan(4 * RETAINED);
    assertThat(out.usedAt[1] - out.usedAt[0]).isLessThan(RETAINED);
  }

  private static Exporter exporter(ExporterProvider format) {
    return format.create(new Options(format.descriptor().name(), everyEdge(format)));
  }

  /** Two formats hold every edge always; the others when they are asked to. */
  private static Map<String, String> everyEdge(ExporterProvider format) {
    return format.options() == ExportedEdges.class ? Map.of("edges", "all") : Map.of();
  }

  /** Counts bytes, and takes the used heap when the count passes each of some marks. */
  private static final class Watched extends OutputStream {

    private final long[] marks;
    private final long[] usedAt;
    private long written;

    Watched(long... marks) {
      this.marks = marks;
      this.usedAt = new long[marks.length];
    }

    @Override
    public void write(int b) {
      write(new byte[1], 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      for (int i = 0; i < marks.length; i++) {
        if (written < marks[i] && written + length >= marks[i]) {
          usedAt[i] = usedHeap();
        }
      }
      written += length;
    }

    private static long usedHeap() {
      System.gc();
      return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
  }
}
