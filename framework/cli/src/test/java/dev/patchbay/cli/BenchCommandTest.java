package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.benchmarks.Measurement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command's answers; no time is looked at. */
class BenchCommandTest {

  private static final Measurement FORWARD =
      new Measurement("forward", 1.3, 1, 1 << 30, Optional.empty());

  private static final Measurement SEARCH =
      new Measurement(
          "acdc-late-mlp", 2, 50, 1 << 30, Optional.of(new Measurement.SearchFigures(400, 1.6)));

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
                  "speedup",
                  "boundRatio")
              : List.of("seconds", "referenceSeconds", "ratio", "peakBytes");
      assertThat(object).as(object.toString()).hasSize(1 + figures.size());
      figures.forEach(figure -> assertThat(object.get(figure).asDouble()).as(figure).isPositive());
    }
  }

  @Test
  void bench_mistypedName_namesTheNearOne() {
    assertThat(user.type("bench", "--quick", "forwart")).isEqualTo(2);

    assertThat(user.err()).startsWith("There is no benchmark 'forwart'. Did you mean 'forward'?\n");
  }

  @Test
  void bench_against_showsTheRatioOverTheEarlierOne() throws IOException {
    Path file =
        Files.writeString(folder.resolve("before.json"), BenchJson.of(List.of(FORWARD), Map.of()));

    assertThat(user.type("bench", "--quick", "forward", "--against", file.toString())).isZero();

    assertThat(user.out())
        .containsPattern("forward +\\d+\\.\\d+ .* <= 1\\.30 +its floor;  .* x the ratio before");
  }

  @Test
  void bench_againstAnotherFile_isRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("other.json"), "[{\"edges\": 3}]");

    assertThat(user.type("bench", "--quick", "forward", "--against", file.toString())).isEqualTo(1);

    assertThat(user.err())
        .contains("other.json' does not hold measurements.\nGive --against a file that");
  }

  @Test
  void page_ratiosThatGrew_areCalledSlower() {
    BenchPage page =
        new BenchPage(List.of(FORWARD, SEARCH), Map.of("forward", 1.0, "acdc-late-mlp", .08));

    assertThat(page.lines(new Console.Paint(false)))
        .anySatisfy(line -> assertThat(line).contains("forward", "1.30 x the ratio before slower"))
        .anySatisfy(line -> assertThat(line).contains(">= 30", "1.60", "400", "faster"));
  }

  @Test
  void json_readAgain_isTheSame() throws JsonProcessingException {
    List<Measurement> measured = List.of(FORWARD, SEARCH);

    assertThat(BenchJson.read(BenchJson.of(measured, Map.of()))).isEqualTo(measured);
  }

  @Test
  void bench_interrupted_stopsWithoutATable() {
    Session session = new Session();
    session.interruption.request();

    assertThat(session.type("bench", "--quick", "forward")).isEqualTo(130);

    assertThat(session.out()).isEmpty();
  }
}
