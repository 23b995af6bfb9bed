package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.bench.SizeCost;
import dev.patchbay.bench.SizeCost.Figure;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The command's answers; no time is looked at. */
class SizesCommandTest {

  private static final SizeCost SMALL =
      new SizeCost(2, 16, 1 << 20, List.of(new Figure("forward", .5, 100)));

  private static final SizeCost LARGE =
      new SizeCost(4, 16, 3 << 20, List.of(new Figure("forward", 1.5, 200)));

  @Test
  void sizes_quickJson_hasEveryModelsFigures() throws JsonProcessingException {
    RealSession user = new RealSession();

    assertThat(user.type("bench", "sizes", "--quick", "--json")).as(user.err()).isZero();

    JsonNode list = new ObjectMapper().readTree(user.out());
    assertThat(list.findValuesAsText("name"))
        .hasSize(16)
        .startsWith("forward", "eap", "evaluate-1000", "acdc-test", "forward");
    assertThat(list.findValuesAsText("layers")).containsOnly("2", "4");
    assertThat(list.findValuesAsText("tokens")).containsOnly("8", "16");
    assertThat(list.findValues("growth")).hasSize(8);
    assertThat(list).allSatisfy(one -> assertThat(one.get("flops").asDouble()).isPositive());
    assertThat(list).allSatisfy(one -> assertThat(one.get("seconds").asDouble()).isPositive());
    // Twice the layers: twice the pass, and more than twice of EAP, whose edges are four times.
    assertThat(list.get(4).get("expectedGrowth").asDouble()).isEqualTo(2);
    assertThat(list.get(5).get("expectedGrowth").asDouble()).isBetween(2.0, 4.0);
  }

  @Test
  void page_twoModels_showsGrowthBesideWhatIsExpected() {
    assertThat(new SizesPage("16 tokens", List.of(SMALL, LARGE)).lines(new Console.Paint(false)))
        .containsExactly(
            "16 tokens           2 layers    4 layers",
            "forward             0.5000 s    1.5000 s",
            "  growth                          x 3.00",
            "  expected                        x 2.00",
            "peak memory         1.00 MiB    3.00 MiB");
  }

  @Test
  void page_fiveModels_isAtMost80ColumnsWide() {
    List<SizeCost> costs =
        IntStream.range(1, 6)
            .mapToObj(i -> new SizeCost(4 * i, 16, 1 << 20, SMALL.figures()))
            .toList();

    assertThat(new SizesPage("16 tokens", costs).lines(new Console.Paint(false)))
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
  }

  @Test
  void json_readAgain_isTheSame() throws JsonProcessingException {
    assertThat(SizesJson.read(Json.text(SMALL))).isEqualTo(SMALL);
  }
}
