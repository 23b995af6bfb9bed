package dev.patchbay.engine.tensor;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * Threads that work side by side, each tensor operation on its own thread alone. A circuit's
 * operations are small: to share out each one costs more than it takes.
 */
public final class WorkerThreads {

  /** The process's: memory that one thread freed is not another's to use. */
  private static final ExecutorService OTHERS =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "patchbay-slice");
            thread.setDaemon(true);
            return thread;
          });

  private WorkerThreads() {}

  /**
   * Does the same on some threads, of which this is one. If it fails on one, this fails, when no
   * thread is at work.
   *
   * @param count how many; with 1, operations keep all threads
   * @param threads that operations have otherwise
   */
  public static void run(int count, int threads, Runnable work) {
    if (count == 1) {
      work.run();
      return;
    }
    Runnable alone =
        () -> {
          TensorEngine.onThreads(1);
          work.run();
        };
    List<CompletableFuture<Void>> others =
        IntStream.range(1, count).mapToObj(i -> CompletableFuture.runAsync(alone, OTHERS)).toList();
    try {
      alone.run();
    } finally {
      others.forEach(other -> other.exceptionally(fault -> null).join());
      TensorEngine.onThreads(threads);
    }
    others.forEach(WorkerThreads::check);
  }

  private static void check(CompletableFuture<Void> done) {
    try {
      done.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException fault) {
        throw fault;
      }
      throw e;
    }
  }
}
