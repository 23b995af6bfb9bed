package dev.patchbay.cli;

import java.util.List;
import java.util.Locale;

/** Bytes and counts for reading. */
final class Sizes {

  private static final List<String> UNITS = List.of("KiB", "MiB", "GiB", "TiB");
  private static final double STEP = 1024;

  private Sizes() {}

  /** Three digits and a unit: 1.46 GiB. */
  static String bytes(long bytes) {
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

  /** With thousands apart: 32,491. */
  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
