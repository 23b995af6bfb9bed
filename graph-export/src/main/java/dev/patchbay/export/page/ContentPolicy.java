package dev.patchbay.export.page;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** What a page may do, for the browser to enforce (Content Security Policy Level 3). */
final class ContentPolicy {

  private ContentPolicy() {}

  /** This style sheet and this script, pictures that the page itself makes; nothing else. */
  static String allowing(String style, String script) {
    return String.join(
        "; ",
        "default-src 'none'",
        "script-src " + hash(script),
        "style-src " + hash(style),
        "img-src data: blob:",
        "base-uri 'none'",
        "form-action 'none'");
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }
}
