package dev.patchbay.cli;

import java.io.PrintStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.function.IntConsumer;

/**
 * Ctrl-C as a flag that work polls: tensors are touched by the thread that made them or by none.
 * Work that does not look at the flag in time, a long pass or a plug-in, ends with the process;
 * what was being written is complete or absent. A second Ctrl-C ends the process at once.
 */
final class Interruption {

  /** A user who has waited longer than this presses again. */
  private static final Duration PATIENCE = Duration.ofMillis(1500);

  private final Duration patience;
  private final IntConsumer end;
  private volatile boolean requested;

  /** That of this process. */
  Interruption() {
    // Not exit(): hooks and finalizers would meet tensors that are at work.
    this(PATIENCE, exitCode -> Runtime.getRuntime().halt(exitCode));
  }

  /**
   * @param patience how long work has to stop by itself
   * @param end ends the process with this exit code
   */
  Interruption(Duration patience, IntConsumer end) {
    this.patience = patience;
    this.end = end;
  }

  /** Whether the user asked to stop. */
  boolean requested() {
    return requested;
  }

  /** As if Ctrl-C was pressed. */
  void request() {
    requested = true;
  }

  private void endLater(PrintStream err) {
    Thread watch =
        new Thread(
            () -> {
              try {
                Thread.sleep(patience.toMillis());
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
              }
              err.println(
                  "Stopped in the middle of a step.\nFiles that are there are complete; --resume goes on"
                      + " where a search or a comparison has got to.");
              end.accept(Failure.INTERRUPTED);
            },
            "patchbay-interruption");
    watch.setDaemon(true);
    watch.start();
  }

  /**
   * Listens from now on. Where the Java runtime has no signals, Ctrl-C ends the process at once.
   */
  void listen(PrintStream err) {
    try {
      // By name: the compiler warns of sun.misc, which every JDK so far exports.
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object interrupt = signal.getConstructor(String.class).newInstance("INT");
      Object byDefault = handler.getField("SIG_DFL").get(null);
      var handle = signal.getMethod("handle", signal, handler);
      InvocationHandler onInterrupt =
          (proxy, method, arguments) -> {
            if (method.getName().equals("handle")) {
              request();
              handle.invoke(null, interrupt, byDefault);
              err.println("\nStopping... (Ctrl-C again ends at once)");
              endLater(err);
            }
            return null;
          };
      ClassLoader loader = Interruption.class.getClassLoader();
      handle.invoke(
          null, interrupt, Proxy.newProxyInstance(loader, new Class<?>[] {handler}, onInterrupt));
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      requested = false;
    }
  }
}
