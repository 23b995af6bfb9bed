package dev.patchbay.cli;

import dev.patchbay.core.discovery.FirstRun;
import dev.patchbay.core.report.ScoreFile;
import dev.patchbay.core.report.ScoreFile.Sign;
import dev.patchbay.core.run.Defaults;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.model.weights.ModelForm;
import dev.patchbay.study.CircuitRule;
import dev.patchbay.study.Study;
import dev.patchbay.study.Study.Contender;
import dev.patchbay.study.Study.Examination;
import dev.patchbay.study.Study.Given;
import dev.patchbay.study.Study.Resampling;
import dev.patchbay.study.Study.Subject;
import dev.patchbay.study.StudyFile;
import dev.patchbay.study.ThresholdSweep;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Option;

/** The words of {@code compare}, and the study that they make, alone or of a study file. */
final class CompareOptions {

  private static final int USUAL_RESAMPLES = 1000;

  @Option(
      names = "--model",
      paramLabel = "M",
      description =
          "A model's name or a Hugging Face folder; may be given again (default: the study's, else"
              + " patchbay-small).")
  private List<String> models = new ArrayList<>();

  @Option(
      names = "--task",
      paramLabel = "T",
      description =
          "What models are asked; may be given again (default: the study's, else what each model is"
              + " for).")
  private List<String> tasks = new ArrayList<>();

  @Option(
      names = "--strategy",
      paramLabel = "S[:KEY=VALUE,...]",
      description =
          "What is compared; may be given again. A search without a threshold runs at each of a"
              + " grid (default: the study's, else eap, eap-ig-inputs, random and, of models of up to"
              + " 100,000 edges, acdc).")
  private List<String> strategies = new ArrayList<>();

  @Option(
      names = "--metric",
      paramLabel = "X[:KEY=VALUE,...]",
      description = "What is measured; may be given again (default: what suits each task).")
  private List<String> metrics = new ArrayList<>();

