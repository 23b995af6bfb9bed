package dev.patchbay.model.hub;

import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Set;

/** What the hub's answers mean, where they are not what was asked for. */
final class HubRefusal {

  private static final Set<Integer> GOOD = Set.of(200, 206, 416);
  private static final Set<Integer> FOR_NOW = Set.of(408, 425, 429);

  private HubRefusal() {}

  /**
   * The answer, if it is one; otherwise it is closed.
   *
   * @throws IOException if it may go well another time
   * @throws PatchbayException if it will not
   */
  static Answer checked(Answer answer, ModelId id, URI endpoint, boolean token) throws IOException {
    int status = answer.status();
    if (GOOD.contains(status)) {
      return answer;
    }
    answer.close();
    if (FOR_NOW.contains(status) || status >= 500) {
      throw TryAgain.later(
          status == 429
              ? "the hub has had too many requests (429)"
              : "the hub answers %s".formatted(status),
          retryAfter(answer));
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
  private static Duration retryAfter(Answer answer) {
    return answer
        .lastHeader("Retry-After")
        .filter(value -> value.matches("\\d{1,9}"))
        .map(value -> Duration.ofSeconds(Long.parseLong(value)))
        .orElse(Duration.ZERO);
  }
}
