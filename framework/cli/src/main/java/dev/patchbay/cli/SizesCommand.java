package dev.patchbay.cli;

import dev.patchbay.bench.BenchSize;
import dev.patchbay.bench.SizeCost;
import dev.patchbay.bench.SizeSeries;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures models of several sizes. */
@Command(
    name = "sizes",
    description = {
      "Measures a pass, EAP, a circuit and a search's test on models of 2 to 24 layers (4 heads, 128"
          + " wide) and prompts of 8 to 256 tokens, each in its own process, beside the growth"
          + " that the arithmetic predicts."
    },
    footer = {"", "Examples:", "  patchbay bench sizes", "  patchbay bench sizes --json"})
final class SizesCommand implements Callable<Integer> {

  private final Console console;
  private final Interruption interruption;
  private final Common common;

  @Option(
      names = "--quick",
      description = "Use two and two small models, for a first look in seconds.")
  private boolean quick;

  @Option(names = "--json", description = "Print a list of JSON objects instead of the tables.")
  private boolean json;

  SizesCommand(Console console, Interruption interruption, Common common) {
    this.console = console;
    this.interruption = interruption;
    this.common = common;
  }

  @Override
  public Integer call() throws IOException {
    List<SizeSeries> series = quick ? SizeSeries.quick() : SizeSeries.full();
    interruption.listen(console.err());
    List<List<SizeCost>> measured = measured(series);
    if (json) {
      console.out().println(SizesJson.of(measured));
      return 0;
    }
    for (int i = 0; i < series.size(); i++) {
      console.show(new SizesPage(series.get(i).title(), measured.get(i)).lines(console.paint()));
      console.show("");
    }
    console.show(
        console.paint().faint("growth: over the column before; expected: that of the products."));
    return 0;
  }

  private List<List<SizeCost>> measured(List<SizeSeries> all) throws IOException {
    BenchProcess process = new BenchProcess(common.debug());
    List<List<SizeCost>> measured = new ArrayList<>();
    int models = all.stream().mapToInt(series -> series.sizes().size()).sum();
    int number = 0;
    try (Display display = Display.on(console, interruption::requested)) {
      for (SizeSeries series : all) {
        List<SizeCost> costs = new ArrayList<>();
        for (BenchSize size : series.sizes()) {
          number++;
          costs.add(process.cost(size, display.counted(number, models)));
        }
        measured.add(costs);
      }
    }
    return measured;
  }
}
