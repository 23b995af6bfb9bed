package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.bench.BenchSize;
import dev.patchbay.bench.Benchmark;
import dev.patchbay.bench.Measurement;
import dev.patchbay.spi.run.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command's answers; no time is looked at. */
class BenchCommandTest {

  private static final Measurement FORWARD =
      new Measurement("forward", "quick", 1.3, 1, 1 << 30, Optional.empty());

  private static final Measurement SEARCH =
      new Measurement(
          "acdc-late-mlp",
          "quick",
          2,
          50,
          1 << 30,
          Optional.of(new Measurement.SearchFigures(400, 12, 250, 30.5, 1.6)));

  private static final Console.Paint PLAIN = new Console.Paint(false);

  @TempDir private Path folder;

  private final RealSession user = new RealSession();

  @Test
  void bench_quickJson_hasEveryNameWithPositiveNumbers() throws JsonProcessingException {
    assertThat(user.type("bench", "--quick", "--json")).as(user.err()).isZero();

    JsonNode list = new ObjectMapper().readTree(user.out());
    assertThat(list.findValuesAsText("name"))
        .containsExactly(
            "forward",
            "capture",
            "backward",
            "eap",
            "eap-ig-5",
            "evaluate-1000",
            "evaluate-100",
            "acdc-head-heavy",
            "acdc-head-heavy-kl",
            "acdc-late-mlp",
            "acdc-mlp-heavy");
    for (JsonNode object : list) {
      List<String> figures =
          object.get("name").asText().startsWith("acdc-")
              ? List.of(
                  "seconds",
                  "referenceSeconds",
                  "ratio",
                  "peakBytes",
                  "tests",
                  "kept",
                  "passes",
                  "speedup",
                  "boundRatio")
              : List.of("seconds", "referenceSeconds", "ratio", "peakBytes");
      int words = object.has("untested") ? 3 : 2;
      assertThat(object).as(object.toString()).hasSize(words + figures.size());
      // Every edge of the schedules carries something when it is asked about.
      assertThat(object.path("untested").asInt()).isZero();
      assertThat(object.get("size").asText()).isEqualTo("quick");
      figures.forEach(figure -> assertThat(object.get(figure).asDouble()).as(figure).isPositive());
    }
  }

  @Test
  void bench_help_listsTheNames() {
    assertThat(user.type("bench", "--help")).isZero();

    assertThat(user.out().replaceAll("\\s+", " "))
        .contains(
            "What to measure: forward, capture, backward, eap, ", "acdc-mlp-heavy, sweep (default");
  }

  @Test
  void bench_mistypedName_namesTheNearOne() {
    assertThat(user.type("bench", "--quick", "forwart")).isEqualTo(2);

    assertThat(user.err()).startsWith("There is no benchmark 'forwart'. Did you mean 'forward'?\n");
  }

  /** Each benchmark in a process of its own: the small model's, so that it ends soon. */
  @Test
  void bench_apart_tellsOfEachItsOwnPeak() throws JsonProcessingException {
    String[] words = {"bench", "forward", "acdc-head-heavy", "--quick", "--json"};
    assertThat(user.type(words)).as(user.err()).isZero();
    List<Measurement> here = BenchJson.read(user.out());

    assertThat(user.type(with(words, "--apart"))).as(user.err()).isZero();

    List<Measurement> apart = BenchJson.read(user.out());
    assertThat(apart).extracting(Measurement::name).containsExactly("forward", "acdc-head-heavy");
    assertThat(apart.get(0).peakBytes())
        .as("not of this process")
        .isLessThan(here.get(0).peakBytes());
    assertThat(apart.get(1).search().orElseThrow().tests())
        .isEqualTo(here.get(1).search().orElseThrow().tests());
  }

  @Test
  void process_replay_passesOnEachTest() throws IOException {
    List<String> heard = new ArrayList<>();

    new BenchProcess(false)
        .measure(Benchmark.ACDC_HEAD_HEAVY, BenchSize.QUICK, hearing(heard, () -> false));

    assertThat(heard).hasSize(41).startsWith("acdc-head-heavy 40").endsWith("36 kept");
  }

