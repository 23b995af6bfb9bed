package dev.patchbay.cli;

import dev.patchbay.core.lookup.Models;
import dev.patchbay.core.report.FolderLock;
import dev.patchbay.core.report.ResultsFiles;
import dev.patchbay.core.report.ResultsJson;
import dev.patchbay.engine.memory.MachineMemory;
import dev.patchbay.engine.tensor.TensorEngine;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.report.ComparedCell.Status;
import dev.patchbay.spi.report.ComparisonResults;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.study.Cell;
import dev.patchbay.study.Comparison;
import dev.patchbay.study.Results;
import dev.patchbay.study.ResultsTables;
import dev.patchbay.study.Study;
import dev.patchbay.study.StudyRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares strategies: which finds the circuit, at what size, at what cost, and is it chance? */
@Command(
    name = "compare",
    abbreviateSynopsis = true,
    description = {
      "Compares strategies on the same model, prompts, metric and ablation: closeness to a known"
          + " circuit, faithfulness at every size, stability and cost, with intervals, as a"
          + " table, data files and a page to read."
    },
    footer = {
      "",
      "Examples:",
      "  patchbay compare",
      "  patchbay compare --task ioi --strategy eap --strategy acdc --out ioi",
      "  patchbay compare examples/studies/exam.yaml --out exam --resume",
      "  patchbay compare examples/studies/eap-paper.yaml --model path/to/gpt2"
    })
final class CompareCommand implements Callable<Integer> {

  private final Console console;
  private final Supplier<Models> models;
  private final Supplier<Comparison> comparison;
  private final Supplier<ResultsFiles> shown;
  private final Interruption interruption;

  @Parameters(
      arity = "0..1",
      paramLabel = "STUDY",
      description = "A study file (YAML); options replace what it says (default: none).")
  private Optional<Path> file = Optional.empty();

  @Mixin private CompareOptions options = new CompareOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where the files are written (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("patchbay-comparison");

  @Option(
      names = "--resume",
      description = "Take finished cases of the same study from --out instead of measuring them.")
  private boolean resume;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description =
          "Measure in N processes at once, which share the cores and the memory; no more than"
              + " there are cases or cores (default: ${DEFAULT-VALUE}, this one).")
  private int jobs = 1;

  @Option(
      names = "--share-threads",
      hidden = true,
      description = "This is one of the processes of --jobs, and is to take so many threads.")
  private Optional<Integer> shareThreads = Optional.empty();

