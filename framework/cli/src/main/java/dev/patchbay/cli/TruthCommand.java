package dev.patchbay.cli;

import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.catalog.PluginKind;
import dev.patchbay.core.report.ScoreFile;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.GraphShape;
import dev.patchbay.spi.plugin.NearMiss;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.task.KnownCircuit;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which circuits were published, and how near do scores come to one? */
@Command(
    name = "truth",
    abbreviateSynopsis = true,
    description = {
      "Lists the published circuits of real models, or judges a file of edge scores, ours or"
          + " another tool's, by one of them. Runs no model."
    },
    footer = {
      "",
      "Examples:",
      "  patchbay truth",
      "  patchbay truth ioi --scores ioi-eap-ig.json --scores-sign metric"
    })
final class TruthCommand implements Callable<Integer> {

  /** What {@code --scores-sign} may say. */
  static final Map<String, ScoreFile.Sign> SIGNS =
      Map.of("loss", ScoreFile.Sign.LOSS, "metric", ScoreFile.Sign.METRIC);

  private final Console console;
  private final Supplier<PluginCatalog> plugins;

  @Parameters(
      arity = "0..1",
      paramLabel = "TASK",
      description = "A task, or a circuit's own name, such as ioi-gpt2.")
  private Optional<String> task = Optional.empty();

  @Option(
      names = "--scores",
      paramLabel = "FILE",
      description = "Judge these scores: a scores.json, or a graph that EAP-IG or MIB wrote.")
  private Optional<Path> scores = Optional.empty();

  @Option(
      names = "--scores-sign",
      paramLabel = "SIGN",
      description =
          "What the scores are changes of: loss (positive supports the behaviour) or metric (its"
              + " mirror image). Needed where the file does not say.")
  private Optional<String> sign = Optional.empty();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  TruthCommand(Console console, Supplier<PluginCatalog> plugins) {
    this.console = console;
    this.plugins = plugins;
  }

  @Override
  public Integer call() {
    Optional<ScoreFile.Sign> meant =
        sign.map(word -> DiscoverOptions.oneOf("--scores-sign", word, SIGNS));
    if (scores.isPresent() && task.isEmpty()) {
      throw PatchbayException.usage(
          "--scores %s is given, but no task whose circuit they are compared with."
              .formatted(scores.get()),
          "Name one: patchbay truth ioi --scores %s.".formatted(scores.get()));
    }
    List<KnownCircuit> chosen =
        chosen(List.copyOf(plugins.get().all(PluginKind.KNOWN_CIRCUIT).values()));
    if (scores.isPresent()) {
      judge(ScoreFile.read(scores.get(), meant, console::tell), chosen, scores.get());
    } else {
      console.answer(
          json, () -> TruthJson.of(chosen), () -> new TruthPage(console.paint()).lines(chosen));
    }
    return 0;
  }

  private void judge(ScoreFile.Contents read, List<KnownCircuit> chosen, Path file) {
    ComputationGraph graph = read.scores().graph();
    // Of several models' circuits for the task, that of the scores' own graph.
    KnownCircuit known =
        chosen.stream()
            .filter(circuit -> circuit.shape().equals(graph.shape()))
            .findFirst()
            .orElseThrow(() -> ofAnotherModel(graph.shape(), chosen, file));
    Verdict verdict = new Verdict(known, known.circuit(graph), read);
    console.answer(
        json,
        () -> TruthJson.of(verdict),
        () -> new TruthPage(console.paint()).lines(file, verdict));
  }

  private static PatchbayException ofAnotherModel(
      GraphShape shape, List<KnownCircuit> chosen, Path file) {
    return PatchbayException.failed(
        "%s is of a model of %s; the circuit for this task is of %s."
            .formatted(
                file,
                words(shape),
                chosen.stream()
                    .map(known -> "%s (%s)".formatted(known.model(), words(known.shape())))
                    .distinct()
                    .collect(Collectors.joining(" or "))),
        "Compare scores with a circuit of their own model; 'patchbay truth' lists them.");
  }

  private static String words(GraphShape shape) {
    return "%s × %s heads%s"
        .formatted(shape.nLayers(), shape.nHeads(), shape.mlps() ? " with MLPs" : "");
  }

  private List<KnownCircuit> chosen(List<KnownCircuit> known) {
    if (task.isEmpty()) {
      return known;
    }
    String word = task.get();
    List<KnownCircuit> chosen =
        known.stream()
            .filter(
                circuit -> circuit.task().equals(word) || circuit.descriptor().name().equals(word))
            .toList();
    if (chosen.isEmpty()) {
      List<String> tasks = known.stream().map(KnownCircuit::task).distinct().sorted().toList();
      throw PatchbayException.usage(
          "No circuit for '%s' is known.%s".formatted(word, NearMiss.sentence(word, tasks)),
          "Tasks with one: %s.".formatted(tasks.isEmpty() ? "none" : String.join(", ", tasks)));
    }
    return chosen;
  }
}
