package dev.patchbay.engine.tensor;

import ai.djl.engine.EngineException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The scripts of this process. Where the tensor engine cannot load one, as another PyTorch might
 * not, or where they are switched off, plain operations do the same.
 */
public final class Kernels {

  /** A system property: {@code off} for plain operations alone, in models loaded from then on. */
  public static final String SWITCH = "patchbay.kernels";

  static final String FUSED = "kernels.py";

  static final String PACKED = "packed.py";

  private static final Map<String, Loaded> LOADED = new ConcurrentHashMap<>();

  /**
   * One of the two.
   *
   * @param fault why there is no script
   */
  private record Loaded(@Nullable Script script, @Nullable String fault) {

    static Loaded of(String file) {
      try {
        Script script = Script.load(file);
        if (file.equals(PACKED)) {
          Packing.tryOut(script);
        }
        return new Loaded(script, null);
      } catch (EngineException e) {
        return new Loaded(
            null, String.valueOf(e.getMessage()).strip().lines().findFirst().orElse(""));
      }
    }
  }

  private Kernels() {}

  static boolean switchedOff() {
    return "off".equals(System.getProperty(SWITCH));
  }

  private static Loaded loaded(String file) {
    return LOADED.computeIfAbsent(file, Loaded::of);
  }

  /** The script of this file, unless there are to be none. */
  static Optional<Script> script(String file) {
    return switchedOff() ? Optional.empty() : Optional.ofNullable(loaded(file).script());
  }

  /** Why this file has no script; null where it has one. */
  static @Nullable String fault(String file) {
    return loaded(file).fault();
  }

  /** What a user is to know of them. */
  static String note() {
    if (switchedOff()) {
      return "plain operations, as -D%s=off says".formatted(SWITCH);
    }
    return "%s; %s"
        .formatted(
            words(FUSED, "fused operations", "plain operations"),
            words(PACKED, "packed weights", "weights as they are"));
  }

  private static String words(String file, String loaded, String otherwise) {
    String fault = fault(file);
    return fault == null
        ? loaded
        : "%s, as the engine cannot load others (%s)".formatted(otherwise, fault);
  }
}
