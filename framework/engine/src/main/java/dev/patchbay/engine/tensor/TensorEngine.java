package dev.patchbay.engine.tensor;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import dev.patchbay.spi.plugin.PatchbayException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The tensor engine of this process, and the one place that tells DJL how to behave: nothing is
 * downloaded, nothing is reported to anybody.
 *
 * @param name with version, such as {@code PyTorch 2.7.1}
 * @param threads threads of one tensor operation
 */
public record TensorEngine(String name, int threads) {

  private static final Pattern DEVICE = Pattern.compile("cpu|gpu(\\d{1,3})?");

  private static @Nullable TensorEngine started;

  /**
   * Starts the engine, the first time; it keeps its threads for the life of the process.
   *
   * @param threads threads of one tensor operation; 0 for all cores, or for those it already has
   * @throws PatchbayException if the engine runs already with another number of threads
   */
  public static synchronized TensorEngine start(int threads) {
    TensorEngine engine = started;
    if (engine == null) {
      engine = first(threadsFor(threads));
      started = engine;
    } else if (threads != 0 && threads != engine.threads) {
      throw PatchbayException.usage(
          "The tensor engine of this process runs on %s threads, not on %s."
              .formatted(engine.threads, threads),
          "It is given its threads once: ask for the same, or start another process.");
    }
    return engine;
  }

  /** How many threads are meant: 0 is all cores. */
  public static int threadsFor(int asked) {
    return asked == 0 ? Runtime.getRuntime().availableProcessors() : asked;
  }

  /** Keeps DJL off the network; for what needs its libraries but no engine. */
  public static void stayOffline() {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
  }

  private static TensorEngine first(int threads) {
    stayOffline();
    // The engine reads both once, when its class is loaded.
    System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    Engine engine = Engine.getInstance();
    return new TensorEngine(engine.getEngineName() + " " + engine.getVersion(), threads);
  }

  /** Gives what this thread asks for so many threads, and what new threads ask for. */
  static void onThreads(int threads) {
    JniUtils.setNumThreads(threads);
  }

  /**
   * The device of this name, whether or not the machine has it: {@code cpu}, {@code gpu}, {@code
   * gpu1}.
   */
  public static Device device(String name) {
    Matcher matcher = DEVICE.matcher(name);
    if (!matcher.matches()) {
      throw PatchbayException.usage(
          "'%s' is not a device.".formatted(name), "Devices are named cpu, gpu0, gpu1.");
    }
    if (name.equals("cpu")) {
      return Device.cpu();
    }
    String index = matcher.group(1);
    return Device.gpu(index == null ? 0 : Integer.parseInt(index));
  }

  /** That this machine has the device. The engine has been started. */
  public static void require(Device device) {
    int gpus = Engine.getInstance().getGpuCount();
    if (device.isGpu() && device.getDeviceId() >= gpus) {
      throw PatchbayException.failed(
          "There is no gpu%s: the tensor engine sees %s GPUs."
              .formatted(device.getDeviceId(), gpus),
          "Run with --device cpu, or install the engine's natives for GPUs.");
    }
  }
}
