package dev.patchbay.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.spi.report.ComparedCell.Costs;
import dev.patchbay.spi.report.ComparedCell.GraphSize;
import dev.patchbay.spi.report.ComparedCell.Kept;
import dev.patchbay.spi.report.ComparedCell.Status;
import dev.patchbay.spi.report.ComparedCell.Truth;
import dev.patchbay.spi.report.ComparisonResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cells beside one another, and as files. */
class BetweenCellsTest {

  @TempDir private Path folder;

  private static Cell.Key key(String strategy) {
    return new Cell.Key("m", "t", strategy, "x", "patching", "absolute", 0);
  }

  private static Cell cell(String strategy, Figure faithfulness, String... edges) {
    Map<String, Figure> figures = new LinkedHashMap<>();
    figures.put("faithfulness", faithfulness);
    return new Cell(
        strategy,
        key(strategy),
        Status.DONE,
        null,
        3,
        0,
        new GraphSize(1, 2, 1, true, 9),
        new Truth(1, List.of("a")),
        figures,
        Map.of("cpr", "because"),
        List.of("look twice"),
        Map.of("kl", List.of(new double[] {1, .5}, new double[] {2, .25})),
        List.of(new Kept("all", edges.length, true, 1, List.of(edges))),
        Cell.Evidence.NONE,
        new Costs(2, 1, 4, 0, 0));
  }

  private static Case of(Cell cell) {
    return new Case(
        cell.id(), cell.key(), ThresholdSweep.none(cell.key().strategy()), CircuitRule.ABSOLUTE);
  }

  @Test
  void overlaps_isWhatBothHaveOfWhatEitherHas() {
    Figure same = Figure.of(1);
    ComparisonResults.Overlap overlap =
        BetweenCells.overlap(
            key(""),
            List.of(cell("a", same, "1", "2", "3"), cell("b", same, "3", "4"), cell("c", same)));

    assertThat(overlap.strategies()).containsExactly("a", "b", "c");
    assertThat(overlap.jaccard())
        .containsExactly(List.of(1., .25, 0.), List.of(.25, 1., 0.), List.of(0., 0., 1.));
  }

  @Test
  void overlapsOfOne_otherAblation_isNamedByWhatDiffers() {
    Cell patching = cell("a", Figure.of(1), "1", "2");
    Cell.Key other = new Cell.Key("m", "t", "a", "x", "zero", "absolute", 0);
    Cell zero =
        new Cell(
            "z",
            other,
            Status.DONE,
            null,
            3,
            0,
            patching.graph(),
            patching.truth(),
            Map.of(),
            Map.of(),
            List.of(),
            Map.of(),
            List.of(new Kept("all", 1, true, null, List.of("2"))),
            Cell.Evidence.NONE,
            patching.costs());

    ComparisonResults.Overlap overlap =
        BetweenCells.overlapOfOne(other.anywhere(), List.of(patching, zero));

    assertThat(patching.key().anywhere()).isEqualTo(other.anywhere());
    assertThat(overlap.strategies())
        .containsExactly("a under patching, seed 0", "a under zero, seed 0");
    assertThat(overlap.jaccard().get(0).get(1)).isEqualTo(.5);
  }

  @Test
  void differences_intervalWithoutZero_isDistinguishable() {
    Cell one = cell("a", new Figure(.9, List.of(.8, .9, 1.)));
    Cell other = cell("b", new Figure(.5, List.of(.4, .5, .6)));
    Cell crossing = cell("c", new Figure(.9, List.of(.7, .95, 1.1)));

    List<ComparisonResults.Difference> differences =
        BetweenCells.differences(key(""), List.of(one, other, crossing));

    assertThat(differences).hasSize(3);
    assertThat(differences.get(0).difference()).isEqualTo(.4);
    assertThat(differences.get(0).distinguishable()).as("a always .4 above b").isTrue();
    assertThat(differences.get(1).distinguishable()).as("a above and below c").isFalse();
  }

  @Test
  void differences_alwaysByRoundingAlone_isNotDistinguishable() {
    Cell one = cell("a", new Figure(.5, List.of(.5, .6, .7)));
    Cell other = cell("b", new Figure(.5 + 1e-8, List.of(.5 + 1e-8, .6 + 1e-8, .7 + 1e-8)));

    assertThat(BetweenCells.differences(key(""), List.of(one, other)).get(0).distinguishable())
        .isFalse();
  }

