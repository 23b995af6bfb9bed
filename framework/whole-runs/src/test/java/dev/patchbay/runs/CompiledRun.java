package dev.patchbay.runs;

import ai.djl.ndarray.types.DataType;
import dev.patchbay.catalog.Chosen;
import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.catalog.PluginKind;
import dev.patchbay.catalog.PluginLoader;
import dev.patchbay.core.discovery.CircuitDiscovery;
import dev.patchbay.core.lookup.ModelCard;
import dev.patchbay.core.lookup.Models;
import dev.patchbay.core.run.Extras;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.core.run.Selection;
import dev.patchbay.core.run.Verify;
import dev.patchbay.core.wiring.Wiring;
import dev.patchbay.model.weights.ModelForm;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.graph.EdgeScores.Ranking;
import dev.patchbay.spi.model.ModelInfo;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.Plugin;
import dev.patchbay.spi.plugin.PluginDescriptor;
import dev.patchbay.spi.report.CircuitReport;
import dev.patchbay.spi.run.Experiment;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.spi.strategy.DiscoveryResult;
import dev.patchbay.spi.strategy.DiscoveryStrategy;
import dev.patchbay.spi.strategy.StrategyProvider;
import dev.patchbay.spi.task.TaskProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** Runs on a compiled model and its task, in float64. */
record CompiledRun(String model, String task) {

  private static final PluginCatalog CATALOG = PluginLoader.load(List.of());

  private static final Set<String> SEARCHES = Set.of("acdc", "eap-acdc");

  /** Asks for scores: what is chosen from them does not matter, and should not take long. */
  private static final Selection FEW =
      new Selection(OptionalInt.of(1), OptionalDouble.empty(), Ranking.ABSOLUTE);

  /** What a strategy finds. */
  CircuitReport discover(String strategy, String metric) {
    return discover(strategy, metric, CATALOG);
  }

  /** What somebody learns of the experiment that strategies are given. */
  <T> T experiment(String metric, Function<Experiment, T> question) {
    List<T> answers = new ArrayList<>();
    List<Plugin> plugins =
        new ArrayList<>(List.of(new Asking(e -> answers.add(question.apply(e)))));
    PluginKind.ALL.forEach(kind -> plugins.addAll(CATALOG.all(kind).values()));
    discover(Asking.NAME, metric, PluginCatalog.of(plugins, List.of()));
    return answers.get(0);
  }

  /** A strategy that asks, and scores nothing. */
  private record Asking(Consumer<Experiment> question) implements StrategyProvider {

    static final String NAME = "asking";

    @Override
    public PluginDescriptor descriptor() {
      return new PluginDescriptor(NAME, "Asks the experiment.", "none", "none");
    }

    @Override
    public DiscoveryStrategy create(Options options) {
      return (experiment, progress) -> {
        question.accept(experiment);
        return DiscoveryResult.of(
            EdgeScores.of(experiment.graph(), new double[experiment.graph().edgeCount()]));
      };
    }
  }

  private CircuitReport discover(String strategy, String metric, PluginCatalog catalog) {
    RunRequest plain = RunRequest.DEFAULT;
    RunRequest request =
        new RunRequest(
            model,
            task,
            Optional.empty(),
            plain.bos(),
            strategy,
            Optional.of(metric),
            plain.ablation(),
            SEARCHES.contains(strategy.replaceAll(":.*", "")) ? plain.selection() : FEW,
            ModelForm.plain(DataType.FLOAT64),
            plain.device(),
            plain.batching(),
            plain.threads(),
            plain.seed(),
            Verify.OFF,
            Extras.NONE);
    return new Wiring(() -> catalog)
        .get(CircuitDiscovery.class)
        .run(request, Progress.SILENT)
        .report();
  }

  /** Each edge's score. */
  Map<String, Double> scores(String strategy, String metric) {
    CircuitReport report = discover(strategy, metric);
    Map<String, Double> scores = new TreeMap<>();
    for (int edge = 0; edge < report.graph().edgeCount(); edge++) {
      scores.put(report.graph().edge(edge).name(), report.scores().valueOrZero(edge));
    }
    return scores;
  }

  /** The model's graph. */
  ComputationGraph graph() {
    return ComputationGraph.of(new Models(CATALOG).card(model).spec().graphShape());
  }

  /** The edges of the true circuit, as the task tells it. */
  List<String> truth() {
    ModelCard card = new Models(CATALOG).card(model);
    ModelInfo info = new ModelInfo(card.name(), "", card.spec());
    Chosen<TaskProvider> chosen = CATALOG.choose(PluginKind.TASK, task);
    return chosen
        .provider()
        .create(chosen.options())
        .truth(info, graph())
        .orElseThrow()
        .edgeNames();
  }
}
