package dev.patchbay.golden;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.catalog.PluginKind;
import dev.patchbay.catalog.PluginLoader;
import dev.patchbay.engine.EngineExperiment;
import dev.patchbay.engine.readout.NamedMetric;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.model.folder.FolderSource;
import dev.patchbay.model.weights.ModelForm;
import dev.patchbay.plugins.ablation.Mean;
import dev.patchbay.plugins.ablation.MeanPositional;
import dev.patchbay.plugins.ablation.Patching;
import dev.patchbay.plugins.ablation.Zero;
import dev.patchbay.plugins.metric.KlDivergence;
import dev.patchbay.plugins.metric.LogitDifference;
import dev.patchbay.plugins.metric.Probability;
import dev.patchbay.plugins.metric.ProbabilityDifference;
import dev.patchbay.spi.ablation.Ablation;
import dev.patchbay.spi.ablation.AblationProvider;
import dev.patchbay.spi.metric.MetricProvider;
import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.spi.strategy.DiscoveryResult;
import dev.patchbay.spi.strategy.StrategyProvider;
import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.PromptSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reference files and the experiments that they describe. */
public final class Golden {

  /** float64 scores differ from the reference by rounding alone; the files keep 12 digits. */
  static final double SCORE_TOLERANCE_FLOAT64 = 1e-8;

  /** A float32 run was seen to differ by up to 4e-6 at scores of size 7. */
  static final double SCORE_TOLERANCE_FLOAT32 = 5e-5;

  /** The tiny checkpoints' logits are float32 numbers themselves, whatever this run's type. */
  public static final double LOGIT_TOLERANCE = 5e-5;

  /** A decision whose margin is rounding is not a disagreement; float64 losses agree to 1e-10. */
  static final double SMALLEST_MARGIN_FLOAT64 = 1e-9;

  /** float32 noise of a loss is about 2e-6. */
  static final double SMALLEST_MARGIN_FLOAT32 = 2e-5;

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Map<String, MetricProvider> METRICS =
      Map.of(
          "logit_diff", new LogitDifference(),
          "kl", new KlDivergence(),
          "prob_diff", new ProbabilityDifference(),
          "answer_probability", new Probability());

  private static final Map<String, AblationProvider> ABLATIONS =
      Map.of(
          "patching", new Patching(),
          "zero", new Zero(),
          "mean", new Mean(),
          "mean-positional", new MeanPositional());

  private static final Collection<Architecture> ARCHITECTURES =
      PluginLoader.load(List.of()).all(PluginKind.ARCHITECTURE).values();

  private Golden() {}

  public static JsonNode read(String file) {
    try {
      return JSON.readTree(path(file).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path path(String file) {
    try {
      return Path.of(Golden.class.getResource("/golden/" + file).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The names of the files in a folder, sorted, without their ending. */
  static List<String> files(String folder) {
    try (Stream<Path> files = Files.list(path(folder))) {
      return files
          .map(file -> file.getFileName().toString().replaceAll("\\.json$", ""))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static LoadedModel model(String name, DataType dataType) {
    return model(name, ModelForm.plain(dataType));
  }

  public static LoadedModel model(String name, ModelForm form) {
    String folder = path("models/" + name).toString();
    try (Checkpoint checkpoint = new FolderSource().open(folder).orElseThrow()) {
      Architecture architecture =
          ARCHITECTURES.stream()
              .filter(known -> known.reads(checkpoint.config()))
              .findFirst()
              .orElseThrow();
      return LoadedModel.load(checkpoint, architecture, Device.cpu(), form);
    }
  }

  /**
   * The first {@code count} prompts of a model's golden file, or as many as it has; random ones of
   * its first three tokens where it has none.
   */
  public static PromptSet prompts(String model, int count) {
    JsonNode golden = read("models/" + model + "/golden.json");
    if (!golden.has("corrupted")) {
      return randomPrompts(model, count);
    }
    List<PromptPair> pairs =
        IntStream.range(0, Math.min(count, golden.get("corrupted").size()))
            .mapToObj(
                i ->
                    PromptPair.of(
                        ids(golden.get("clean").get(i)),
                        ids(golden.get("corrupted").get(i)),
                        List.of(golden.get("answer").get(i).asInt()),
                        List.of(golden.get("wrong").get(i).asInt())))
            .toList();
    return new PromptSet(model, pairs);
  }

  private static PromptSet randomPrompts(String model, int count) {
    Random random = new Random(count);
    Supplier<List<Integer>> tokens = () -> random.ints(4, 0, 3).boxed().toList();
    return new PromptSet(
        model,
        Stream.generate(() -> PromptPair.of(tokens.get(), tokens.get(), List.of(0), List.of(1)))
            .limit(count)
            .toList());
  }

  private static List<Integer> ids(JsonNode array) {
    List<Integer> ids = new ArrayList<>();
    array.forEach(id -> ids.add(id.asInt()));
    return ids;
  }

  public static NamedMetric metric(String name) {
    MetricProvider provider = Objects.requireNonNull(METRICS.get(name), name);
    return new NamedMetric(
        provider.descriptor().name(), provider.create(Options.none(provider.descriptor().name())));
  }

  public static Ablation ablation(String name) {
    if (name.equals("zero-input-with-position")) {
      return new Zero().create(new Options("zero", Map.of("input", "resid-pre")));
    }
    return Objects.requireNonNull(ABLATIONS.get(name), name).create(Options.none(name));
  }

  public static EngineExperiment experiment(
      LoadedModel model, PromptSet prompts, String metric, String ablation) {
    return experiment(model, prompts, metric, ablation, 32);
  }

  public static EngineExperiment experiment(
      LoadedModel model, PromptSet prompts, String metric, String ablation, int batchSize) {
    return new EngineExperiment(
        model,
        prompts,
        metric(metric),
        ablation(ablation),
        batchSize,
        name -> metric(name.equals("logit-difference") ? "logit_diff" : name));
  }

  static DiscoveryResult discover(
      StrategyProvider strategy, Map<String, String> options, EngineExperiment experiment) {
    Options words = new Options(strategy.descriptor().name(), options);
    return strategy.create(words).discover(experiment, Progress.SILENT);
  }
}
