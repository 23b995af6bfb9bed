package dev.patchbay.bench;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Edge;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A search whose decisions are known beforehand, so that only its work is measured: edges in the
 * order in which ACDC tests them, each with what is decided. It starts from the circuit of all its
 * edges. A file of it has a line for each test, {@code +edge} where it stays and {@code -edge}
 * where it goes; lines with {@code #} tell what it is.
 *
 * @param tests in order, each edge once
 */
record Schedule(List<Test> tests) {

  /**
   * One tested edge.
   *
   * @param ordinal the edge
   * @param removed what is decided
   */
  record Test(int ordinal, boolean removed) {}

  Schedule {
    tests = List.copyOf(tests);
  }

  /** The schedule of this name that is kept for models of this size. */
  static Schedule named(String name, BenchSize size, ComputationGraph graph) {
    return parse(text(name, size), graph);
  }

  /** What its file says. */
  static String text(String name, BenchSize size) {
    String file = size.label() + "/" + name + ".txt";
    try (InputStream in = Schedule.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalArgumentException("No schedule " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Schedule parse(String text, ComputationGraph graph) {
    return new Schedule(
        text.lines()
            .filter(line -> !line.startsWith("#"))
            .map(
                line ->
                    new Test(graph.ordinal(Edge.parse(line.substring(1))), line.charAt(0) == '-'))
            .toList());
  }

  /** The circuit before the first test. */
  Circuit start(ComputationGraph graph) {
    return Circuit.of(graph, tests.stream().map(test -> graph.edge(test.ordinal())).toList());
  }
}
