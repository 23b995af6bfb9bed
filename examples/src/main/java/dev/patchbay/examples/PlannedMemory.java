package dev.patchbay.examples;

import ai.djl.ndarray.types.DataType;
import dev.patchbay.catalog.PluginLoader;
import dev.patchbay.core.discovery.CircuitDiscovery;
import dev.patchbay.core.run.Extras;
import dev.patchbay.core.run.RunPlan;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.core.run.Selection;
import dev.patchbay.core.run.Verify;
import dev.patchbay.core.wiring.Wiring;
import dev.patchbay.engine.memory.Batching;
import dev.patchbay.engine.memory.PeakMemory;
import dev.patchbay.examples.training.Gpt2Size;
import dev.patchbay.model.process.JavaProcess;
import dev.patchbay.model.tokenizer.BosPolicy;
import dev.patchbay.model.weights.ModelForm;
import dev.patchbay.spi.graph.EdgeScores.Ranking;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.run.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/**
 * How near does the memory that a run plans for come to what it takes? Writes random models of
 * GPT-2's layout (half a gigabyte on disk, which stay there), runs strategies on them, each in a
 * process of its own that is started as the command starts itself, and prints for each what was
 * planned, the most that was resident (VmHWM) and the ratio. Searches of large models are ended
 * early: most is held at the start. Linux only; 6 GB of free memory, some minutes.
 *
 * <p>Usage: {@code PlannedMemory FOLDER}
 */
public final class PlannedMemory {

  private static final int POSITIONS = 1024;

  private static final List<String> CASES =
      List.of(
          // model, strategy, edges kept, prompts, tokens, batch, most steps of a search
          "small random 100 32 16 32",
          "small random 3000 32 64 16",
          "small eap 1000 32 16 32",
          "small eap 1000 32 64 32",
          "small eap-ig-inputs 1000 32 64 8",
          "small acdc:threshold=1e-6 0 32 16 32",
          "small acdc 0 32 64 32 200",
          "middle random 100 32 64 32",
          "middle random 10000 32 16 32",
          "middle eap 1000 32 64 8",
          "middle eap 1000 32 64 32",
          "middle eap-ig-inputs:points=2 1000 32 64 32",
          "middle acdc 0 32 16 32 200",
          "gpt2 random 1000 25 16 25",
          "gpt2 eap 1000 25 16 25",
          "gpt2 eap-ig-inputs 1000 25 16 25",
          "gpt2 acdc 0 25 16 25 200");

  private PlannedMemory() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length == 2) {
      measure(Path.of(args[0]), args[1].split(" "));
      return;
    }
    if (args.length != 1) {
      System.err.println("Usage: PlannedMemory FOLDER");
      System.exit(2);
    }
    Path folder = Path.of(args[0]);
    write(folder.resolve("small"), new Gpt2Size(6, 8, 512, 2048, 10_000, POSITIONS));
    write(folder.resolve("middle"), new Gpt2Size(10, 10, 640, 2560, 40_000, POSITIONS));
    write(folder.resolve("gpt2"), new Gpt2Size(12, 12, 768, 3072, 50_257, POSITIONS));
    System.out.println(
        "model, strategy, edges, prompts, tokens, batch, steps  planned  measured  ratio");
    for (String words : CASES) {
      System.out.print("%-51s".formatted(words));
      System.out.flush();
      process(folder, words);
    }
  }

  private static void write(Path folder, Gpt2Size size) throws IOException {
    if (!Files.exists(folder)) {
      RandomFolder.write(
          folder,
          """
          {"model_type": "gpt2", "n_layer": %s, "n_head": %s, "n_embd": %s, "vocab_size": %s,
           "n_positions": %s}
          """
              .formatted(size.layers(), size.heads(), size.dModel(), size.vocabulary(), POSITIONS),
          size.shapes());
    }
  }

  private static void process(Path folder, String words) throws IOException, InterruptedException {
    ProcessBuilder builder =
        JavaProcess.of(
            PlannedMemory.class,
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmn64m"),
            folder.toString(),
            words);
    builder.environment().put("TORCH_CPP_LOG_LEVEL", "ERROR");
    builder.environment().put("OMP_WAIT_POLICY", "PASSIVE");
    builder.environment().put("GLIBC_TUNABLES", "glibc.malloc.hugetlb=1");
    builder.inheritIO().start().waitFor();
  }

  private static void measure(Path folder, String[] words) throws IOException {
    RunRequest request =
        request(
            folder.resolve(words[0]),
            words[1],
            Integer.parseInt(words[2]),
            prompts(folder, Integer.parseInt(words[3]), Integer.parseInt(words[4])),
            Integer.parseInt(words[5]));
    CircuitDiscovery discovery =
        new Wiring(() -> PluginLoader.load(List.of())).get(CircuitDiscovery.class);
    RunPlan plan = discovery.plan(request, Progress.SILENT);
    try {
      discovery.run(
          request, new FewSteps(words.length > 6 ? Long.parseLong(words[6]) : Long.MAX_VALUE));
    } catch (PatchbayException e) {
      if (e.kind() != PatchbayException.Kind.INTERRUPTED) {
        throw e;
      }
    }
    double planned = plan.tensorBytes() + plan.processBytes();
    double measured = PeakMemory.bytes().orElseThrow();
    System.out.printf(
        Locale.ROOT,
        "%7.0f MB %6.0f MB %6.2f%n",
        planned / 1e6,
        measured / 1e6,
        planned / measured);
  }

  private static RunRequest request(
      Path model, String strategy, int edges, Path prompts, int batch) {
    boolean searches = strategy.startsWith("acdc");
    return new RunRequest(
        model.toString(),
        "none",
        Optional.of(prompts),
        BosPolicy.AUTO,
        strategy,
        Optional.of("logit-difference"),
        Optional.of("patching"),
        searches
            ? Selection.AUTOMATIC
            : new Selection(OptionalInt.of(edges), OptionalDouble.empty(), Ranking.ABSOLUTE),
        ModelForm.plain(DataType.FLOAT32),
        "cpu",
        Batching.of(batch),
        0,
        0,
        Verify.BASELINE,
        Extras.NONE);
  }

  /** Clean and corrupted prompts that differ at two tokens. */
  private static Path prompts(Path folder, int count, int tokens) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int[] clean = random.ints(tokens, 1, 1000).toArray();
      int[] corrupt = clean.clone();
      corrupt[tokens / 3] = 1001;
      corrupt[tokens / 2] = 1002;
      pairs.add(
          "{\"clean\":%s,\"corrupt\":%s,\"answers\":[%s],\"wrong_answers\":[%s]}"
              .formatted(Arrays.toString(clean), Arrays.toString(corrupt), 2 * i, 2 * i + 1));
    }
    return Files.writeString(
        folder.resolve("prompts-%s-%s.json".formatted(count, tokens)),
        "{\"prompts\":[%s]}".formatted(String.join(",", pairs)));
  }

  /** Ends a search when it has shown what it holds. */
  private static final class FewSteps implements Progress {

    private final long most;
    private long steps;

    private FewSteps(long most) {
      this.most = most;
    }

    @Override
    public void start(String phase, long all) {
      steps = 0;
    }

    @Override
    public void step(String status) {
      steps++;
    }

    @Override
    public boolean stopRequested() {
      return steps > most;
    }
  }
}
