package dev.patchbay.core.hub;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class StallGuardTest {

  private static final Duration SILENCE = Duration.ofMillis(300);

  @Test
  @Timeout(30)
  void read_aServerThatFallsSilent_endsWithAnError() throws IOException, InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write(new byte[10]);
          exchange.getResponseBody().flush();
          await(done);
        });
    server.start();
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    try (InputStream body =
            HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofInputStream())
                .body();
        StallGuard guard = new StallGuard(body, SILENCE, Progress.SILENT)) {
      assertThatThrownBy(() -> readAll(guard)).isInstanceOf(IOException.class);
    } finally {
      done.countDown();
      server.stop(0);
    }
  }

  private static void await(CountDownLatch done) {
    try {
      done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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
