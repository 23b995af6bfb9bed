package dev.patchbay.cli;

import dev.patchbay.core.discovery.PatchbayVersion;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {
      "patchbay " + PatchbayVersion.NUMBER, "Java " + java(),
    };
  }

  /** The version of Java and of what it runs on. */
  static String java() {
    return "%s on %s %s"
        .formatted(
            System.getProperty("java.version"),
            System.getProperty("os.name"),
            System.getProperty("os.arch"));
  }
}
