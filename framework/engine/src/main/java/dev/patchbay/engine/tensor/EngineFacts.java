package dev.patchbay.engine.tensor;

import ai.djl.engine.Engine;
import ai.djl.util.Platform;
import ai.djl.util.Utils;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the tensor engine is made of, for those who look for a fault.
 *
 * @param name with version, such as {@code PyTorch 2.7.1}
 * @param djl the version of DJL, which calls it
 * @param library the native library: version, processor and system
 * @param kernels whether what models compute is asked for in joined operations, and why not if not
 * @param devices {@code cpu}, then the GPUs that the engine sees
 * @param threads threads of one tensor operation
 * @param cache where DJL unpacks native libraries
 */
public record EngineFacts(
    String name,
    String djl,
    String library,
    String kernels,
    List<String> devices,
    int threads,
    Path cache) {

  /**
   * Starts the engine, if it has not been, and asks it.
   *
   * @throws LinkageError if the native library does not load
   */
  public static EngineFacts ask() {
    TensorEngine started = TensorEngine.start(0);
    Engine engine = Engine.getInstance();
    String folder = engine.getEngineName().toLowerCase(Locale.ROOT);
    Platform platform = Platform.detectPlatform(folder);
    return new EngineFacts(
        started.name(),
        Engine.getDjlVersion(),
        "%s for %s, %s"
            .formatted(platform.getVersion(), platform.getFlavor(), platform.getClassifier()),
        Kernels.note(),
        Stream.concat(
                Stream.of("cpu"),
                IntStream.range(0, engine.getGpuCount()).mapToObj(gpu -> "gpu" + gpu))
            .toList(),
        started.threads(),
        Utils.getEngineCacheDir(folder));
  }
}
