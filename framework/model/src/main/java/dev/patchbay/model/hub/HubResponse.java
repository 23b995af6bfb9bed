package dev.patchbay.model.hub;

import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What came of a request and of its redirects.
 *
 * @param response the last answer; its body is open
 * @param hops the headers of all answers, in order
 */
record HubResponse(HttpResponse<InputStream> response, List<HttpHeaders> hops)
    implements AutoCloseable {

  private static final Set<Integer> GOOD = Set.of(200, 206, 416);
  private static final Set<Integer> FOR_NOW = Set.of(408, 425, 429);

  int status() {
    return response.statusCode();
  }

  InputStream body() {
    return response.body();
  }

  /** A header of the first answer that has it: the hub says itself what a redirect leads to. */
  Optional<String> header(String name) {
    return hops.stream().flatMap(headers -> headers.firstValue(name).stream()).findFirst();
  }

  Optional<String> lastHeader(String name) {
    return response.headers().firstValue(name);
  }

  /**
   * This, if it is what was asked for; otherwise it is closed.
   *
   * @throws IOException if it may go well another time
   * @throws PatchbayException if it will not
   */
  HubResponse checked(ModelId id, URI endpoint, boolean token) throws IOException {
    int status = status();
    if (GOOD.contains(status)) {
      return this;
    }
    close();
    if (FOR_NOW.contains(status) || status >= 500) {
      throw new TryAgain(
          status == 429
              ? "the hub has had too many requests (429)"
              : "the hub answers %s".formatted(status),
          retryAfter());
    }
    throw refusal(status, id, endpoint, token);
  }

  private static PatchbayException refusal(int status, ModelId id, URI endpoint, boolean token) {
    return switch (status) {
      case 401 ->
          PatchbayException.failed(
              token
                  ? "%s: the hub does not accept HF_TOKEN for it (401).".formatted(id)
                  : "%s: the hub does not show it to everybody, or has none of this name (401)."
                      .formatted(id),
              token
                  ? "Check the name, and that the token is valid and may read this model."
                  : "Check the name; for a gated or private model, set HF_TOKEN.");
      case 403 ->
          PatchbayException.failed(
              "%s: the model is gated (403).".formatted(id),
              "Accept its terms at %s/%s, then %s."
                  .formatted(
                      endpoint,
                      id.repository(),
                      token ? "use a token that may read it" : "set HF_TOKEN"));
      case 404 ->
          PatchbayException.failed(
              "%s: the hub has no such model, revision or file (404).".formatted(id),
              "Names look like hf:org/name or hf:org/name@revision: see %s.".formatted(endpoint));
      default ->
          PatchbayException.failed(
              "%s: the hub answers %s.".formatted(id, status),
              "Is %s the address of a hub?".formatted(endpoint));
    };
  }

  /** In seconds; a date, which the hub does not send, counts as nothing said. */
  private Duration retryAfter() {
    return lastHeader("Retry-After")
        .filter(value -> value.matches("\\d{1,9}"))
        .map(value -> Duration.ofSeconds(Long.parseLong(value)))
        .orElse(Duration.ZERO);
  }

  @Override
  public void close() throws IOException {
    Objects.requireNonNull(response.body()).close();
  }
}
