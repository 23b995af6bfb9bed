package dev.patchbay.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.spi.graph.GraphShape;
import dev.patchbay.spi.report.CircuitReport;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Drawings, drawn. Graphviz is no part of Java: where it is not installed there is no test. */
class GraphvizTest {

  @TempDir private Path folder = Path.of("");

  @TestFactory
  Stream<DynamicTest> dot_rendered() {
    if (!installed()) {
      System.out.println("Graphviz ('dot') is not installed: no drawing is rendered.");
      return Stream.of();
    }
    Map<String, CircuitReport> reports = new LinkedHashMap<>();
    reports.put("induction", Reports.induction());
    reports.put("gpt2-small", Reports.random(Reports.GPT2_SMALL, 60));
    reports.put("grouped", Reports.random(new GraphShape(3, 4, 2, true, false), 30));
    reports.put("parallel", Reports.partlyScored(new GraphShape(2, 2, 2, true, true)));
    reports.put("empty", Nasty.report("m", "t"));
    reports.put("nasty names", Nasty.report(Nasty.NAME, Nasty.IMPOSSIBLE));
    return reports.entrySet().stream()
        .map(
            report ->
                DynamicTest.dynamicTest(
                    report.getKey() + "_rendered_hasEveryEdgeAndNoComplaint",
                    () -> assertRendered(report.getKey(), report.getValue())));
  }

  private void assertRendered(String name, CircuitReport report) throws Exception {
    Path dot = folder.resolve(name + ".dot");
    Path svg = folder.resolve(name + ".svg");
    File complaints = folder.resolve(name + ".txt").toFile();
    Files.write(dot, Reports.bytes(new DotFormat(), report));
    Process process =
        new ProcessBuilder("dot", "-Tsvg", "-o", svg.toString(), dot.toString())
            .redirectErrorStream(true)
            .redirectOutput(complaints)
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(complaints.toPath())).isEmpty();
    String drawn = Files.readString(svg);
    for (var edge : report.circuit().edgeSet()) {
      String id = edge.name().replace("->", "&#45;&gt;").replace("<", "&lt;").replace(">", "&gt;");
      assertThat(drawn).containsPattern("<g id=\"" + Pattern.quote(id) + "\" class=\"edge\">");
    }
  }

  private static boolean installed() {
    try {
      Process process = new ProcessBuilder("dot", "-V").redirectErrorStream(true).start();
      return process.waitFor() == 0;
    } catch (IOException absent) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
