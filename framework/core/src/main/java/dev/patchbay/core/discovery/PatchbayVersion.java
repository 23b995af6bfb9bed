package dev.patchbay.core.discovery;

import java.util.Objects;

/** Which Patchbay this is. */
public final class PatchbayVersion {

  /** As the jar's manifest says; "development" where the classes are in no jar. */
  public static final String NUMBER =
      Objects.requireNonNullElse(
          PatchbayVersion.class.getPackage().getImplementationVersion(), "development");

  private PatchbayVersion() {}
}