  @Test
  void process_toldToStop_isInterrupted() {
    assertThatThrownBy(
            () ->
                new BenchProcess(false)
                    .measure(
                        Benchmark.FORWARD, BenchSize.QUICK, hearing(new ArrayList<>(), () -> true)))
        .hasMessageStartingWith("Stopped.");
  }

  private static Progress hearing(List<String> heard, BooleanSupplier stop) {
    return new Progress() {
      @Override
      public void start(String phase, long steps) {
        heard.add(phase + " " + steps);
      }

      @Override
      public void step(String status) {
        heard.add(status);
      }

      @Override
      public boolean stopRequested() {
        return stop.getAsBoolean();
      }
    };
  }

  private static String[] with(String[] words, String... more) {
    return Stream.of(words, more).flatMap(Stream::of).toArray(String[]::new);
  }

  private String kept(Measurement... measured) throws IOException {
    Path file = folder.resolve("before.json");
    return Files.writeString(file, BenchJson.of(List.of(measured), BenchBaseline.NONE)).toString();
  }

  private static Measurement forward(String size, double seconds) {
    return new Measurement("forward", size, seconds, 1, 1 << 30, Optional.empty());
  }

  @Test
  void bench_againstASlowerDay_isDone() throws IOException {
    String before = kept(forward("quick", 1000));

    assertThat(user.type("bench", "--quick", "forward", "--against", before)).isZero();

    assertThat(user.out())
        .contains("New over old, before.json:\n")
        .containsPattern("\nforward +0\\.00 +\\d+\\.\\d\\d +0\\.00 +faster\n");
  }

  @Test
  void bench_againstAFasterDay_failsAndNamesWhatIsSlower() throws IOException {
    String before = kept(forward("quick", 1e-4));

    assertThat(user.type("bench", "--quick", "forward", "--against", before)).isEqualTo(3);

    assertThat(user.out()).containsPattern("\nforward .* slower\n");
    assertThat(user.err())
        .containsPattern(
            "^Slower than in before.json by more than 1.25 x: forward \\(\\d+.* x\\)\\.")
        .contains("\nMeasure again on a quiet machine; if it stays, look at what changed,");
    assertThat(user.type("bench", "--quick", "forward", "--against", before, "--tolerance=1e9"))
        .isZero();
  }

  @Test
  void bench_againstAnotherSize_isRefusedBeforeTheWork() throws IOException {
    String before = kept(forward("full", 1));

    assertThat(user.type("bench", "--quick", "forward", "--against", before)).isEqualTo(1);

    assertThat(user.out()).isEmpty();
    assertThat(user.err())
        .isEqualTo(
            """
            '%s' was measured on the full model, and this is the quick one: their ratios do not compare.
            Omit --quick, or give --against a file that was measured with it.
            """
                .formatted(before));
  }

  @Test
  void bench_againstOtherNames_isRefused() throws IOException {
    String before = kept(SEARCH);

    assertThat(user.type("bench", "--quick", "forward", "--against", before)).isEqualTo(1);

    assertThat(user.err())
        .isEqualTo(
            """
            '%s' has nothing to compare with: it holds acdc-late-mlp.
            Measure one of these, or omit --against.
            """
                .formatted(before));
  }

  @Test
  void bench_toleranceBelowOne_isRefused() {
    assertThat(user.type("bench", "--quick", "--tolerance=0.5")).isEqualTo(2);

    assertThat(user.err())
        .isEqualTo(
            """
            --tolerance=0.5 would call what did not change slower.
            Give a factor of 1 or more, such as --tolerance=1.25.
            """);
  }

