package dev.patchbay.model.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.patchbay.spi.run.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class StallGuardTest {

  private static final Duration STRETCH = Duration.ofMillis(300);

  /** More than a byte every 20 ms brings in that time. */
  private static final long LEAST = 100;

  @Test
  @Timeout(30)
  void read_aServerThatFallsSilent_isGivenUp() throws IOException, InterruptedException {
    assertThat(givenUp(0, Progress.SILENT)).isTrue();
  }

  @Test
  @Timeout(30)
  void read_aServerThatDrips_isGivenUp() throws IOException, InterruptedException {
    assertThat(givenUp(20, Progress.SILENT)).isTrue();
  }

  @Test
  @Timeout(30)
  void read_theUserWantsToStop_endsForThatReason() throws IOException, InterruptedException {
    assertThat(givenUp(20, Progress.silent(() -> true))).isFalse();
  }

  /**
   * Reads until that fails, and answers whether the body came too slowly.
   *
   * @param millis between two bytes after the first ten; 0 if none come
   */
  private static boolean givenUp(int millis, Progress progress)
      throws IOException, InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 1 << 20);
          exchange.getResponseBody().write(new byte[10]);
          exchange.getResponseBody().flush();
          while (!isDone(done, millis) && millis > 0) {
            exchange.getResponseBody().write(1);
            exchange.getResponseBody().flush();
          }
        });
    server.start();
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    try (InputStream body =
            HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofInputStream())
                .body();
        StallGuard guard = new StallGuard(body, STRETCH, LEAST, progress)) {
      assertThatThrownBy(() -> readAll(guard)).isInstanceOf(IOException.class);
      return guard.tooSlow();
    } finally {
      done.countDown();
      server.stop(0);
    }
  }

  /** Waits so long, or for ever, but no longer than for that. */
  private static boolean isDone(CountDownLatch done, int millis) {
    try {
      return done.await(millis == 0 ? Integer.MAX_VALUE : millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private static void readAll(StallGuard guard) throws IOException {
    byte[] buffer = new byte[64];
    int count = guard.read(buffer);
    while (count >= 0) {
      count = guard.read(buffer);
    }
  }
}