  @Option(
      names = "--share-memory",
      hidden = true,
      description = "What the tensors of one of the processes of --jobs may take, in bytes.")
  private Optional<Long> shareMemory = Optional.empty();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Threads of one tensor operation, at most 1024 (default: all cores, shared among --jobs).")
  private int threads;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      description =
          "What the tensors may take, weights included: 6g, 800m; shared among --jobs (default:"
              + " three quarters of the machine's or the container's memory; no limit on a GPU).")
  private Optional<String> memory = Optional.empty();

  @Option(names = "--json", description = "Print results.json instead of the table.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  CompareCommand(
      Console console,
      Interruption interruption,
      Supplier<Models> models,
      Supplier<Comparison> comparison,
      Supplier<ResultsFiles> shown) {
    this.console = console;
    this.models = models;
    this.comparison = comparison;
    this.shown = shown;
    this.interruption = interruption;
  }

  @Override
  public Integer call() throws IOException {
    if (jobs < 1) {
      throw PatchbayException.usage("--jobs is %s.".formatted(jobs), "Give a number from 1 on.");
    }
    DiscoverOptions.between("--threads", threads, 0, DiscoverOptions.MOST_THREADS);
    OptionalLong bytes = Sizes.memory(memory);
    Study wanted = options.study(file);
    Study study =
        CompareOptions.bounded(
            wanted,
            model -> models.get().card(model).graph().edgeCount(),
            shareThreads.isPresent() ? words -> {} : console::tell);
    if (shareThreads.isPresent()) {
      share(
          comparison.get().within(shareMemory.map(OptionalLong::of).orElse(OptionalLong.empty())),
          study);
      return 0;
    }
    int cases = comparison.get().count(study);
    int processes = processes(cases);
    int each = processes == 1 || threads > 0 ? threads : TensorEngine.threadsFor(0) / processes;
    TensorEngine.start(each);
    OptionalLong share = processes == 1 ? bytes : shared(study, bytes, processes);
    Comparison within = comparison.get().within(share);
    interruption.listen(console.err());
    try (FolderLock lock = FolderLock.of(out)) {
      Results results;
      try (Display display = Display.on(console, interruption::requested)) {
        display.start("compare", cases);
        results =
            processes == 1
                ? within.run(study, command(), out, resume, display.within(), watcher(display))
                : divided(within, study, display, processes, sharing(each, share));
      } catch (PatchbayException e) {
        throw e.kind() == PatchbayException.Kind.INTERRUPTED
            ? PatchbayException.interrupted(
                "Finished cases are kept: the same command with --resume goes on from here.")
            : e;
      }
      ComparisonResults compared = results.compared();
      List<Path> files = new ArrayList<>(ResultsTables.write(results, compared, out));
      files.addAll(shown.get().write(compared, out));
      show(results, compared, files);
      // What a strategy refuses is a result; what fails is none.
      return results.cells().stream().anyMatch(cell -> cell.status() == Status.FAILED) ? 1 : 0;
    }
  }

  /** More processes than cases or cores would wait for one another. */
  private int processes(int cases) {
    int cores = Runtime.getRuntime().availableProcessors();
    int most = Math.max(1, Math.min(cases, cores));
    if (jobs > most) {
      console.tell(
          "jobs     %s instead of %s (cases: %s, cores: %s)".formatted(most, jobs, cases, cores));
    }
    return Math.min(jobs, most);
  }

  /** What each of several processes may take: what one alone might, in equal parts. */
  private static OptionalLong shared(Study study, OptionalLong bytes, int processes) {
    OptionalLong all =
        bytes.isPresent() || !study.device().equals("cpu") ? bytes : MachineMemory.now().share();
    return all.isPresent() ? OptionalLong.of(all.getAsLong() / processes) : all;
  }

  /** As one of the processes of --jobs. */
  private void share(Comparison comparison, Study study) {
    ParentWatch.begin(System.in);
    TensorEngine.start(shareThreads.orElseThrow());
    interruption.listen(console.err());
    comparison.share(study, out, Progress.silent(interruption::requested));
  }

  /** What is said to a process beside the words of this one: its part of cores and memory. */
  private static List<String> sharing(int each, OptionalLong share) {
    List<String> words = new ArrayList<>(List.of("--share-threads=" + each));
    share.ifPresent(bytes -> words.add("--share-memory=" + bytes));
    return words;
  }

  /** Lets other processes do the work. */
  private Results divided(
      Comparison comparison, Study study, Display display, int processes, List<String> sharing)
      throws IOException {
    StudyRun division = comparison.divide(study, out, resume, display.within(), watcher(display));
    List<String> words = new ArrayList<>(words());
    words.addAll(1, sharing); // after the command's name: what is last may end the options
    new CompareWorkers(words, division, display).run(Math.min(processes, division.left()));
    return comparison.finish(division, command(), watcher(display));
  }

  private void show(Results results, ComparisonResults compared, List<Path> files)
      throws IOException {
    if (json) {
      ResultsJson.write(compared, console.out());
      console.out().flush();
      return;
    }
    console.show(new ComparePage(results, console.paint(), console.room()).lines());
    console.show("");
    long plots = files.stream().filter(file -> file.toString().endsWith(".svg")).count();
    String others =
        files.stream()
            .filter(file -> !file.toString().endsWith(".svg"))
            .map(file -> String.valueOf(file.getFileName()))
            .collect(Collectors.joining(", "));
    console.show("written  %s: %s, %s plots, cells".formatted(out, others, plots));
    console.show("See it: open " + out.resolve("report.html") + " in a browser");
  }

  private static Comparison.Watcher watcher(Display display) {
    return new Comparison.Watcher() {
      @Override
      public void finished(Cell cell) {
        display.step(Visible.of(cell.key().contender() + " on " + cell.key().task()));
      }

      @Override
      public void note(String words) {
        display.note(words);
      }
    };
  }

  private List<String> words() {
    return spec.commandLine().getParseResult().originalArgs();
  }

  private String command() {
    return "patchbay "
        + words().stream()
            .map(
                word ->
                    word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
  }
}
