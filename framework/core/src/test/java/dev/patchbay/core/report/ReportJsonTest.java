package dev.patchbay.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.graph.GraphShape;
import dev.patchbay.spi.metric.MetricTraits.Direction;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.report.CircuitReport;
import dev.patchbay.spi.report.Evaluation;
import dev.patchbay.spi.report.Evidence;
import dev.patchbay.spi.report.Rounding;
import dev.patchbay.testing.Mutations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportJsonTest {

  @TempDir Path temp;

  private static String written(CircuitReport report) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ReportJson.write(report, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private CircuitReport read(String json) throws IOException {
    return ReportJson.read(Files.writeString(temp.resolve("report.json"), json));
  }

  @Test
  void read_written_equalReport() throws IOException {
    assertThat(read(written(Reports.report()))).isEqualTo(Reports.report());
  }

  @Test
  void read_writtenWithoutTruthAndFaithfulness_equalReport() throws IOException {
    CircuitReport report =
        Reports.report(
            Optional.empty(), new Evaluation("nll", Direction.LOWER, 1, 2, 1, Rounding.FLOAT32));

    assertThat(written(report)).contains("\"truth\": null", "\"faithfulness\": null");
    assertThat(read(written(report))).isEqualTo(report);
  }

  @Test
  void read_writtenWithEvidence_equalReport() throws IOException {
    CircuitReport report = Reports.withEvidence();

    assertThat(written(report))
        .contains(
            "[\"input->m0\", 0.1, 4.9E-324, false]", "[[1.0],[0.3333,0.6667]]", "[[],[0.0,1.0]]");
    assertThat(read(written(report))).isEqualTo(report);
  }

  @Test
  void read_earlierReportWithoutEvidence_hasNone() throws IOException {
    String json = written(Reports.report());
    String earlier = json.substring(0, json.indexOf(",\n  \"command\"")) + "\n}\n";

    assertThat(read(earlier)).isEqualTo(Reports.report());
    assertThat(read(earlier).evidence()).isEqualTo(Evidence.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[1, -0.1]|[1.5, -0.1]|'curve' is not in the form in which reports have it",
        "[\"input->m0\", 0.1, 4.9E-324, false]|[\"input->m0\", 0.1, 4.9E-324]|'decisions' is not in the form in which reports have it",
        "\"tokens\"|\"words\"|words",
        "[[1.0],[0.3333,0.6667]]|[[1.0]]|The patterns of a prompt of 2 tokens are not of 2 by 2",
      },
      quoteCharacter = '~')
  void read_damagedEvidence_saysWhere(String original, String replacement, String problem)
      throws IOException {
    String json = written(Reports.withEvidence());
    assertThat(json).contains(original);

    assertThatThrownBy(() -> read(json.replace(original, replacement)))
        .isInstanceOf(PatchbayException.class)
        .hasMessageStartingWith(
            "'%s' is not a complete report: ".formatted(temp.resolve("report.json")))
        .hasMessageContaining(problem);
  }

  @Test
  void write_report_keysInOrder() throws IOException {
    assertThat(written(Reports.report()).lines().filter(line -> line.matches("  \"\\w+\".*")))
        .extracting(line -> line.split("\"", -1)[1])
        .containsExactly(
            "schema",
            "model",
            "spec",
            "graph",
            "task",
            "prompt_count",
            "strategy",
            "metric",
            "ablation",
            "selection",
            "edges_kept",
            "removed_direct",
            "evaluation",
            "truth",
            "provenance",
            "edges",
            "command",
            "curve",
            "decisions",
            "samples");
  }

  @Test
  void write_edges_oneALine() throws IOException {
    assertThat(written(Reports.report()))
        .contains(
            """
              "edges": [
                ["input->a0.h0<q>", 0.0, false],
                ["input->a0.h0<k>", 0.3333333333333333, true],
                ["input->a0.h0<v>", 4.9E-324, false],
                ["input->m0", null, true],
                ["a0.h0->m0", -1.0E300, false],
            """)
        .contains("  ],\n  \"command\": []");
  }

  @Test
  void write_otherLanguage_sameBytes() throws IOException {
    String here = written(Reports.report());
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(written(Reports.report())).isEqualTo(here);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void write_gpt2SmallsGraph_allEdges() throws IOException {
    CircuitReport small = Reports.report();
    ComputationGraph graph = ComputationGraph.of(GraphShape.sequential(12, 12));
    CircuitReport report =
        small.toBuilder()
            .prompts(small.task(), 1)
            .selection("all")
            .scores(EdgeScores.of(graph, new double[graph.edgeCount()]))
            .circuit(Circuit.full(graph))
            .removedDirect(List.of())
            .build();

    assertThat(read(written(report)).circuit().size()).isEqualTo(32_491);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"model\": \"tiny\",||'model' is missing",
        "\"prompt_count\": 3|\"prompt_count\": \"3\"|'prompt_count' is \"3\" and not a whole number",
        "\"layer_norm\"|\"rms\"|'spec.norm' is 'rms', which this version does not know",
        "\"d_model\": 8|\"d_model\": 0|The sizes of a model are positive",
        "[\"input->m0\", null, true],||another edge is in the place of 'input->m0'",
        "[\"input->m0\", null, true]|[\"input->m0\", \"NaN\", true]|a number is expected as the score of 'input->m0'",
        "[\"input->m0\", null, true]|[\"input->m0\", 1, 1]|true or false is expected after the score of 'input->m0'",
        "\"kv_receivers\": 1,||'graph.kv_receivers' is missing",
        "\"edges\": [|\"edgy\": [|'edges' is missing",
      },
      quoteCharacter = '~')
  void read_damaged_saysWhere(String original, String replacement, String problem)
      throws IOException {
    String json = written(Reports.report());
    assertThat(json).contains(original);
    String damaged = json.replace(original, replacement == null ? "" : replacement);

    assertThatThrownBy(() -> read(damaged))
        .isInstanceOf(PatchbayException.class)
        .hasMessageStartingWith(
            "'%s' is not a complete report: ".formatted(temp.resolve("report.json")))
        .hasMessageContaining(problem);
  }

  @Test
  void read_cutOff_saysWhichLine() throws IOException {
    String json = written(Reports.report());

    assertThatThrownBy(() -> read(json.substring(0, json.length() / 2)))
        .isInstanceOf(PatchbayException.class)
        .hasMessageMatching("(?s)'.*' is not a complete report: .*\\(line \\d+\\)\\.\n.*");
  }

  @Test
  void read_otherSchema_namesBoth() throws IOException {
    String newer = written(Reports.report()).replace("patchbay-report/1", "patchbay-report/2");

    assertThatThrownBy(() -> read(newer))
        .hasMessageContaining(
            "is of the kind 'patchbay-report/2', and this version reads 'patchbay-report/1'.");
  }

  @Test
  void read_missingFile_saysSo() {
    Path missing = temp.resolve("nowhere.json");

    assertThatThrownBy(() -> ReportJson.read(missing))
        .hasMessage(
            "There is no file '%s'.\nGive a report.json that a run has written."
                .formatted(missing));
  }

  @Test
  void read_aReportWithOneThingWrong_isRefusedInWordsOrRead() throws IOException {
    int refused = 0;
    for (String mutation : Mutations.of(written(Reports.withEvidence()))) {
      try {
        written(read(mutation));
      } catch (PatchbayException e) {
        assertThat(e.getMessage()).contains("report.json").contains("\n");
        refused++;
      }
    }

    assertThat(refused).isGreaterThan(100);
  }
}
