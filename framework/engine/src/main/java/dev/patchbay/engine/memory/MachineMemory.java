package dev.patchbay.engine.memory;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The memory of this machine, or of the container that this process runs in. Tensors lie outside
 * the Java heap.
 *
 * @param total in bytes; nothing where it cannot be known
 * @param available what a new program could have, in bytes; nothing where it cannot be known
 * @param heap the most that the Java heap may take, in bytes
 */
public record MachineMemory(OptionalLong total, OptionalLong available, long heap) {

  private static final Path MEMINFO = Path.of("/proc/meminfo");
  private static final Pattern AVAILABLE = Pattern.compile("MemAvailable:\\s*(\\d+) kB");
  private static final long KIB = 1024;

  /** As it is now. */
  public static MachineMemory now() {
    long heap = Runtime.getRuntime().maxMemory();
    if (!(ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system)) {
      return new MachineMemory(OptionalLong.empty(), OptionalLong.empty(), heap);
    }
    long total = system.getTotalMemorySize();
    // "Free" leaves out file caches, which give way; only Linux says what is available.
    long available = meminfo().orElse(system.getFreeMemorySize());
    return new MachineMemory(
        OptionalLong.of(total), OptionalLong.of(Math.min(total, available)), heap);
  }

  /**
   * What the tensors of a run may usually take: three quarters. The same for every run on a
   * machine, whatever else is at work there, so that equal runs go in equal batches.
   */
  public OptionalLong share() {
    return total.isPresent() ? OptionalLong.of(total.getAsLong() / 4 * 3) : OptionalLong.empty();
  }

  private static OptionalLong meminfo() {
    if (!Files.isReadable(MEMINFO)) {
      return OptionalLong.empty();
    }
    try {
      return available(Files.readAllLines(MEMINFO));
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  static OptionalLong available(List<String> lines) {
    return lines.stream()
        .map(AVAILABLE::matcher)
        .filter(Matcher::matches)
        .mapToLong(matcher -> KIB * Long.parseLong(matcher.group(1)))
        .findFirst();
  }
}
