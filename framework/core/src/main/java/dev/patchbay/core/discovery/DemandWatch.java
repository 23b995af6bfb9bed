package dev.patchbay.core.discovery;

import dev.patchbay.spi.run.BatchScope;
import dev.patchbay.spi.run.Experiment;
import dev.patchbay.spi.strategy.Demand;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hears what a strategy asks of an experiment that takes memory, before the experiment does.
 *
 * @param target an experiment, or a batch at work
 * @param asked what is told of each demand
 */
public record DemandWatch(Object target, Consumer<Demand> asked) implements InvocationHandler {

  /** The same experiment, watched, with its batches and itself under other metrics. */
  public static Experiment on(Experiment experiment, Consumer<Demand> asked) {
    return new DemandWatch(experiment, asked).as(Experiment.class);
  }

  private <T> T as(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(DemandWatch.class.getClassLoader(), new Class<?>[] {type}, this));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    demand(method).ifPresent(asked);
    try {
      Object answer = method.invoke(target, arguments);
      if (answer instanceof Experiment || answer instanceof BatchScope) {
        return new DemandWatch(answer, asked).as(method.getReturnType());
      }
      return answer;
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }

  /** What a call of this method of an experiment or a batch asks for. */
  static Optional<Demand> demand(Method method) {
    return switch (method.getName()) {
      case "search", "mirroredSearch" -> Optional.of(Demand.SEARCH);
      case "lossGradients", "patternGradient" -> Optional.of(Demand.GRADIENTS);
      case "effectGradients" ->
          Optional.of(
              method.getParameterCount() == 0 ? Demand.EFFECT_GRADIENTS : Demand.GRADIENTS_BETWEEN);
      default -> Optional.empty();
    };
  }
}
