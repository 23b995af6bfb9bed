package dev.patchbay.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.bench.SizeCost;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What models of some sizes cost, for machines. */
final class SizesJson {

  private SizesJson() {}

  /**
   * A list of objects, one for each figure of each model; beyond the first of a series with their
   * growth over the model before.
   */
  static String of(List<List<SizeCost>> series) {
    return Json.text(
        series.stream()
            .flatMap(
                costs ->
                    IntStream.range(0, costs.size())
                        .boxed()
                        .flatMap(i -> objects(costs.get(i), costs.get(Math.max(0, i - 1)), i > 0)))
            .toList());
  }

  private static Stream<Map<String, Object>> objects(
      SizeCost cost, SizeCost before, boolean grown) {
    return IntStream.range(0, cost.figures().size())
        .mapToObj(
            i -> {
              SizeCost.Figure figure = cost.figures().get(i);
              SizeCost.Figure earlier = before.figures().get(i);
              Map<String, Object> all = new LinkedHashMap<>();
              all.put("name", figure.name());
              all.put("layers", cost.layers());
              all.put("tokens", cost.tokens());
              all.put("seconds", figure.seconds());
              all.put("flops", figure.flops());
              all.put("peakBytes", cost.peakBytes());
              if (grown) {
                all.put("growth", figure.seconds() / earlier.seconds());
                all.put("expectedGrowth", figure.flops() / earlier.flops());
              }
              return all;
            });
  }

  /** One model's, as {@link Json#text} writes it. */
  static SizeCost read(String text) throws JsonProcessingException {
    return new ObjectMapper().readValue(text, SizeCost.class);
  }
}
