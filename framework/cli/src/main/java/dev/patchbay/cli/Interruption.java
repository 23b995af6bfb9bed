package dev.patchbay.cli;

import java.io.PrintStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * Ctrl-C as a flag that work polls. Nothing else happens in the handler: tensors are touched by the
 * thread that made them or by none. A second Ctrl-C ends the process at once.
 */
final class Interruption {

  private volatile boolean requested;

  /** Whether the user asked to stop. */
  boolean requested() {
    return requested;
  }

  /** As if Ctrl-C was pressed. */
  void request() {
    requested = true;
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