  @Test
  void differences_noInterval_isNotDistinguishable() {
    List<ComparisonResults.Difference> differences =
        BetweenCells.differences(
            key(""), List.of(cell("a", Figure.of(1)), cell("b", Figure.of(0))));

    assertThat(differences.get(0).distinguishable()).isFalse();
  }

  @Test
  void read_whatWasWritten_isTheSameCell() {
    CellFiles files = new CellFiles(folder);
    Cell cell = cell("a", new Figure(.1 + .2, List.of(.1, 1e-300, -3.)), "x", "</script>\u2028\"");
    Map<String, String> key = Map.of("modelHash", "4711", "scores", "0815");
    files.write(new CellFiles.Finished(cell, new Timing(1.5, 7), key));

    CellFiles.Finished read = files.read(of(cell)).orElseThrow();

    assertThat(read.cell()).usingRecursiveComparison().isEqualTo(cell);
    assertThat(read.timing()).isEqualTo(new Timing(1.5, 7));
    assertThat(read.key()).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "{}", "[]", "{\"key\":{},\"cell\":null}", "\0\0\0"})
  void read_whatIsNoCell_isNone(String text) throws IOException {
    CellFiles files = new CellFiles(folder);
    Cell cell = cell("a", Figure.of(1));
    files.write(new CellFiles.Finished(cell, new Timing(0, 0), Map.of()));

    Files.writeString(folder.resolve("a.json"), text);
    assertThat(files.read(of(cell))).isEmpty();

    files.write(new CellFiles.Finished(cell, new Timing(0, 0), Map.of()));
    assertThat(files.read(of(cell))).isPresent();
    Files.writeString(folder.resolve("a.timing.json"), text);
    assertThat(files.read(of(cell))).isEmpty();
  }

  @Test
  void read_somethingAfterTheEnd_isNone() throws IOException {
    CellFiles files = new CellFiles(folder);
    Cell cell = cell("a", Figure.of(1));
    for (String name : List.of("a.json", "a.timing.json")) {
      files.write(new CellFiles.Finished(cell, new Timing(1.5, 7), Map.of()));
      assertThat(files.read(of(cell))).isPresent();
      Files.writeString(folder.resolve(name), "\0", StandardOpenOption.APPEND);

      assertThat(files.read(of(cell))).as(name).isEmpty();
    }
  }

  @Test
  void read_otherTimes_isNone() throws IOException {
    CellFiles files = new CellFiles(folder);
    Cell cell = cell("a", Figure.of(1));
    files.write(new CellFiles.Finished(cell, new Timing(1.5, 7), Map.of()));
    Path times = folder.resolve("a.timing.json");

    Files.writeString(times, Files.readString(times).replace("1.5", "9.5"));

    assertThat(files.read(of(cell))).isEmpty();
  }

  @Test
  void read_bitFlipped_isNoneOrTheSameCell() throws IOException {
    CellFiles files = new CellFiles(folder);
    Cell cell = cell("a", new Figure(.75, List.of(.5, .875)), "x");
    files.write(new CellFiles.Finished(cell, new Timing(0, 0), Map.of("modelHash", "4711")));
    byte[] whole = Files.readAllBytes(folder.resolve("a.json"));
    int none = 0;
    for (int bit = 0; bit < 8 * whole.length; bit += 5) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(folder.resolve("a.json"), flipped);

      Optional<CellFiles.Finished> read = files.read(of(cell));

      none += read.isEmpty() ? 1 : 0;
      read.ifPresent(
          same -> {
            assertThat(same.cell()).usingRecursiveComparison().isEqualTo(cell);
            assertThat(same.key()).containsOnly(Map.entry("modelHash", "4711"));
          });
    }
    assertThat(none).isPositive();
  }

  @Test
  void claim_second_isRefusedUntilForgotten() {
    CellFiles files = new CellFiles(folder);
    Case one = of(cell("a", Figure.of(1)));

    assertThat(files.claim(one)).isTrue();
    assertThat(new CellFiles(folder).claim(one)).isFalse();
    files.forgetClaims();
    assertThat(files.claim(one)).isTrue();
  }
}
