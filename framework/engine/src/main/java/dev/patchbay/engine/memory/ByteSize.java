package dev.patchbay.engine.memory;

import java.util.List;
import java.util.Locale;

/** Numbers of bytes, for reading. */
public final class ByteSize {

  private static final List<String> UNITS = List.of("KiB", "MiB", "GiB", "TiB");
  private static final double STEP = 1024;

  private ByteSize() {}

  /** Three digits and a unit: 1.46 GiB. */
  public static String words(long bytes) {
    if (bytes < STEP) {
      return bytes + " bytes";
    }
    double size = bytes / STEP;
    int unit = 0;
    // From 1,000 on three digits would be four: the next unit says it in three.
    while (size >= 999.5 && unit < UNITS.size() - 1) {
      size /= STEP;
      unit++;
    }
    String digits = size < 9.995 ? "%.2f" : size < 99.95 ? "%.1f" : "%.0f";
    return String.format(Locale.ROOT, digits, size) + " " + UNITS.get(unit);
  }
}
