package dev.patchbay.golden;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.engine.EngineExperiment;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.plugins.strategy.AttentionAttribution;
import dev.patchbay.spi.strategy.AttentionTable;
import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.PromptSet;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoldenAttentionTest {

  /** Entries of size up to 1, in float64, kept with 12 digits. */
  private static final double TOLERANCE = 1e-9;

  @ParameterizedTest
  @CsvSource({
    "gpt2-tiny, none, attention_attribution",
    "gpt2-tiny, noising, attention_pattern_attribution",
    "gpt2-tiny, denoising, attention_pattern_attribution_gradient_on_corrupted",
    "gpt-neox-tiny, none, attention_attribution",
    "gpt-neox-tiny, noising, attention_pattern_attribution",
    "gpt-neox-tiny, denoising, attention_pattern_attribution_gradient_on_corrupted",
    "llama-tiny, none, attention_attribution",
    "llama-tiny, noising, attention_pattern_attribution",
    "llama-tiny, denoising, attention_pattern_attribution_gradient_on_corrupted",
  })
  void discover_eachDifference_givesGoldenTable(String name, String difference, String key) {
    JsonNode golden = Golden.read("attention/" + name + ".json").get(key);

    try (LoadedModel model = Golden.model(name, DataType.FLOAT64);
        EngineExperiment experiment =
            Golden.experiment(model, Golden.prompts(name, 6), "logit_diff", "patching", 4)) {
      AttentionTable table =
          Golden.discover(new AttentionAttribution(), Map.of("difference", difference), experiment)
              .attention()
              .get(0);

      double[][][][] values = table.values();
      for (int l = 0; l < values.length; l++) {
        for (int h = 0; h < values[l].length; h++) {
          for (int to = 0; to < values[l][h].length; to++) {
            for (int from = 0; from < values[l][h][to].length; from++) {
              double wanted = golden.get(l).get(h).get(to).get(from).asDouble();
              Parity.check(
                  name,
                  "attention attribution, float64",
                  values[l][h][to][from],
                  wanted,
                  TOLERANCE);
            }
          }
        }
      }
    }
  }

  /** A table for each length: the mean over the prompts of that length. */
  @Test
  void discover_promptsOfTwoLengths_givesATableOfEach() {
    List<PromptPair> pairs = Golden.prompts("gpt2-tiny", 4).pairs();
    int length = pairs.get(0).length();
    PromptSet mixed =
        new PromptSet("mixed", List.of(shorter(pairs.get(0)), pairs.get(1), pairs.get(2)));
    try (LoadedModel model = Golden.model("gpt2-tiny", DataType.FLOAT64);
        EngineExperiment both = Golden.experiment(model, mixed, "logit_diff", "zero", 1);
        EngineExperiment longer =
            Golden.experiment(
                model, new PromptSet("longer", pairs.subList(1, 3)), "logit_diff", "zero", 2)) {
      List<AttentionTable> tables =
          Golden.discover(new AttentionAttribution(), Map.of(), both).attention();

      assertThat(tables)
          .extracting(AttentionTable::name)
          .containsExactly(
              "attention-attribution-none-length-" + (length - 1),
              "attention-attribution-none-length-" + length);
      assertThat(tables.get(0).isSquareOf(length - 1)).isTrue();
      double[][][][] alone =
          Golden.discover(new AttentionAttribution(), Map.of(), longer).attention().get(0).values();
      assertThat(flat(tables.get(1).values()))
          .usingComparatorWithPrecision(TOLERANCE)
          .containsExactly(flat(alone));
    }
  }

  private static PromptPair shorter(PromptPair pair) {
    int last = pair.length() - 1;
    return PromptPair.of(
        pair.clean().subList(0, last), pair.corrupted().subList(0, last), List.of(0), List.of(1));
  }

  private static double[] flat(double[][][][] values) {
    return Arrays.stream(values)
        .flatMap(Arrays::stream)
        .flatMap(Arrays::stream)
        .flatMapToDouble(Arrays::stream)
        .toArray();
  }
}