  @Test
  void bench_againstAnotherFile_isRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("other.json"), "[{\"edges\": 3}]");

    assertThat(user.type("bench", "--quick", "forward", "--against", file.toString())).isEqualTo(1);

    assertThat(user.err())
        .contains("other.json' does not hold measurements.\nGive --against a file that");
  }

  @Test
  void page_everyTable_isAtMost80ColumnsWide() {
    List<Measurement> all =
        Stream.of(Benchmark.values())
            .map(
                one ->
                    new Measurement(
                        one.label(),
                        "full",
                        1234.567,
                        100,
                        999L << 30,
                        one.searches()
                            ? Optional.of(
                                new Measurement.SearchFigures(32491, 32491, 2000, 30000, 123.45))
                            : Optional.empty()))
            .toList();
    BenchBaseline before =
        new BenchBaseline(
            "before.json",
            all.stream().collect(Collectors.toMap(Measurement::name, Function.identity())));

    assertThat(new BenchPage(all, before, 1.25).lines(PLAIN))
        .hasSizeGreaterThan(2 * all.size())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
  }

  @Test
  void page_searchWithUntestedEdges_listsThemApart() {
    assertThat(new BenchPage(List.of(SEARCH), BenchBaseline.NONE, 1.25).lines(PLAIN))
        .anySatisfy(line -> assertThat(line).endsWith("   400   250     31"))
        .contains("acdc-late-mlp: 12 more edges were decided without a run.");
  }

  @Test
  void page_targets_areMarkedAsMetOrMissed() {
    Measurement slow = new Measurement("forward", "full", 2, 1, 0, Optional.empty());
    Measurement fast = new Measurement("eap", "full", 1, 1, 0, Optional.empty());

    assertThat(new BenchPage(List.of(slow, fast), BenchBaseline.NONE, 1.25).lines(PLAIN))
        .anySatisfy(line -> assertThat(line).startsWith("forward").contains("<= 1.25 ✗ its floor"))
        .anySatisfy(line -> assertThat(line).startsWith("eap").contains("<= 1.35 ✓ 2 forwards"))
        .endsWith("✓ meets the target, ✗ misses it.");
  }

  @Test
  void page_searchThatTestedEveryEdge_saysNoMore() {
    Measurement search =
        new Measurement(
            "sweep",
            "quick",
            2,
            50,
            1 << 30,
            Optional.of(new Measurement.SearchFigures(400, 0, 250, 30.5, 1.6)));

    assertThat(new BenchPage(List.of(search), BenchBaseline.NONE, 1.25).lines(PLAIN))
        .noneSatisfy(line -> assertThat(line).contains("without a run"));
  }

  @Test
  void page_aBaselineWithoutIt_saysSo() {
    BenchBaseline before = new BenchBaseline("before.json", Map.of("forward", FORWARD));

    assertThat(new BenchPage(List.of(FORWARD, SEARCH), before, 1.25).lines(PLAIN))
        .endsWith("Not there: acdc-late-mlp.");
  }

  @Test
  void json_readAgain_isTheSame() throws JsonProcessingException {
    List<Measurement> measured = List.of(FORWARD, SEARCH);

    assertThat(BenchJson.read(BenchJson.of(measured, BenchBaseline.NONE))).isEqualTo(measured);
  }

  @Test
  void json_against_tellsHowFiguresMoved() throws JsonProcessingException {
    BenchBaseline before = new BenchBaseline("before.json", Map.of("acdc-late-mlp", SEARCH));
    Measurement now =
        new Measurement(
            "acdc-late-mlp",
            "quick",
            4,
            50,
            1 << 29,
            Optional.of(new Measurement.SearchFigures(400, 12, 250, 30.5, 1.6)));

    JsonNode change =
        new ObjectMapper().readTree(BenchJson.of(List.of(now), before)).get(0).get("newOverOld");

    assertThat(change)
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    "{\"ratio\": 2.0, \"seconds\": 2.0, \"peakBytes\": 0.5, \"boundRatio\": 1.0}"));
  }

  @Test
  void bench_interrupted_stopsWithoutATable() {
    Session session = new Session();
    session.interruption.request();

    assertThat(session.type("bench", "--quick", "forward")).isEqualTo(130);

    assertThat(session.out()).isEmpty();
  }
}
