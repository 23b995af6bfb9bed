package dev.patchbay.model.hub;

import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.run.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks the hub. Redirects are followed here and not by the client, which would hand the user's
 * token to whatever machine they lead to.
 */
final class HubConnection {

  private static final int MOST_HOPS = 6;
  private static final Duration PATIENCE_PER_ANSWER = Duration.ofSeconds(30);
  private static final long LOOK_MILLIS = 200;

  private final HttpClient client;
  private final URI endpoint;
  private final Optional<String> token;
  private final Patience patience;

  private HubConnection(
      HttpClient client, URI endpoint, Optional<String> token, Patience patience) {
    this.client = client;
    this.endpoint = endpoint;
    this.token = token;
    this.patience = patience;
  }

  /**
   * With the address, token and proxies that the environment names.
   *
   * @throws PatchbayException if one of them makes no sense
   */
  static HubConnection of(Environment environment, Patience patience) {
    HttpClient client =
        HttpClient.newBuilder()
            .version(Version.HTTP_1_1)
            .followRedirects(Redirect.NEVER)
            .connectTimeout(PATIENCE_PER_ANSWER)
            .proxy(ProxySettings.of(environment))
            .build();
    return new HubConnection(
        client, HubAddress.endpoint(environment), HubAddress.token(environment), patience);
  }

  URI endpoint() {
    return endpoint;
  }

  /**
   * A small document, whole.
   *
   * @param longest how many bytes it can sensibly have
   */
  byte[] document(ModelId id, String path, int longest, Progress progress) {
    return patience.persist(
        what(id),
        progress,
        () -> {
          try (HubResponse answer = request("GET", id, path, 0, progress)) {
            byte[] bytes = whole(answer, longest, progress);
            if (bytes.length > longest) {
              throw PatchbayException.failed(
                  "%s: the answer is longer than %s bytes.".formatted(what(id), longest),
                  "Is HF_ENDPOINT the address of a hub?");
            }
            return bytes;
          }
        });
  }

  /** A body that comes whole within a stretch, or what is longer than asked for of it. */
  private byte[] whole(HubResponse answer, int longest, Progress progress) throws IOException {
    StallGuard body = guard(answer, Long.MAX_VALUE, progress);
    try (body) {
      return body.readNBytes(longest + 1);
    } catch (IOException e) {
      throw body.tooSlow()
          ? new TryAgain(
              "the answer was not all there after %s s"
                  .formatted(patience.stretch().toMillis() / 1e3),
              false)
          : e;
    }
  }

  /**
   * The body of an answer, which is given up if it comes too slowly.
   *
   * @param least how many bytes must come in each stretch
   */
  StallGuard guard(HubResponse answer, long least, Progress progress) {
    return new StallGuard(answer.body(), patience.stretch(), least, progress);
  }

  HubResponse head(ModelId id, String path, Progress progress) {
    return patience.persist(what(id), progress, () -> request("HEAD", id, path, 0, progress));
  }

  <T> T persist(String what, Progress progress, Patience.Attempt<T> attempt) {
    return patience.persist(what, progress, attempt);
  }

  /**
   * One attempt, from this byte of the file on; the caller closes the answer, whose status is 200,
   * 206 or 416.
   *
   * @throws IOException if it may go well another time
   */
  HubResponse request(String method, ModelId id, String path, long from, Progress progress)
      throws IOException, InterruptedException {
    URI address = URI.create(endpoint + path);
    List<HttpHeaders> hops = new ArrayList<>();
    while (hops.size() < MOST_HOPS) {
      HttpResponse<InputStream> response = send(method, address, from, progress);
      hops.add(response.headers());
      Optional<String> location = response.headers().firstValue("Location");
      boolean redirect = response.statusCode() / 100 == 3 && location.isPresent();
      // An address that is signed for GET alone need not be asked: the hub has said all.
      boolean enough =
          method.equals("HEAD") && response.headers().firstValue("X-Linked-Etag").isPresent();
      if (!redirect || enough) {
        HubResponse answer = new HubResponse(response, hops);
        return redirect ? answer : answer.checked(id, endpoint, token.isPresent());
      }
      response.body().close();
      address = HubAddress.redirect(address, location.get());
    }
    throw PatchbayException.failed(
        "%s: %s redirects in a row.".formatted(what(id), MOST_HOPS),
        "Is HF_ENDPOINT the address of a hub?");
  }

  private HttpResponse<InputStream> send(String method, URI address, long from, Progress progress)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(PATIENCE_PER_ANSWER)
            .header("User-Agent", "patchbay")
            .header("Accept-Encoding", "identity")
            .method(method, BodyPublishers.noBody());
    if (from > 0) {
      request.header("Range", "bytes=%s-".formatted(from));
    }
    if (token.isPresent() && HubAddress.sameOrigin(address, endpoint)) {
      request.header("Authorization", "Bearer " + token.get());
    }
    return heard(client.sendAsync(request.build(), BodyHandlers.ofInputStream()), progress);
  }

  /** What comes, unless the user wants to stop before. */
  private static <T> T heard(CompletableFuture<T> answer, Progress progress)
      throws IOException, InterruptedException {
    while (true) {
      try {
        return answer.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (progress.stopRequested()) {
          answer.cancel(true);
          throw PatchbayException.interrupted();
        }
      } catch (ExecutionException e) {
        throw e.getCause() instanceof IOException failed ? failed : new IOException(e.getCause());
      }
    }
  }

  private String what(ModelId id) {
    return "%s at %s".formatted(id, endpoint);
  }
}
