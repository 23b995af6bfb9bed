package dev.patchbay.model.hub;

import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/** Where the hub is, and what belongs to it. */
final class HubAddress {

  private static final String USUAL = "https://huggingface.co";

  private HubAddress() {}

  /** {@code HF_ENDPOINT}, else Hugging Face's own. */
  static URI endpoint(Environment environment) {
    String text = environment.get("HF_ENDPOINT").orElse(USUAL);
    URI address =
        text.matches("https?://[^\\s?#@]+")
            ? parsed(text.replaceAll("/+$", "")).orElse(null)
            : null;
    if (address == null || address.getHost() == null) {
      throw PatchbayException.usage(
          "HF_ENDPOINT is '%s', which is not the address of a hub.".formatted(text),
          "It looks like %s; unset it to use that.".formatted(USUAL));
    }
    return address;
  }

  /** {@code HF_TOKEN}; never part of any message. */
  static Optional<String> token(Environment environment) {
    Optional<String> token = environment.get("HF_TOKEN");
    if (token.isPresent() && !token.get().matches("[\\x21-\\x7e]+")) {
      throw PatchbayException.usage(
          "HF_TOKEN holds characters that no token has.", "Copy it again, or unset it.");
    }
    return token;
  }

  /**
   * Where a redirect leads.
   *
   * @throws IOException if it leads nowhere, or out of https
   */
  static URI redirect(URI from, String location) throws IOException {
    URI to =
        parsed(location)
            .map(from::resolve)
            .orElseThrow(() -> new IOException("a redirect to no address"));
    boolean web = "https".equals(to.getScheme()) || "http".equals(to.getScheme());
    if (!web || to.getHost() == null) {
      throw new IOException("a redirect to no address of the web");
    }
    if (from.getScheme().equals("https") && !to.getScheme().equals("https")) {
      throw new IOException("a redirect from https to http");
    }
    return to;
  }

  /** Whether two addresses are of one server, which may then see the token of the other. */
  static boolean sameOrigin(URI a, URI b) {
    return a.getScheme().equals(b.getScheme()) && host(a).equals(host(b)) && port(a) == port(b);
  }

  private static String host(URI address) {
    return String.valueOf(address.getHost()).toLowerCase(Locale.ROOT);
  }

  private static int port(URI address) {
    if (address.getPort() >= 0) {
      return address.getPort();
    }
    return address.getScheme().equals("https") ? 443 : 80;
  }

  static Optional<URI> parsed(String text) {
    try {
      return Optional.of(URI.create(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
