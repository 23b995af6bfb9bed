package dev.patchbay.core.discovery;

import java.util.Objects;

/** Which Patchbay this is. */
public final class Version {

  /** As the jar's manifest says; "development" where the classes are in no jar. */
  public static final String PATCHBAY =
      Objects.requireNonNullElse(
          Version.class.getPackage().getImplementationVersion(), "development");

  private Version() {}
}
