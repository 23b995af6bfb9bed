package dev.patchbay.cli;

import ai.djl.ndarray.types.DataType;
import dev.patchbay.core.run.Extras;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.core.run.Selection;
import dev.patchbay.core.run.Verify;
import dev.patchbay.engine.memory.Batching;
import dev.patchbay.model.weights.FormWords;
import dev.patchbay.model.weights.ModelForm;
import dev.patchbay.spi.graph.EdgeScores.Ranking;
import dev.patchbay.spi.plugin.NearMiss;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PatchbayException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Option;

/** The words of {@code discover}, and the request that they make. */
final class DiscoverOptions {

  private static final RunRequest DEFAULT = RunRequest.DEFAULT;

  private static final Set<String> HALVES = Set.of("float16", "half", "fp16", "bfloat16", "bf16");

  /** More than any machine has cores; as many threads of each operation fill its memory. */
  static final int MOST_THREADS = 1024;

  /** More prompts than any file that is read holds. */
  static final int MOST_PROMPTS = 10_000_000;

  private static final Map<String, Verify> LEVELS =
      Map.of("off", Verify.OFF, "baseline", Verify.BASELINE, "full", Verify.FULL);

  @Option(
      names = "--model",
      paramLabel = "M",
      description =
          "A model's name ('patchbay plugins' lists them) or a Hugging Face folder"
              + " (default: ${DEFAULT-VALUE}).")
  private String model = DEFAULT.model();

  @Option(
      names = "--task",
      paramLabel = "T",
      description =
          "What the model is asked (default: an embedded model's own task, ioi for patchbay-small;"
              + " induction for any other).")
  private Optional<String> task = Optional.empty();

  @Option(
      names = "--prompts",
      paramLabel = "FILE",
      description = "Prompt pairs from a JSON or CSV file, instead of a task (default: none).")
  private Optional<Path> prompts = Optional.empty();

  @Option(
      names = "--bos",
      paramLabel = "WHEN",
      description =
          "Whether the token for the beginning of a text comes before prompts that are text:"
              + " auto (as the tokenizer's files say), always or never (default:"
              + " ${DEFAULT-VALUE}).")
  private String bos = Options.word(DEFAULT.bos());

  @Option(
      names = "--strategy",
      paramLabel = "S[:KEY=VALUE,...]",
      description =
          "How the circuit is found (default: acdc for models known by name; for any other eap,"
              + " or eap-ig-inputs where the metric's gradient vanishes); 'patchbay plugins S' explains"
              + " its options.")
  private Optional<String> strategy = Optional.empty();

  @Option(
      names = "--metric",
      paramLabel = "X[:KEY=VALUE,...]",
      description =
          "What is measured (default: kl-divergence where acdc runs without --strategy, else"
              + " what suits the task).")
  private Optional<String> metric = Optional.empty();

  @Option(
      names = "--ablation",
      paramLabel = "A[:KEY=VALUE,...]",
      description =
          "What stands in for an absent edge (default: what suits the task, patching for most).")
  private Optional<String> ablation = Optional.empty();

  @Option(
      names = "--edges",
      paramLabel = "N",
      description =
          "Keep the N edges that a method scores highest (default: as many as it takes for a"
              + " faithfulness of 0.9).")
  private Optional<Integer> edges = Optional.empty();

  @Option(
      names = "--threshold",
      paramLabel = "TAU",
      description = "Keep the edges that score at least TAU (default: none).")
  private Optional<Double> threshold = Optional.empty();

  @Option(
      names = "--signed",
      description = "Rank by the signed score (default: by its size, whatever the sign).")
  private boolean signed;

  @Option(
      names = "--dtype",
      paramLabel = "TYPE",
      description = "float32 or float64 (default: ${DEFAULT-VALUE}).")
  private String dtype = "float32";

  @Option(
      names = "--kv",
      paramLabel = "WHOSE",
      description =
          "Where heads share keys and values: inputs per head, as in EAP-IG's files, or per group"
              + " (default: ${DEFAULT-VALUE}).")
  private String keyValueInputs = "head";

  @Option(
      names = "--weights",
      paramLabel = "FORM",
      description =
          "raw, as stored, or transformer-lens: norms folded, writing weights centred (default:"
              + " ${DEFAULT-VALUE}).")
  private String weights = "raw";

