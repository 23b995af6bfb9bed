package dev.patchbay.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {
      "patchbay " + number(), "Java " + java(),
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

  /** The version in the jar's manifest; classes that lie in a folder have none. */
  static String number() {
    return Objects.requireNonNullElse(
        Version.class.getPackage().getImplementationVersion(), "(not packaged)");
  }
}
