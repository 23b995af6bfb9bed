package dev.patchbay.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.report.ComparedCell;
import dev.patchbay.spi.report.ComparedCell.Costs;
import dev.patchbay.spi.report.ComparedCell.Figure;
import dev.patchbay.spi.report.ComparedCell.GraphSize;
import dev.patchbay.spi.report.ComparedCell.Kept;
import dev.patchbay.spi.report.ComparedCell.Point;
import dev.patchbay.spi.report.ComparedCell.Status;
import dev.patchbay.spi.report.ComparedCell.Truth;
import dev.patchbay.spi.report.ComparisonResults;
import dev.patchbay.spi.report.ComparisonResults.Difference;
import dev.patchbay.spi.report.ComparisonResults.Origin;
import dev.patchbay.spi.report.ComparisonResults.Overlap;
import dev.patchbay.spi.report.EstimateStudies;
import dev.patchbay.spi.report.EstimateStudies.Distribution;
import dev.patchbay.spi.report.EstimateStudies.Estimate;
import dev.patchbay.spi.report.EstimateStudies.LambdaCurve;
import dev.patchbay.spi.report.EstimateStudies.ThresholdGrid;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultsJsonTest {

  /** Something of everything that results can hold. */
  static final ComparisonResults TINY =
      new ComparisonResults(
          "Tiny",
          "",
          "patchbay compare tiny.yaml",
          new Origin("0.1.0", "PyTorch 2.7.1", "17", "Linux amd64", "float32", 1, 10),
          List.of(
              cell(
                  Status.DONE,
                  null,
                  new GraphSize(1, 2, 1, true, 9),
                  new Truth(1, List.of("input->logits")),
                  Map.of("cmd", new Figure(.1 + .2, null, null), "cpr", new Figure(1, .5, 1e-300)),
                  List.of("cut within a tie"),
                  new Kept("2 edges", 2, true, 1, List.of("input->m0", "</script>\u2028\"")),
                  new Kept("3 edges", 3, false, null, List.of())),
              cell(Status.REFUSED, "It cannot.", null, null, Map.of(), List.of()),
              cell(Status.FAILED, "It fell.", null, null, Map.of(), List.of())),
          List.of(new Overlap("m", "t", "x", "zero", 3, List.of("a"), List.of(List.of(1.0)))),
          List.of(new Difference("m", "t", "x", "zero", 3, "cmd", "a", "b", .1, 0.0, .2, true)),
          new EstimateStudies(
              List.of(
                  new Estimate(
                      "m",
                      "t",
                      "eap",
                      "exact",
                      9,
                      List.of(new Point(.5, -.25)),
                      List.of("input->m0"),
                      null,
                      1,
                      .5,
                      List.of("input->m0"))),
              List.of(new Distribution("m", "t", "eap, t", "outside", 1, List.of(.5))),
              List.of(
                  new LambdaCurve(
                      "m", "t", "eap", "input->m0", List.of(0.0), List.of(1.0), List.of(2.0))),
              List.of(
                  new ThresholdGrid(
                      "m", "t", List.of(.1), List.of(1.0, 2.0), List.of(Arrays.asList(.5, null))))),
          null);

  @TempDir Path folder;

  private static ComparedCell cell(
      Status status,
      @Nullable String reason,
      @Nullable GraphSize graph,
      @Nullable Truth truth,
      Map<String, Figure> figures,
      List<String> notes,
      Kept... circuits) {
    return new ComparedCell(
        status.toString(),
        "m",
        "t",
        "x",
        "zero",
        Long.MAX_VALUE,
        "eap",
        "absolute",
        "eap",
        status,
        reason,
        4,
        0,
        graph,
        truth,
        figures,
        Map.of("cmd", "one prompt"),
        notes,
        Map.of("kl", List.of(new Point(1, .5), new Point(2, .25))),
        List.of(circuits),
        new Costs(2, 1, 4, 7, 8));
  }

  private Path written(ComparisonResults results) throws IOException {
    Path file = folder.resolve("results.json");
    try (OutputStream out = Files.newOutputStream(file)) {
      ResultsJson.write(results, out);
    }
    return file;
  }

  @Test
  void read_whatWasWritten_isTheSame() throws IOException {
    assertThat(ResultsJson.read(written(TINY))).isEqualTo(TINY);
  }

  @Test
  void read_costsBeside_areTheirText() throws IOException {
    Path file = written(TINY);
    Files.writeString(folder.resolve("costs.csv"), "id,seconds\na,1.5\n");

    assertThat(ResultsJson.read(file).costs()).isEqualTo("id,seconds\na,1.5\n");
  }

  @Test
  void write_emptyNotes_areLeftOut() throws IOException {
    assertThat(Files.readString(written(TINY))).containsOnlyOnce("\"notes\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      []                                                          | it does not say "format": "patchbay-results"
      {"schema": "patchbay-report/1"}                             | it does not say "format": "patchbay-results"
      {"format": "patchbay-results", "version": 2}                | its version is 2, and this program reads 1
      {"format": "patchbay-results",                              | it is not JSON (line 1)
      {"format": "patchbay-results", "version": 1, "title": "t"}  | 'description' is not as it is written there
      {"format": "patchbay-results", "version": 1, "cells": [{}]} | 'cells[0].id' is not as it is written there
      """)
  void read_anotherFile_isRefused(String content, String why) throws IOException {
    Path file = Files.writeString(folder.resolve("results.json"), content);

    assertThatThrownBy(() -> ResultsJson.read(file))
        .isInstanceOf(PatchbayException.class)
        .hasMessage(
            "'%s' cannot be read as the results of a comparison: %s.\n'patchbay compare' writes results.json into its --out folder."
                .formatted(file, why));
  }
}
