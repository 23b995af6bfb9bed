package dev.patchbay.testkit;

import ai.djl.ndarray.NDArray;
import ai.djl.util.NativeResource;
import dev.patchbay.spi.run.Activations;
import dev.patchbay.spi.run.BatchScope;
import dev.patchbay.spi.run.CircuitSearch;
import dev.patchbay.spi.run.Experiment;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Another experiment, with a count of what was opened on it and what was closed again. */
final class WatchedExperiment implements InvocationHandler {

  private final Object target; // the experiment, or what was opened on it
  private final Tally tally;

  /** What was seen, here and on the same experiment under other metrics. */
  private static final class Tally {
    private int opened;
    private int closed;
    private int runs;
    private final List<NDArray> tensors = new ArrayList<>();
  }

  WatchedExperiment(Experiment experiment) {
    this(experiment, new Tally());
  }

  private WatchedExperiment(Object target, Tally tally) {
    this.target = target;
    this.tally = tally;
  }

  /** The experiment to run on. */
  Experiment experiment() {
    return as(Experiment.class);
  }

  int opened() {
    return tally.opened;
  }

  int closed() {
    return tally.closed;
  }

  /** Whether the model was run at all. */
  boolean idle() {
    return tally.opened == 0 && tally.runs == 0;
  }

  /** Tensors that the strategy was given and that still live. */
  long livingTensors() {
    return tally.tensors.stream()
        .filter(tensor -> tensor instanceof NativeResource<?> held && !held.isReleased())
        .count();
  }

  private <T> T as(Class<T> type) {
    ClassLoader loader = WatchedExperiment.class.getClassLoader();
    return type.cast(Proxy.newProxyInstance(loader, new Class<?>[] {type}, this));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getName().equals("close")) {
      tally.closed++;
    }
    try {
      return seen(method, method.invoke(target, arguments));
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }

  private @Nullable Object seen(Method method, @Nullable Object answer) {
    if (answer instanceof BatchScope || answer instanceof CircuitSearch) {
      tally.opened++;
      return new WatchedExperiment(answer, tally).as(method.getReturnType());
    }
    if (answer instanceof Experiment) {
      return new WatchedExperiment(answer, tally).experiment();
    }
    if (answer instanceof NDArray tensor) {
      tally.tensors.add(tensor);
    }
    // What is ablated may live longer than the scope, by the ablation's contract.
    if (answer instanceof Activations written && !method.getName().equals("ablated")) {
      tally.tensors.add(written.input());
    }
    if (answer instanceof Double && target instanceof Experiment) {
      tally.runs++; // of a circuit
    }
    return answer;
  }
}
