package dev.patchbay.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.spi.export.ExporterProvider;
import dev.patchbay.spi.graph.GraphShape;
import dev.patchbay.spi.plugin.Option;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.report.CircuitReport;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole models, every edge written. */
class LargeGraphTest {

  /** 254,000 edges: a file of any format is at least four times {@link #RETAINED}. */
  private static final CircuitReport LARGE = Reports.partlyScored(GraphShape.sequential(24, 16));

  /** What a writer may hold on to while it streams: buffers, and the collector's inaccuracy. */
  private static final long RETAINED = 3L << 20;

  static Iterable<ExporterProvider> formats() {
    return ServiceLoader.load(ExporterProvider.class);
  }

  @ParameterizedTest
  @MethodSource("formats")
  void write_everyEdgeOfGpt2Small_holdsThemAll(ExporterProvider format) throws IOException {
    CircuitReport report = Reports.partlyScored(Reports.GPT2_SMALL);
    Watched out = new Watched();
    long start = System.nanoTime();
    format.create(everyEdge(format)).write(report, out);
    System.out.printf(
        "%s: 32,491 edges in %.2f s, %,d bytes%n",
        format.descriptor().name(), (System.nanoTime() - start) / 1e9, out.written);
    int shortestEdge = "\"m0->m1\" 1\n".length();
    assertThat(out.written).isGreaterThan(32_491L * shortestEdge);
  }

  @ParameterizedTest
  @MethodSource("formats")
  void write_largeGraph_holdsLittleMemory(ExporterProvider format) throws IOException {
    Watched size = new Watched();
    format.create(everyEdge(format)).write(LARGE, size);
    Watched out = new Watched(size.written / 10, size.written * 9 / 10);
    format.create(everyEdge(format)).write(LARGE, out);
    assertThat(size.written).isGreaterThan(4 * RETAINED);
    assertThat(out.usedAt[1] - out.usedAt[0]).isLessThan(RETAINED);
  }

  private static Options everyEdge(ExporterProvider format) {
    boolean chooses =
        Arrays.stream(Objects.requireNonNull(format.options().getRecordComponents()))
            .anyMatch(o -> o.isAnnotationPresent(Option.class) && o.getName().equals("edges"));
    return new Options(format.descriptor().name(), chooses ? Map.of("edges", "all") : Map.of());
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
