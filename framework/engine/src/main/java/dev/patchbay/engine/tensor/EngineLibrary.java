package dev.patchbay.engine.tensor;

import ai.djl.pytorch.jni.LibUtils;
import java.util.concurrent.CompletableFuture;
import org.slf4j.LoggerFactory;

/**
 * The engine's native library, which a thread of its own loads while others prepare what it is
 * wanted for; {@link TensorEngine#start} waits for it. Closing waits too: a process that ends while
 * the library is being loaded may crash.
 */
public final class EngineLibrary implements AutoCloseable {

  private final CompletableFuture<Void> loading;

  private EngineLibrary(CompletableFuture<Void> loading) {
    this.loading = loading;
  }

  /** Begins to load it. What fails here fails again when the engine starts, and is told there. */
  public static EngineLibrary load() {
    TensorEngine.stayOffline();
    // SLF4J warns of whoever logs while another thread is setting it up.
    LoggerFactory.getILoggerFactory();
    // The library alone: an engine gives threads and gradients to the thread that starts it.
    return new EngineLibrary(
        CompletableFuture.runAsync(LibUtils::loadLibrary, EngineLibrary::onItsThread));
  }

  private static void onItsThread(Runnable task) {
    Thread thread = new Thread(task, "patchbay-library");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    loading.exceptionally(failure -> null).join();
  }
}
