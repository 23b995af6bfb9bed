package dev.patchbay.examples;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.model.folder.FolderSource;
import dev.patchbay.model.process.JavaProcess;
import dev.patchbay.plugins.architecture.LlamaArchitecture;
import dev.patchbay.spi.model.Checkpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * How much memory does it take to load a model of a billion weights? Writes a checkpoint of Llama
 * 3.2 1B's shape with random weights in bfloat16 (2.5 GB on disk, which stay there), loads it as
 * float32 in a process of its own, and says how much anonymous memory that process had: all of it,
 * Java's included. Linux only; 7 GB of free memory.
 *
 * <p>Usage: {@code LoadingMemory FOLDER}; a folder that exists is taken as it is.
 */
public final class LoadingMemory {

  private static final RandomLlama MODEL = RandomLlama.ONE_BILLION;
  private static final long MILLISECOND = 1_000_000;
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final double GIGABYTE = 1e9;

  private LoadingMemory() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length == 2 && args[1].equals("load")) {
      load(args[0]);
    } else if (args.length == 1) {
      Path folder = Path.of(args[0]);
      if (!Files.exists(folder)) {
        MODEL.write(folder);
      }
      System.exit(process(folder));
    } else {
      System.err.println("Usage: LoadingMemory FOLDER");
      System.exit(2);
    }
  }

  private static int process(Path folder) throws IOException, InterruptedException {
    return JavaProcess.of(LoadingMemory.class, List.of("-Xmx512m"), folder.toString(), "load")
        .inheritIO()
        .start()
        .waitFor();
  }

  private static void load(String folder) throws InterruptedException {
    AtomicBoolean loaded = new AtomicBoolean();
    AtomicLong peak = new AtomicLong();
    Thread watcher =
        new Thread(
            () -> {
              while (!loaded.get()) {
                peak.accumulateAndGet(anonymousBytes(), Math::max);
                LockSupport.parkNanos(MILLISECOND);
              }
            });
    watcher.start();
    long begin = System.nanoTime();
    try (Checkpoint checkpoint = new FolderSource().open(folder).orElseThrow();
        LoadedModel model =
            LoadedModel.load(checkpoint, new LlamaArchitecture(), Device.cpu(), DataType.FLOAT32)) {
      double seconds = (System.nanoTime() - begin) / 1e9;
      loaded.set(true);
      watcher.join();
      double weights = MODEL.weights() * (double) Float.BYTES;
      System.out.printf(
          Locale.ROOT,
          "%s: weights %.3f GB, peak %.3f GB (%.3f of the weights), after %.3f GB, %.1f s%n",
          model.info().name(),
          weights / GIGABYTE,
          peak.get() / GIGABYTE,
          peak.get() / weights,
          anonymousBytes() / GIGABYTE,
          seconds);
    }
  }

  private static long anonymousBytes() {
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith("RssAnon:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
