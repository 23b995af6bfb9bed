package dev.patchbay.study;

import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.catalog.PluginKind;
import dev.patchbay.core.discovery.CircuitDiscovery;
import dev.patchbay.core.discovery.PatchbayVersion;
import dev.patchbay.core.lookup.Models;
import dev.patchbay.core.run.Defaults;
import dev.patchbay.core.run.Extras;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.core.run.Selection;
import dev.patchbay.core.run.Verify;
import dev.patchbay.engine.memory.Batching;
import dev.patchbay.model.file.Sha256;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.study.Study.Contender;
import dev.patchbay.study.Study.Given;
import dev.patchbay.study.Study.Subject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One case of a study: one cell to come.
 *
 * @param id names its file; of equal cases of equal studies equal, else different
 * @param key what is asked
 * @param sweep how its strategy runs
 * @param rule how circuits are made of its scores
 */
record Case(String id, Cell.Key key, ThresholdSweep sweep, CircuitRule rule) {

  /** In place of a rule, where a search or a given circuit decides. */
  static final String SEARCH = "search";

  private static final int HASH_LENGTH = 8;

  /**
   * The cases, setting by setting: those that share a model, prompts, metric and ablation follow
   * one another.
   *
   * @throws dev.patchbay.spi.plugin.PatchbayException if a plug-in that is named does not exist, or
   *     refuses its options
   */
  static List<Case> of(Study study, PluginCatalog catalog, CircuitDiscovery discovery) {
    List<Case> cases = new ArrayList<>();
    for (Cell.Key setting : settings(study, catalog, discovery)) {
      for (Given given : study.given()) {
        ThresholdSweep alone = ThresholdSweep.none(given.name());
        cases.addAll(of(study, setting, alone, given.asCircuit()));
      }
      for (Contender contender : study.contenders()) {
        if (takesPart(contender, setting, study, discovery)) {
          String strategy = contender.strategy();
          ThresholdSweep sweep = ThresholdSweep.of(strategy, contender.thresholds(), catalog);
          boolean decides =
              catalog.choose(PluginKind.STRATEGY, strategy).provider().decidesCircuit();
          cases.addAll(of(study, setting, sweep, decides));
        }
      }
    }
    return cases;
  }

  private static List<Case> of(
      Study study, Cell.Key setting, ThresholdSweep sweep, boolean decides) {
    return decides
        ? List.of(of(study, setting, sweep, SEARCH, CircuitRule.ABSOLUTE))
        : study.selections().stream()
            .map(rule -> of(study, setting, sweep, Options.word(rule), rule))
            .toList();
  }

  private static List<Cell.Key> settings(
      Study study, PluginCatalog catalog, CircuitDiscovery discovery) {
    List<Cell.Key> settings = new ArrayList<>();
    for (Subject subject : study.models()) {
      String model = subject.model();
      List<String> all = subject.tasks().isEmpty() ? study.tasks() : subject.tasks();
      List<String> tasks =
          all.isEmpty()
              ? List.of(new Models(catalog).task(model).orElse(Defaults.TASK_OF_ANY_MODEL))
              : all;
      for (String task : tasks) {
        for (long seed : study.seeds()) {
          for (Optional<String> metric : metrics(study)) {
            for (Optional<String> ablation : orOwn(study.ablations())) {
              RunRequest settled =
                  discovery.settled(request(study, model, task, seed, metric, ablation));
              Cell.Key setting =
                  new Cell.Key(
                      model,
                      task,
                      "",
                      settled.metric().orElseThrow(),
                      settled.ablation().orElseThrow(),
                      "",
                      seed);
              if (!settings.contains(setting)) {
                settings.add(setting);
              }
            }
          }
        }
      }
    }
    return settings;
  }

  /** The study's metrics, and those that some contender alone is measured by. */
  private static List<Optional<String>> metrics(Study study) {
    List<Optional<String>> metrics = new ArrayList<>(orOwn(study.metrics()));
    study.contenders().stream()
        .flatMap(contender -> contender.metrics().stream())
        .map(Optional::of)
        .filter(metric -> !metrics.contains(metric))
        .forEach(metrics::add);
    return metrics;
  }

  private static List<Optional<String>> orOwn(List<String> named) {
    return named.isEmpty() ? List.of(Optional.empty()) : named.stream().map(Optional::of).toList();
  }

  private static boolean takesPart(
      Contender contender, Cell.Key setting, Study study, CircuitDiscovery discovery) {
    List<String> asked = contender.metrics().isEmpty() ? study.metrics() : contender.metrics();
    return orOwn(asked).stream()
        .map(
            metric ->
                discovery.settled(
                    request(
                        study,
                        setting.model(),
                        setting.task(),
                        setting.seed(),
                        metric,
                        Optional.of(setting.ablation()))))
        .anyMatch(settled -> settled.metric().orElseThrow().equals(setting.metric()));
  }

  private static Case of(
      Study study, Cell.Key setting, ThresholdSweep sweep, String selection, CircuitRule rule) {
    Cell.Key key =
        new Cell.Key(
            setting.model(),
            setting.task(),
            sweep.words(),
            setting.metric(),
            setting.ablation(),
            selection,
            setting.seed());
    String words =
        String.join(
            "-", key.task(), key.model(), key.strategy(), key.metric(), key.ablation(), selection);
    String everything =
        String.join(
            "\n",
            PatchbayVersion.NUMBER,
            key.toString(),
            "ThresholdSweep[words=%s, thresholds=%s]".formatted(sweep.words(), sweep.thresholds()),
            study.form().toString(),
            study.device(),
            study.bootstrap().toString(),
            study.examine().toString(),
            study.given().toString(),
            study.prune() + (study.runsCircuits() ? "" : " truth"));
    return new Case(slug(words) + "-" + key.seed() + "-" + hash(everything), key, sweep, rule);
  }

  private static String slug(String words) {
    int longest = 100; // some file systems take 255 bytes
    String slug = words.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-");
    return slug.substring(0, Math.min(longest, slug.length())).replaceAll("^[-.]+|[-.]+$", "");
  }

  private static String hash(String words) {
    byte[] digest = Sha256.digest().digest(words.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest).substring(0, HASH_LENGTH);
  }

  /** What is run of this setting: the strategy does not matter. */
  static RunRequest request(Study study, Cell.Key setting) {
    return request(
        study,
        setting.model(),
        setting.task(),
        setting.seed(),
        Optional.of(setting.metric()),
        Optional.of(setting.ablation()));
  }

  private static RunRequest request(
      Study study,
      String model,
      String task,
      long seed,
      Optional<String> metric,
      Optional<String> ablation) {
    return new RunRequest(
        model,
        task,
        Optional.empty(),
        RunRequest.DEFAULT.bos(),
        study.contenders().get(0).strategy(),
        metric,
        ablation,
        Selection.AUTOMATIC,
        study.form(),
        study.device(),
        Batching.USUAL,
        0,
        seed,
        Verify.OFF,
        Extras.NONE);
  }
}
