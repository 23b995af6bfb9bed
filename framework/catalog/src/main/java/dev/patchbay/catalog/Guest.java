package dev.patchbay.catalog;

import dev.patchbay.spi.ablation.Ablation;
import dev.patchbay.spi.export.Exporter;
import dev.patchbay.spi.export.ResultsExporter;
import dev.patchbay.spi.metric.Metric;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.StoredTensor;
import dev.patchbay.spi.model.Tokenizer;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.plugin.Plugin;
import dev.patchbay.spi.plugin.PluginDescriptor;
import dev.patchbay.spi.strategy.DiscoveryStrategy;
import dev.patchbay.spi.task.Task;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A plug-in, or what it made, as the rest of Patchbay calls it. Every call of every kind passes
 * here: what is thrown by mistake and what is missing from an answer is told with the plug-in's
 * name and the call's, and what a plug-in makes is a guest as well.
 */
public final class Guest implements InvocationHandler {

  /** What plug-ins make that is called in its turn. */
  private static final Set<Class<?>> MADE =
      Set.of(
          DiscoveryStrategy.class,
          Metric.class,
          Ablation.class,
          Task.class,
          Checkpoint.class,
          StoredTensor.class,
          Tokenizer.class,
          Exporter.class,
          ResultsExporter.class);

  private static final String SPI = "dev.patchbay.spi.";

  private final String name;
  private final Class<?> plugin;
  private final Map<String, Object> known; // answers that were asked for once and for all
  private final Object target;

  private Guest(String name, Class<?> plugin, Map<String, Object> known, Object target) {
    this.name = name;
    this.plugin = plugin;
    this.known = known;
    this.target = target;
  }

  /** The plug-in as a guest. It is asked now, and never again, for its descriptor and options. */
  static <P extends Plugin> P of(PluginKind<P> kind, Plugin plugin) {
    PluginDescriptor descriptor = plugin.descriptor();
    Map<String, Object> known = Map.of("descriptor", descriptor, "options", plugin.options());
    Guest guest =
        new Guest(
            "the %s '%s'".formatted(kind.word(), descriptor.name()),
            plugin.getClass(),
            known,
            plugin);
    return kind.type().cast(guest.as(kind.type()));
  }

  /** The class of a plug-in, or of the one that made a thing. */
  static Class<?> type(Object guest) {
    Optional<Guest> its = of(guest);
    return its.isPresent() ? its.get().plugin : guest.getClass();
  }

  /**
   * What to say where a guest's answer cannot be used.
   *
   * @param guest a plug-in or what it made
   * @param problem such as "answered 'discover' with a circuit of another graph"
   */
  public static PatchbayException fault(Object guest, String problem) {
    Class<?> type = guest.getClass();
    Guest its =
        of(guest)
            .orElseGet(() -> new Guest("the plug-in " + type.getName(), type, Map.of(), guest));
    return its.failed(problem, null);
  }

  /**
   * Runs the part of a guest that is not a method of its interface, such as an options record's.
   */
  static <T> T call(Plugin plugin, String call, Callable<T> body) {
    try {
      return body.call();
    } catch (Throwable thrown) {
      throw of(plugin)
          .map(guest -> guest.told(call, thrown))
          .orElseGet(() -> fault(plugin, stopped(call, thrown)));
    }
  }

  private static Optional<Guest> of(Object guest) {
    return Proxy.isProxyClass(guest.getClass())
            && Proxy.getInvocationHandler(guest) instanceof Guest its
        ? Optional.of(its)
        : Optional.empty();
  }

  private static Object unwrapped(Object guest) {
    return of(guest).map(its -> its.target).orElse(guest);
  }

  private Object as(Class<?> type) {
    Set<Class<?>> shared = new LinkedHashSet<>(Set.of(type));
    addRefined(type, target.getClass(), shared);
    return Proxy.newProxyInstance(
        Guest.class.getClassLoader(), shared.toArray(Class<?>[]::new), this);
  }

  /** Adds what Patchbay knows as more than this type, such as a source that fetches. */
  private static void addRefined(Class<?> type, Class<?> from, Set<Class<?>> refined) {
    for (Class<?> next = from; next != null; next = next.getSuperclass()) {
      for (Class<?> each : next.getInterfaces()) {
        if (type.isAssignableFrom(each)
            && Modifier.isPublic(each.getModifiers())
            && each.getClassLoader() == type.getClassLoader()) {
          refined.add(each);
        }
        addRefined(type, each, refined);
      }
    }
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    Object before = arguments == null ? known.get(method.getName()) : null;
    if (before != null) {
      return before;
    }
    boolean own = method.getDeclaringClass() == Object.class;
    Thread thread = Thread.currentThread();
    ClassLoader loader = thread.getContextClassLoader();
    boolean interrupted = thread.isInterrupted();
    try {
      if (target.getClass().getClassLoader() instanceof PluginJar home) {
        thread.setContextClassLoader(home); // where its libraries look for their own parts
      }
      Object answer =
          own ? method.invoke(target, unwrapped(arguments)) : asked(proxy, method, arguments);
      if (answer == null && method.getReturnType() != void.class) {
        throw failed("answered '%s' with null".formatted(method.getName()), null);
      }
      Optional<String> lacking = lacking(answer);
      if (lacking.isPresent()) {
        throw failed("answered '%s' with %s".formatted(method.getName(), lacking.get()), null);
      }
      Class<?> made = made(method);
      return answer instanceof Optional<?> some
          ? some.map(one -> guest(one, made))
          : guest(answer, made);
    } catch (Throwable thrown) {
      Throwable cause =
          thrown instanceof InvocationTargetException outer ? outer.getTargetException() : thrown;
      if (Arrays.stream(method.getExceptionTypes()).anyMatch(type -> type.isInstance(cause))) {
        throw cause; // it said that it may
      }
      throw told(method.getName(), cause);
    } finally {
      thread.setContextClassLoader(loader);
      if (!interrupted) {
        Thread.interrupted(); // left set, it would close the next file that is written
      }
    }
  }

