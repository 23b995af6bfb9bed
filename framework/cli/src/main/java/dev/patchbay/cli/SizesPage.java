package dev.patchbay.cli;

import dev.patchbay.bench.SizeCost;
import dev.patchbay.engine.memory.ByteSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What models that differ in one thing cost: a column for each, a block for each figure.
 *
 * @param title what the models have in common
 * @param costs from the smallest model on
 */
record SizesPage(String title, List<SizeCost> costs) {

  SizesPage {
    costs = List.copyOf(costs);
  }

  List<String> lines(Console.Paint paint) {
    List<String> lines = new ArrayList<>();
    boolean inLayers = costs.size() > 1 && costs.get(0).layers() != costs.get(1).layers();
    lines.add(
        paint.faint(
            row(title, cost -> inLayers ? cost.layers() + " layers" : cost.tokens() + " tokens")));
    for (int i = 0; i < costs.get(0).figures().size(); i++) {
      int figure = i;
      lines.add(
          row(
              costs.get(0).figures().get(i).name(),
              cost -> String.format(Locale.ROOT, "%.4f s", cost.figures().get(figure).seconds())));
      lines.add(growth("  growth", (now, before) -> now.seconds() / before.seconds(), i));
      lines.add(
          paint.faint(growth("  expected", (now, before) -> now.flops() / before.flops(), i)));
    }
    lines.add(row("peak memory", cost -> ByteSize.words(cost.peakBytes())));
    return lines;
  }

  /** Over the column before. */
  private String growth(
      String name, BiFunction<SizeCost.Figure, SizeCost.Figure, Double> growth, int figure) {
    String first = "%-16s%12s".formatted(name, "");
    return first
        + IntStream.range(1, costs.size())
            .mapToObj(
                i ->
                    growth.apply(
                        costs.get(i).figures().get(figure), costs.get(i - 1).figures().get(figure)))
            .map(ratio -> String.format(Locale.ROOT, "x %.2f", ratio))
            .map(SizesPage::inColumn)
            .collect(Collectors.joining());
  }

  private static String inColumn(String figure) {
    return "%12s".formatted(figure);
  }

  private String row(String name, Function<SizeCost, String> column) {
    return "%-16s".formatted(name)
        + costs.stream().map(column).map(SizesPage::inColumn).collect(Collectors.joining());
  }
}
