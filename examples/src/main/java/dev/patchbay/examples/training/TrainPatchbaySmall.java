package dev.patchbay.examples.training;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import dev.patchbay.engine.tensor.TensorEngine;
import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Trains {@code patchbay-small}, the model that ships inside Patchbay: half an hour on two cores.
 *
 * <pre>{@code
 * mvn -q -pl examples -am -DskipTests package dependency:build-classpath \
 *     -Dmdep.outputFile=target/classpath
 * java -cp examples/target/classes:$(cat examples/target/classpath) \
 *     dev.patchbay.examples.training.TrainPatchbaySmall --out patchbay-small
 * }</pre>
 *
 * <p>Its state is saved at every exam; stopped, it goes on from there with {@code --resume}, to the
 * same weights. The folder is then a model for {@code --model}, for Python's {@code transformers}
 * too.
 */
@Command(
    name = "TrainPatchbaySmall",
    mixinStandardHelpOptions = true,
    description = "Trains patchbay-small on IOI, Docstring and Greater-Than at once.")
public final class TrainPatchbaySmall implements Callable<Integer> {

  private static final int MILLIS_BETWEEN_REDRAWS = 500;

  /** Prompts of each task in the exam that the card tells of. */
  private static final int LAST_EXAM = 2000;

  @Option(names = "--out", required = true, description = "The folder for the model.")
  private Path out = Path.of("patchbay-small");

  @Option(names = "--steps", description = "Batches to learn from (default: ${DEFAULT-VALUE}).")
  private int steps = 6000;

  @Option(names = "--seed", description = "Of weights and texts (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(names = "--threads", description = "Of one tensor operation (default: all cores).")
  private int threads;

  @Option(names = "--resume", description = "Go on where the folder's training stopped.")
  private boolean resume;

  public static void main(String[] args) {
    CommandLine command = new CommandLine(new TrainPatchbaySmall());
    command.setExecutionExceptionHandler(
        (problem, line, parsed) -> {
          if (problem instanceof PatchbayException known) {
            System.err.println(known.getMessage());
            return known.kind() == PatchbayException.Kind.USAGE ? 2 : 1;
          }
          throw problem;
        });
    System.exit(command.execute(args));
  }

  @Override
  public Integer call() throws IOException {
    Recipe recipe = Recipe.patchbaySmall(steps, seed);
    TensorEngine engine = TensorEngine.start(threads);
    Files.createDirectories(out);
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      TrainingState state =
          resume
              ? TrainingState.load(recipe, saved(), manager)
              : TrainingState.fresh(recipe, manager);
      Path curve = out.resolve("training-curve.csv");
      TrainingLog log = resume ? TrainingLog.until(state.step(), curve) : TrainingLog.fresh(curve);
      System.out.printf(
          Locale.ROOT,
          "%,d weights, %s words, %s steps, seed %s, %s on %s threads%n",
          recipe.size().parameters(),
          recipe.size().vocabulary(),
          steps,
          seed,
          engine.name(),
          engine.threads());
      try (TrainingRun run = new TrainingRun(recipe, state, manager)) {
        train(run, log);
        finish(run, log, engine);
      }
    }
    return 0;
  }

  private Path saved() {
    return out.resolve("training-state.safetensors");
  }

  private void train(TrainingRun run, TrainingLog log) throws IOException {
    long begin = System.nanoTime();
    double before = log.seconds();
    try (ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName("train")
            .setInitialMax(steps)
            .setUpdateIntervalMillis(MILLIS_BETWEEN_REDRAWS)
            .showSpeed()
            .build()) {
      bar.stepTo(run.state().step());
      double losses = 0;
      int since = 0;
      while (!run.isDone()) {
        losses += run.step();
        since++;
        bar.step();
        bar.setExtraMessage(String.format(Locale.ROOT, " loss %.3f", losses / since));
        if (run.examIsDue()) {
          Exam.Result exam = run.exam(run.recipe().examPrompts());
          double seconds = before + (System.nanoTime() - begin) / 1e9;
          log.add(
              new TrainingLog.Row(run.state().step(), seconds, run.rate(), losses / since, exam));
          run.state().save(run.recipe(), saved());
          System.out.printf(
              Locale.ROOT, "%nstep %s, loss %.4f, %s%n", run.state().step(), losses / since, exam);
          losses = 0;
          since = 0;
        }
      }
    }
  }

  private void finish(TrainingRun run, TrainingLog log, TensorEngine engine) throws IOException {
    Exam.Result exam = run.exam(LAST_EXAM);
    String machine = "%s on %s threads".formatted(engine.name(), engine.threads());
    new ModelFiles(run.recipe())
        .write(
            out,
            run.state().weights(),
            sha256 ->
                new ModelDescription(run.recipe(), machine, log.seconds(), exam, LAST_EXAM, sha256)
                    .text());
    System.out.printf(
        Locale.ROOT, "on %s prompts of each task: %s%nwritten: %s%n", LAST_EXAM, exam, out);
  }
}
