package dev.patchbay.model.file;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The one digest that results name. */
public final class Sha256 {

  private Sha256() {}

  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }
}