  @Option(
      names = "--ablation",
      paramLabel = "A[:KEY=VALUE,...]",
      description =
          "What stands in for an absent edge; may be given again (default: what suits each task).")
  private List<String> ablations = new ArrayList<>();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "Seed of everything that is random; may be given again (default: the study's, else 0).")
  private List<Long> seeds = new ArrayList<>();

  @Option(
      names = "--selection",
      paramLabel = "RULE",
      description =
          "How circuits are made from scores: absolute, signed or greedy; may be given again"
              + " (default: the study's, else absolute).")
  private List<String> selections = new ArrayList<>();

  @Option(
      names = "--scores",
      paramLabel = "NAME=FILE",
      description =
          "Edge scores from another tool take part under this name: a scores.json, or a"
              + " graph that EAP-IG or MIB wrote; may be given again (default: none).")
  private Map<String, Path> scores = new LinkedHashMap<>();

  @Option(
      names = "--scores-sign",
      paramLabel = "SIGN",
      description =
          "What these scores are changes of: loss or metric. Needed where a file does not say.")
  private Optional<String> sign = Optional.empty();

  @Option(
      names = "--scores-as",
      paramLabel = "WHAT",
      description =
          "What is judged in these files: scores (circuits are made from them) or circuit (the edges"
              + " that are 'in_graph') (default: the circuit if the file has one of some but"
              + " not all edges, else the scores).")
  private Optional<String> scoresAs = Optional.empty();

  @Option(
      names = "--resamples",
      paramLabel = "N",
      description =
          "Resamples of the prompts for each interval, at most 100000; 0 for none (default: the study's, else"
              + " 1000).")
  private Optional<Integer> resamples = Optional.empty();

  @Option(
      names = "--rediscover",
      paramLabel = "K",
      description =
          "Run each search K more times, at most 1000, on resampled prompts, for its intervals (default: the"
              + " study's, else 0: none).")
  private Optional<Integer> rediscover = Optional.empty();

  @Option(
      names = "--dtype",
      paramLabel = "TYPE",
      description = "float32 or float64 (default: the study's, else float32).")
  private Optional<String> dtype = Optional.empty();

  @Option(
      names = "--device",
      paramLabel = "D",
      description = "cpu or gpu0 (default: the study's, else cpu).")
  private Optional<String> device = Optional.empty();

  /** The study. */
  Study study(Optional<Path> file) {
    Study told = file.map(StudyFile::read).orElseGet(CompareOptions::usual);
    Resampling bootstrap =
        new Resampling(
            count("--resamples", resamples, Resampling.MOST_RESAMPLES)
                .orElse(told.bootstrap().resamples()),
            count("--rediscover", rediscover, Resampling.MOST_REDISCOVERIES)
                .orElse(told.bootstrap().rediscover()));
    ModelForm form =
        dtype
            .map(DiscoverOptions::dataType)
            .map(
                type ->
                    new ModelForm(
                        type, told.form().inputs(), told.form().weights(), told.form().positions()))
            .orElse(told.form());
    return new Study(
        told.title(),
        told.description(),
        given(
            models.stream().map(m -> new Subject(m, List.of())).toList(),
            tasks.isEmpty() ? told.models() : withoutTasks(told.models())),
        given(tasks, told.tasks()),
        given(
            strategies.stream()
                .distinct()
                .map(s -> new Contender(s, List.of(), List.of()))
                .toList(),
            told.contenders()),
        given(metrics, told.metrics()),
        given(ablations, told.ablations()),
        given(seeds, told.seeds()),
        given(
            selections.stream()
                .map(word -> DiscoverOptions.oneOf("--selection", word, CircuitRule.WORDS))
                .toList(),
            told.selections()),
        told.prune(),
        bootstrap,
        told.runsCircuits(),
        told.examine(),
        given(),
        form,
        device.orElse(told.device()));
  }

  /**
   * The study without ACDC where nobody named a strategy and a model is too large to be searched
   * unasked.
   *
   * @param edges how many a model has
   * @param told hears why
   */
  static Study bounded(Study study, ToIntFunction<String> edges, Consumer<String> told) {
    if (!study.contenders().equals(usual().contenders())) {
      return study;
    }
    for (Subject subject : study.models()) {
      int count = edges.applyAsInt(subject.model());
      if (count > FirstRun.LARGEST_SEARCH) {
        told.accept(
            String.format(
                Locale.ROOT,
                "acdc does not take part: %s has %,d edges, more than %,d, and each may be a test at each of"
                    + " %s thresholds; --strategy acdc asks for it",
                subject.model(),
                count,
                FirstRun.LARGEST_SEARCH,
                ThresholdSweep.USUAL.size()));
        return study.among(
            study.contenders().stream()
                .filter(c -> !c.strategy().equals(Defaults.SEARCH))
                .toList());
      }
    }
    return study;
  }

  private List<Given> given() {
    Optional<Sign> meant =
        sign.map(word -> DiscoverOptions.oneOf("--scores-sign", word, TruthCommand.SIGNS));
    Optional<Boolean> asCircuit =
        scoresAs.map(
            word ->
                DiscoverOptions.oneOf(
                    "--scores-as", word, Map.of("scores", false, "circuit", true)));
    return scores.entrySet().stream()
        .map(
            peer ->
                new Given(
                    peer.getKey(),
                    peer.getValue(),
                    meant,
                    asCircuit.orElseGet(
                        () -> ScoreFile.read(peer.getValue(), meant, note -> {}).bringsCircuit())))
        .toList();
  }

  private static List<Subject> withoutTasks(List<Subject> told) {
    return told.stream().map(subject -> new Subject(subject.model(), List.of())).toList();
  }

  private static <T> List<T> given(List<T> words, List<T> told) {
    return words.isEmpty() ? told : words.stream().distinct().toList();
  }

  private static Optional<Integer> count(String name, Optional<Integer> number, int most) {
    return number.map(count -> DiscoverOptions.between(name, count, 0, most));
  }

  private static Study usual() {
    return new Study(
        "Strategies compared",
        "",
        List.of(new Subject(RunRequest.DEFAULT.model(), List.of())),
        List.of(),
        Defaults.CONTENDERS.stream().map(s -> new Contender(s, List.of(), List.of())).toList(),
        List.of(),
        List.of(),
        List.of(RunRequest.DEFAULT.seed()),
        List.of(CircuitRule.ABSOLUTE),
        true,
        new Resampling(USUAL_RESAMPLES, 0),
        true,
        Examination.NONE,
        List.of(),
        ModelForm.plain(DiscoverOptions.dataType("float32")),
        "cpu");
  }
}
