package dev.patchbay.core.engine;

import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * Does the same for each of several slices of prompts at once: a thread for each, and each tensor
 * operation on its slice's thread alone. A circuit's operations are small: to share out each one
 * costs more than it takes.
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

  /** The answers, in the slices' order. The first to fail fails this, when all are done. */
  <A, B> List<B> each(List<A> slices, Function<A, B> work) {
    if (threads == 1 || slices.size() == 1) {
      return slices.stream().map(work).toList();
    }
    int all = JniUtils.getNumThreads();
    JniUtils.setNumThreads(1);
    List<CompletableFuture<B>> rest =
        slices.stream()
            .skip(1)
            .map(slice -> CompletableFuture.supplyAsync(() -> onOneThread(slice, work), OTHERS))
            .toList();
    List<B> answers = new ArrayList<>();
    try {
      answers.add(work.apply(slices.get(0)));
    } finally {
      rest.forEach(SliceWorkers::await);
      JniUtils.setNumThreads(all);
    }
    rest.forEach(part -> answers.add(answer(part)));
    return answers;
  }

  private static void await(CompletableFuture<?> part) {
    part.exceptionally(fault -> null).join();
  }

  private static <B> B answer(CompletableFuture<B> part) {
    try {
      return part.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException fault) {
        throw fault;
      }
      throw e;
    }
  }

  private static <A, B> B onOneThread(A slice, Function<A, B> work) {
    JniUtils.setNumThreads(1);
    return work.apply(slice);
  }
}