  @Option(
      names = "--positions",
      paramLabel = "WHOSE",
      description =
          "Whether the position embedding is a node 'pos' of the graph: model, as the model has it,"
              + " sender, or none (default: ${DEFAULT-VALUE}).")
  private String positions = "model";

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description = "cpu, gpu0, gpu1, ... (default: ${DEFAULT-VALUE}).")
  private String device = DEFAULT.device();

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description =
          "Largest number of prompts in a batch, up to 10000000 (default: 32, or as many as fit into the memory that the run may"
              + " take).")
  private Optional<Integer> batchSize = Optional.empty();

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      description =
          "What the run's tensors may take, weights included: 6g, 800m. A run that may need more"
              + " takes smaller batches, or does not begin (default: three quarters of the"
              + " machine's or the container's memory; no limit on a GPU).")
  private Optional<String> memory = Optional.empty();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Threads of one tensor operation, at most 1024; 0 for all cores (default:"
              + " ${DEFAULT-VALUE}).")
  private int threads = DEFAULT.threads();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of everything that is random (default: ${DEFAULT-VALUE}).")
  private long seed = DEFAULT.seed();

  @Option(
      names = "--verify",
      paramLabel = "LEVEL",
      description =
          "How much the run checks itself: off, baseline or full (default:" + " ${DEFAULT-VALUE}).")
  private String verify = "baseline";

  /** Whether no strategy is named. */
  boolean leavesStrategyOpen() {
    return strategy.isEmpty();
  }

  /** Whether it is not said what the model is asked. */
  boolean leavesTaskOpen() {
    return task.isEmpty() && prompts.isEmpty();
  }

  /**
   * What the words ask for; where they leave something open, {@code FirstRun} chooses.
   *
   * @throws PatchbayException if they contradict each other or a value is out of its range
   */
  RunRequest request() {
    if (task.isPresent() && prompts.isPresent()) {
      throw PatchbayException.usage(
          "--task %s and --prompts %s are both given.".formatted(task.get(), prompts.get()),
          "Prompts come from one of them: omit the other.");
    }
    task.ifPresent(FileTask::refuse);
    prompts.ifPresent(DiscoverOptions::checkReadable);
    return new RunRequest(
        model,
        task.orElse(DEFAULT.task()),
        prompts,
        BosWords.policy(bos),
        strategy.orElse(DEFAULT.strategy()),
        metric,
        ablation,
        selection(),
        new ModelForm(
            dataType(dtype),
            oneOf("--kv", keyValueInputs, FormWords.INPUTS),
            oneOf("--weights", weights, FormWords.WEIGHTS),
            oneOf("--positions", positions, FormWords.POSITIONS)),
        checkedDevice(),
        batching(),
        between("--threads", threads, 0, MOST_THREADS),
        seed,
        oneOf("--verify", verify, LEVELS),
        Extras.NONE);
  }

  /**
   * The type of this name.
   *
   * @throws PatchbayException if there is none, or runs do not calculate in it
   */
  static DataType dataType(String word) {
    if (HALVES.contains(word)) {
      throw PatchbayException.usage(
          ("--dtype cannot be '%s': PyTorch multiplies such matrices on a processor 60 times slower"
                  + " than float32's, and a sum of theirs ends at 65,504.")
              .formatted(word),
          "Give float32. Weights that are stored as float16 or bfloat16 are widened as they are"
              + " read.");
    }
    return oneOf("--dtype", word, FormWords.DATA_TYPES);
  }

  private Batching batching() {
    batchSize.ifPresent(size -> between("--batch-size", size, 1, MOST_PROMPTS));
    return new Batching(
        batchSize.orElse(DEFAULT.batchSize()), batchSize.isPresent(), Sizes.memory(memory));
  }

  private Selection selection() {
    if (edges.isPresent() && threshold.isPresent()) {
      throw PatchbayException.usage(
          "--edges %s and --threshold %s are both given.".formatted(edges.get(), threshold.get()),
          "A circuit is chosen by one of them: omit the other.");
    }
    if (signed && edges.isEmpty() && threshold.isEmpty()) {
      throw PatchbayException.usage(
          "--signed says how edges are ranked, but neither --edges nor --threshold is given.",
          "Add one of them: --edges 40 --signed.");
    }
    if (threshold.isPresent() && !Double.isFinite(threshold.get())) {
      throw PatchbayException.usage(
          "--threshold is %s.".formatted(threshold.get()), "Give a finite number: 0.01.");
    }
    edges.ifPresent(count -> atLeast("--edges", count, 0));
    return new Selection(
        edges.map(OptionalInt::of).orElse(OptionalInt.empty()),
        threshold.map(OptionalDouble::of).orElse(OptionalDouble.empty()),
        signed ? Ranking.SIGNED : Ranking.ABSOLUTE);
  }

  private String checkedDevice() {
    if (!device.matches("cpu|gpu\\d{1,2}")) {
      throw PatchbayException.usage(
          "There is no device '%s'.".formatted(device), "Devices are named cpu, gpu0, gpu1, ...");
    }
    return device;
  }

  private static void checkReadable(Path file) {
    if (!Files.isRegularFile(file)) {
      throw PatchbayException.usage(
          "There is no prompt file '%s'.".formatted(file),
          "--prompts takes a JSON or CSV file; paths count from the current folder.");
    }
  }

  /** The number, if it lies between two. */
  static int between(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw PatchbayException.usage(
          "%s is %s.".formatted(option, value),
          "Give it a whole number from %s to %s.".formatted(least, most));
    }
    return value;
  }

  static int atLeast(String option, int value, int least) {
    if (value < least) {
      throw PatchbayException.usage(
          "%s is %s.".formatted(option, value), "Give it a whole number from %s.".formatted(least));
    }
    return value;
  }

  static <T> T oneOf(String option, String word, Map<String, T> choices) {
    T choice = choices.get(word);
    if (choice == null) {
      throw PatchbayException.usage(
          "%s cannot be '%s'.%s".formatted(option, word, NearMiss.sentence(word, choices.keySet())),
          "Give it one of: %s.".formatted(String.join(", ", new TreeSet<>(choices.keySet()))));
    }
    return choice;
  }
}
