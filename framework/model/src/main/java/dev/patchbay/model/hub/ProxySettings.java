package dev.patchbay.model.hub;

import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The proxies that the environment names, as other programs read them: {@code HTTPS_PROXY}, {@code
 * HTTP_PROXY}, {@code ALL_PROXY} and {@code NO_PROXY}, in capitals or not.
 */
final class ProxySettings extends ProxySelector {

  private final Optional<InetSocketAddress> https;
  private final Optional<InetSocketAddress> http;
  private final List<String> direct;

  private ProxySettings(
      Optional<InetSocketAddress> https, Optional<InetSocketAddress> http, List<String> direct) {
    this.https = https;
    this.http = http;
    this.direct = direct;
  }

  static ProxySettings of(Environment environment) {
    return new ProxySettings(
        proxy(environment, "HTTPS_PROXY"),
        proxy(environment, "HTTP_PROXY"),
        List.of(
            either(environment, "NO_PROXY")
                .orElse("")
                .toLowerCase(Locale.ROOT)
                .split("[,\\s]+", -1)));
  }

  @Override
  public List<Proxy> select(URI address) {
    Optional<InetSocketAddress> proxy = "https".equals(address.getScheme()) ? https : http;
    return List.of(
        proxy
            .filter(unused -> !isDirect(String.valueOf(address.getHost())))
            .map(at -> new Proxy(Proxy.Type.HTTP, at))
            .orElse(Proxy.NO_PROXY));
  }

  @Override
  public void connectFailed(URI address, SocketAddress proxy, IOException e) {
    // The request itself fails with the same exception.
  }

  private boolean isDirect(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return direct.stream()
        .map(entry -> entry.replaceFirst("^\\*?\\.", "").replaceFirst(":\\d+$", ""))
        .filter(entry -> !entry.isEmpty())
        .anyMatch(entry -> entry.equals("*") || name.equals(entry) || name.endsWith("." + entry));
  }

  private static Optional<InetSocketAddress> proxy(Environment environment, String name) {
    return either(environment, name)
        .or(() -> either(environment, "ALL_PROXY"))
        .map(value -> address(name, value));
  }

  private static Optional<String> either(Environment environment, String name) {
    return environment.get(name.toLowerCase(Locale.ROOT)).or(() -> environment.get(name));
  }

  private static InetSocketAddress address(String name, String value) {
    URI address =
        HubAddress.parsed(value.contains("://") ? value : "http://" + value)
            .filter(uri -> uri.getHost() != null && uri.getUserInfo() == null)
            .filter(uri -> "http".equals(uri.getScheme()))
            // Without the value, which may hold a password.
            .orElseThrow(
                () ->
                    PatchbayException.failed(
                        "%s (or ALL_PROXY) is not the address of a usable proxy.".formatted(name),
                        "It looks like http://proxy.example:8080, without a user's name or password."));
    return new InetSocketAddress(address.getHost(), address.getPort() < 0 ? 80 : address.getPort());
  }
}
