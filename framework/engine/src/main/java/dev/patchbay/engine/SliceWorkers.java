package dev.patchbay.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Does the same for each of several slices of prompts, several at once, and each tensor operation
 * on its slice's thread alone. A circuit's operations are small: to share out each one costs more
 * than it takes.
 */
final class SliceWorkers {

  /** The process's: memory that one thread freed is not another's to use. */
  private static final ExecutorService OTHERS =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "patchbay-slice");
            thread.setDaemon(true);
            return thread;
          });

  private final int threads;

  /**
   * @param threads how many slices are worked on at once; with 1, operations keep all threads
   */
  SliceWorkers(int threads) {
    this.threads = threads;
  }

  /** The answers, in the slices' order. If one fails, this does, when no thread is at work. */
  <A, B> List<B> each(List<A> slices, Function<A, B> work) {
    int workers = Math.min(threads, slices.size());
    if (workers == 1) {
      return slices.stream().map(work).toList();
    }
    List<@Nullable B> answers = new ArrayList<>(Collections.nCopies(slices.size(), null));
    AtomicInteger next = new AtomicInteger();
    Runnable worker =
        () -> {
          TensorEngine.onThreads(1);
          for (int i = next.getAndIncrement(); i < slices.size(); i = next.getAndIncrement()) {
            answers.set(i, work.apply(slices.get(i)));
          }
        };
    List<CompletableFuture<Void>> others =
        IntStream.range(1, workers)
            .mapToObj(i -> CompletableFuture.runAsync(worker, OTHERS))
            .toList();
    try {
      worker.run();
    } finally {
      others.forEach(other -> other.exceptionally(fault -> null).join());
      TensorEngine.onThreads(threads);
    }
    others.forEach(SliceWorkers::check);
    return Collections.unmodifiableList(answers);
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
