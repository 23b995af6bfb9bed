package dev.patchbay.core.discovery;

import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.model.file.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Which code is this? A plug-in that is replaced by another of its name is another. */
public final class PluginContent {

  private static final String NO_JAR = "not in a jar";

  /** A jar stays what it is for as long as classes come from it. */
  private static final Map<Path, String> KNOWN = new ConcurrentHashMap<>();

  private PluginContent() {}

  /**
   * SHA-256, in hexadecimal, of the jar that a plug-in, or what it made, came from; where libraries
   * are beside it, of the hashes of all.
   */
  public static String of(Object plugin) {
    List<String> hashes =
        PluginCatalog.origins(plugin).stream()
            .map(Path::of)
            .filter(Files::isRegularFile)
            .map(jar -> KNOWN.computeIfAbsent(jar, PluginContent::hash))
            .toList();
    return switch (hashes.size()) {
      case 0 -> NO_JAR;
      case 1 -> hashes.get(0);
      default -> hex(String.join(" ", hashes).getBytes(StandardCharsets.UTF_8));
    };
  }

  private static String hash(Path jar) {
    try {
      return hex(Files.readAllBytes(jar));
    } catch (IOException e) {
      return NO_JAR; // its classes were read all the same: it is gone since
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(Sha256.digest().digest(bytes));
  }
}
