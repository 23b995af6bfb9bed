package dev.patchbay.spi.plugin;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The options that a user gave a plug-in, as words: {@code threshold=.01,order=head-by-head}.
 *
 * <p>{@link #as} turns them into the plug-in's own record. Components may be {@code int}, {@code
 * long}, {@code double}, {@code boolean}, {@code String} or an enum, whose constants are written in
 * kebab-case.
 *
 * @param plugin the name of the plug-in, for messages
 * @param words option names and what was given for them
 */
public record Options(String plugin, Map<String, String> words) {

  public Options {
    // In the given order: messages that list them must not differ from run to run.
    words = Collections.unmodifiableMap(new LinkedHashMap<>(words));
  }

  /** No options: every one has its fallback. */
  public static Options none(String plugin) {
    return new Options(plugin, Map.of());
  }

  /**
   * Reads {@code acdc:threshold=.01,order=repo}. The name ends at the first colon, an option's name
   * at its first equals sign, so that values may hold both.
   *
   * @param advice how such words look, for the second line of messages
   * @throws PatchbayException if the words are not of that form
   */
  public static Options parse(String words, String advice) {
    return new WrittenOptions(words, advice).read();
  }

  /**
   * Binds the words to a record.
   *
   * @throws PatchbayException if an option is unknown, cannot be read, or the record refuses it
   */
  public <R extends Record> R as(Class<R> type) {
    Map<String, RecordComponent> known = new LinkedHashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      known.put(name(component), component);
    }
    for (String word : words.keySet()) {
      if (!known.containsKey(word)) {
        throw unknown(word, List.copyOf(known.keySet()));
      }
    }
    Object[] values = known.entrySet().stream().map(o -> value(o.getKey(), o.getValue())).toArray();
    return create(type, values);
  }

  /** The option's name: the component's in kebab-case. */
  public static String name(RecordComponent component) {
    return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  /**
   * The name of the option that plays a role.
   *
   * @param type the plug-in's options record
   */
  public static Optional<String> named(Class<? extends Record> type, Option.Role role) {
    return Arrays.stream(type.getRecordComponents())
        .filter(component -> component.getAnnotation(Option.class).role() == role)
        .map(Options::name)
        .findFirst();
  }

  /** Whether an option can be of this type. */
  public static boolean reads(Class<?> type) {
    return type.isEnum()
        || List.of(int.class, long.class, double.class, boolean.class, String.class).contains(type);
  }

  /** What stands for an enum's constant: its name in kebab-case. */
  public static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Every option with its value, given or fallback, as words: what provenance records.
   *
   * @param type the plug-in's options record
   */
  public Map<String, String> resolved(Class<? extends Record> type) {
    Map<String, String> all = new LinkedHashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      String name = name(component);
      all.put(name, words.getOrDefault(name, component.getAnnotation(Option.class).fallback()));
    }
    return all;
  }

  private Object value(String name, RecordComponent component) {
    Option option = component.getAnnotation(Option.class);
    if (option == null) {
      throw new IllegalStateException(
          "The option '%s' of '%s' has no @Option annotation.".formatted(name, plugin));
    }
    String word = words.getOrDefault(name, option.fallback());
    Class<?> type = component.getType();
    try {
      if (type == int.class) {
        return Integer.valueOf(word);
      } else if (type == long.class) {
        return Long.valueOf(word);
      } else if (type == double.class) {
        return Double.valueOf(word);
      } else if (type == String.class) {
        return word;
      } else if (type == boolean.class && List.of("true", "false").contains(word)) {
        return Boolean.valueOf(word);
      } else if (type.isEnum()) {
        return constant(type, word);
      }
    } catch (NumberFormatException e) {
      throw unreadable(name, word, type, e);
    }
    throw unreadable(name, word, type, null);
  }

  private static Object constant(Class<?> type, String word) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> word((Enum<?>) constant).equals(word))
        .findFirst()
        .orElseThrow(() -> new NumberFormatException(word));
  }

  private <R extends Record> R create(Class<R> type, Object[] values) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<R> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      Throwable refusal = e.getCause();
      if (refusal instanceof PatchbayException refused) {
        throw refused;
      }
      throw PatchbayException.usage(
          "'%s' refuses its options %s: %s".formatted(plugin, words, refusal),
          "'patchbay plugins %s' explains them.".formatted(plugin));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("The options record " + type + " cannot be made.", e);
    }
  }

  private PatchbayException unknown(String word, List<String> known) {
    String advice =
        known.isEmpty()
            ? "It has no options."
            : "Its options: " + String.join(", ", new TreeSet<>(known)) + ".";
    return PatchbayException.usage(
        "'%s' has no option '%s'.%s".formatted(plugin, word, NearMiss.sentence(word, known)),
        advice);
  }

  private PatchbayException unreadable(
      String name, String word, Class<?> type, @Nullable Throwable cause) {
    String wanted =
        type.isEnum()
            ? "one of "
                + String.join(
                    ", ",
                    Arrays.stream(type.getEnumConstants()).map(c -> word((Enum<?>) c)).toList())
            : type == boolean.class
                ? "true or false"
                : type == double.class ? "a number" : "a whole number";
    PatchbayException error =
        PatchbayException.usage(
            "'%s' cannot read %s=%s.".formatted(plugin, name, word),
            "Give %s %s.".formatted(name, wanted));
    error.initCause(cause);
    return error;
  }
}