  /** The first part that a record of the SPI must have and lacks, in words. */
  private static Optional<String> lacking(@Nullable Object answer)
      throws ReflectiveOperationException {
    if (answer instanceof Record
        && Modifier.isPublic(answer.getClass().getModifiers())
        && answer.getClass().getName().startsWith(SPI)) {
      for (RecordComponent part : answer.getClass().getRecordComponents()) {
        boolean must = !part.getAnnotatedType().isAnnotationPresent(Nullable.class);
        if (must && part.getAccessor().invoke(answer) == null) {
          return Optional.of(
              "a %s whose '%s' is null"
                  .formatted(answer.getClass().getSimpleName(), part.getName()));
        }
      }
    }
    return Optional.empty();
  }

  /** What a plug-in inherits from an interface calls the rest of it through here. */
  private @Nullable Object asked(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    Method its = target.getClass().getMethod(method.getName(), method.getParameterTypes());
    return its.isDefault() && its.equals(method)
        ? InvocationHandler.invokeDefault(proxy, method, arguments)
        : method.invoke(target, arguments);
  }

  private static Object @Nullable [] unwrapped(Object @Nullable [] arguments) {
    return arguments == null
        ? null
        : Arrays.stream(arguments).map(a -> a == null ? null : unwrapped(a)).toArray();
  }

  /** What a method makes, at once or as something that there may be. */
  private static Class<?> made(Method method) {
    return method.getGenericReturnType() instanceof ParameterizedType generic
            && generic.getActualTypeArguments()[0] instanceof Class<?> of
        ? of
        : method.getReturnType();
  }

  private @Nullable Object guest(@Nullable Object answer, Class<?> type) {
    return answer != null && MADE.contains(type)
        ? new Guest(name, plugin, Map.of(), answer).as(type)
        : answer;
  }

  private PatchbayException told(String call, Throwable thrown) {
    if (thrown instanceof PatchbayException known) {
      return known;
    }
    if (thrown instanceof OutOfMemoryError) {
      return PatchbayException.failed(
          "Memory ran out in '%s' of %s: %s.".formatted(call, name, thrown.getMessage()),
          "Use a smaller --batch-size, or more memory: JAVA_OPTS=-Xmx8g patchbay ...; the plug-in is %s."
              .formatted(place()),
          thrown);
    }
    Optional<String> missing =
        thrown instanceof LinkageError ? PluginFault.missingClass(thrown) : Optional.empty();
    return missing.isEmpty()
        ? failed(stopped(call, thrown), thrown)
        : failed(
            "stopped in '%s': the class %s is missing".formatted(call, missing.get()),
            "A plug-in sees the JDK, the SPI, DJL, JGraphT, JSpecify and SLF4J, and brings all else: %s"
                .formatted(PluginFault.remedy(missing.get())),
            thrown);
  }

  private PatchbayException failed(String problem, @Nullable Throwable cause) {
    return failed(problem, "That is a fault of the plug-in or of what it was given", cause);
  }

  private PatchbayException failed(String problem, String advice, @Nullable Throwable cause) {
    return PatchbayException.failed(
        "%s%s %s."
            .formatted(name.substring(0, 1).toUpperCase(Locale.ROOT), name.substring(1), problem),
        "%s; it is %s.".formatted(advice, place()),
        cause);
  }

  private String place() {
    return "%s in %s".formatted(plugin.getName(), Origins.of(plugin));
  }

  /** In words that end well in a point. */
  private static String stopped(String call, Throwable thrown) {
    String words = words(thrown).lines().findFirst().orElse("").replaceFirst("\\.$", "");
    return "stopped in '%s' with %s".formatted(call, words);
  }

  /** What is thrown is the plug-in's own, and may fail in its turn. */
  private static String words(Throwable thrown) {
    String type = thrown.getClass().getName();
    try {
      return Objects.requireNonNullElse(thrown.toString(), type);
    } catch (RuntimeException | Error e) {
      return type;
    }
  }
}
