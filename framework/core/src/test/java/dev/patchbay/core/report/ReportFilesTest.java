package dev.patchbay.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.spi.export.Exporter;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.strategy.AttentionTable;
import dev.patchbay.spi.strategy.Decision;
import dev.patchbay.testing.FakePlugins.FakeExporter;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFilesTest {

  private static final List<Decision> DECISIONS =
      List.of(new Decision("input->m0", -1, -.5, false), new Decision("a0.h0->m0", -1, -1, true));
  private static final List<AttentionTable> TABLES =
      List.of(new AttentionTable("noising", new double[][][][] {{{{1, 0}, {.25, .75}}}}));

  @TempDir Path temp;

  private static ReportFiles files(Exporter dot) {
    return new ReportFiles(
        PluginCatalog.of(
            exporter("eap-ig-json"),
            new FakeExporter("dot", dot),
            exporter("graphml"),
            exporter("html")));
  }

  private static ReportFiles files() {
    return files(text("dot"));
  }

  private static FakeExporter exporter(String name) {
    return new FakeExporter(name, text(name));
  }

  private static Exporter text(String text) {
    return (report, out) ->
        out.write((text + " of " + report.model()).getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void write_search_allFilesAndNoOther() throws IOException {
    Path out = temp.resolve("a/b");

    List<Path> written = files().open(out).write(Reports.outcome(DECISIONS, TABLES));

    assertThat(names(out))
        .containsExactly(
            "attention.json",
            "circuit.dot",
            "circuit.graphml",
            "decisions.jsonl",
            "report.html",
            "report.json",
            "scores.json",
            "timing.json");
    assertThat(written).hasSize(8).allMatch(Files::exists);
    assertThat(out.resolve("circuit.dot")).hasContent("dot of tiny");
    assertThat(out.resolve("scores.json")).hasContent("eap-ig-json of tiny");
    assertThat(ReportJson.read(out.resolve("report.json"))).isEqualTo(Reports.report());
  }

  @Test
  void write_decisions_oneALine() {
    files().open(temp).write(Reports.outcome(DECISIONS, List.of()));

    assertThat(temp.resolve("decisions.jsonl"))
        .hasContent(
            """
            {"edge":"input->m0","loss_before":-1.0,"loss_without":-0.5,"removed":false}
            {"edge":"a0.h0->m0","loss_before":-1.0,"loss_without":-1.0,"removed":true}
            """);
  }

  @Test
  void write_attention_tablesByName() {
    files().open(temp).write(Reports.outcome(List.of(), TABLES));

    assertThat(temp.resolve("attention.json"))
        .hasContent(
            "{\"tables\":[{\"name\":\"noising\",\"values\":[[[[1.0,0.0],[0.25,0.75]]]]}]}\n");
  }

  @Test
  void write_timing_secondsPassesMemory() throws IOException {
    files().open(temp).write(Reports.outcome(List.of(), List.of()));

    JsonNode timing = JsonLayout.MAPPER.readTree(temp.resolve("timing.json").toFile());
    assertThat(timing.at("/seconds/load").asDouble()).isEqualTo(.25);
    assertThat(timing.at("/passes/discover").toString())
        .isEqualTo("{\"forward\":2.5,\"backward\":1.0,\"tests\":7,\"untested\":3}");
    assertThat(timing.has("peak_memory_bytes")).isTrue();
  }

  @Test
  void write_noSearchAfterASearch_oldDecisionsGone() throws IOException {
    files().open(temp).write(Reports.outcome(DECISIONS, TABLES));
    files().open(temp).write(Reports.outcome(List.of(), List.of()));

    assertThat(names(temp))
        .containsExactly(
            "circuit.dot",
            "circuit.graphml",
            "report.html",
            "report.json",
            "scores.json",
            "timing.json");
  }

  @Test
  void write_twice_sameBytes() throws IOException {
    files().open(temp).write(Reports.outcome(DECISIONS, TABLES));
    byte[] first = Files.readAllBytes(temp.resolve("report.json"));
    files().open(temp).write(Reports.outcome(DECISIONS, TABLES));

    assertThat(temp.resolve("report.json")).hasBinaryContent(first);
  }

  @Test
  void write_severalFilesThatFail_firstIsToldWhenNoneIsAtWork() throws IOException {
    AtomicInteger atWork = new AtomicInteger();
    ReportFiles files =
        new ReportFiles(
            PluginCatalog.of(
                exporter("eap-ig-json"),
                new FakeExporter("dot", failing("slowly", 50, atWork)),
                exporter("graphml"),
                new FakeExporter("html", failing("at once", 0, atWork))));

    assertThatThrownBy(() -> files.open(temp).write(Reports.outcome(List.of(), List.of())))
        .isInstanceOf(PatchbayException.class)
        .hasMessage(
            "'%s' cannot be written: slowly.\nMake room, or give another folder with --out."
                .formatted(temp.resolve("circuit.dot")));
    assertThat(atWork).hasValue(0);
    assertThat(names(temp)).containsExactly("circuit.graphml", "report.json", "scores.json");
  }

  private static Exporter failing(String why, long millis, AtomicInteger atWork) {
    return (report, out) -> {
      atWork.incrementAndGet();
      try {
        TimeUnit.MILLISECONDS.sleep(millis);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      } finally {
        atWork.decrementAndGet();
      }
      throw new IOException(why);
    };
  }

  @Test
  void write_diskFull_oneMessageNoTraceAndOldFileStays() throws IOException {
    files().open(temp).write(Reports.outcome(List.of(), List.of()));
    Exporter full =
        (report, out) -> {
          out.write(1);
          throw new IOException("No space left on device");
        };

    assertThatThrownBy(() -> files(full).open(temp).write(Reports.outcome(List.of(), List.of())))
        .isInstanceOf(PatchbayException.class)
        .hasMessage(
            "'%s' cannot be written: No space left on device.\nMake room, or give another folder with --out."
                .formatted(temp.resolve("circuit.dot")));
    assertThat(temp.resolve("circuit.dot")).hasContent("dot of tiny");
    assertThat(names(temp)).noneMatch(name -> name.endsWith(".tmp"));
  }

  @Test
  void write_failsWithoutAWord_saysItsKind() {
    Exporter silent =
        (report, out) -> {
          throw new EOFException();
        };

    assertThatThrownBy(() -> files(silent).open(temp).write(Reports.outcome(List.of(), List.of())))
        .hasMessageStartingWith(
            "'%s' cannot be written: EOFException.\n".formatted(temp.resolve("circuit.dot")));
  }

  @Test
  void write_exporterFails_namedAndNothingLeft() throws IOException {
    Exporter failing =
        (report, out) -> {
          throw new IllegalStateException("no colours");
        };

    assertThatThrownBy(() -> files(failing).open(temp).write(Reports.outcome(List.of(), List.of())))
        .isInstanceOf(PatchbayException.class)
        .hasMessageStartingWith(
            "The exporter 'dot' stopped in 'write' with java.lang.IllegalStateException: no colours.");
    assertThat(names(temp))
        .containsExactly("circuit.graphml", "report.html", "report.json", "scores.json");
  }

  @Test
  void open_folderUnderAFile_saysSoBeforeTheRun() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "");

    assertThatThrownBy(() -> files().open(file.resolve("out")))
        .isInstanceOf(PatchbayException.class)
        .hasMessageStartingWith(
            "The output folder '%s' cannot be written: ".formatted(file.resolve("out")))
        .hasMessageEndingWith("\nGive another folder with --out.");
  }

  @Test
  void open_folderIsAFile_saysSo() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "");

    assertThatThrownBy(() -> files().open(file))
        .hasMessageStartingWith(
            "The output folder '%s' cannot be written: a file of that name exists."
                .formatted(file));
  }

  @Test
  void open_exporterMissing_saysWhich() {
    ReportFiles files = new ReportFiles(PluginCatalog.of(exporter("eap-ig-json"), exporter("dot")));

    assertThatThrownBy(() -> files.open(temp.resolve("out")))
        .hasMessage("No exporter is named 'graphml'.\nExporters: dot, eap-ig-json.");
    assertThat(temp.resolve("out")).doesNotExist();
  }

  @Test
  void open_goodFolder_leavesNothing() throws IOException {
    files().open(temp);

    assertThat(names(temp)).isEmpty();
  }

  @Test
  void export_oneFormat_thatFile() {
    Path file =
        files().export(Reports.report(), files().exporter("dot"), temp.resolve("x/one.dot"));

    assertThat(file).hasContent("dot of tiny");
  }
}
