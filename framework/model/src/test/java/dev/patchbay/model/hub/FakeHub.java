package dev.patchbay.model.hub;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * A hub on this machine with one model, {@code org/tiny} at {@code main}: small files are answered
 * at once, safetensors by a redirect to a second server, as the hub does.
 */
final class FakeHub implements AutoCloseable {

  static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer hub = server();
  private final HttpServer store = server();
  private final Map<String, byte[]> files = new TreeMap<>();
  private final Map<String, Deque<Integer>> troubles = new ConcurrentHashMap<>();
  private final Map<String, Integer> cuts = new ConcurrentHashMap<>();
  private final Map<String, byte[]> swapped = new ConcurrentHashMap<>();
  private final Map<String, Long> slow = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  String commit = COMMIT;
  String retryAfter = "2";
  boolean ranges = true;
  volatile boolean silent;
  Optional<String> neededToken = Optional.empty();

  FakeHub() {
    hub.createContext("/", exchange -> serve(exchange, this::hub));
    store.createContext("/", exchange -> serve(exchange, this::store));
    hub.start();
    store.start();
  }

  FakeHub file(String name, byte[] content) {
    files.put(name, content);
    return this;
  }

  FakeHub file(String name, String content) {
    return file(name, content.getBytes(StandardCharsets.UTF_8));
  }

  FakeHub remove(String name) {
    files.remove(name);
    return this;
  }

  byte[] content(String name) {
    return files.getOrDefault(name, new byte[0]).clone();
  }

  /** The next requests whose path ends so are answered with these statuses. */
  FakeHub trouble(String pathEnd, Integer... statuses) {
    troubles.put(pathEnd, new ArrayDeque<>(Arrays.asList(statuses)));
    return this;
  }

  /** The body of this file ends after so many bytes, that many times. */
  FakeHub cutShort(String name, int times) {
    cuts.put(name, times);
    return this;
  }

  /** This file's body is another one than its headers say. */
  FakeHub swap(String name, byte[] content) {
    swapped.put(name, content);
    return this;
  }

  /** The body of this file, or this answer, comes byte by byte, so many milliseconds apart. */
  FakeHub drip(String name, long millis) {
    slow.put(name, millis);
    return this;
  }

  String address() {
    return address(hub);
  }

  /** Each as {@code METHOD path}, with the range and whether a token came. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  private void hub(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String token = exchange.getRequestHeaders().getFirst("Authorization");
    if (neededToken.isPresent() && !("Bearer " + neededToken.get()).equals(token)) {
      status(exchange, 401);
    } else if (path.equals("/api/models/org/tiny/revision/main")
        || path.equals("/api/models/org/tiny/revision/" + commit)) {
      String siblings =
          files.keySet().stream()
              .map(name -> "{\"rfilename\":\"%s\"}".formatted(name))
              .collect(Collectors.joining(","));
      body(
          exchange,
          "{\"sha\":\"%s\",\"siblings\":[%s]}"
              .formatted(commit, siblings)
              .getBytes(StandardCharsets.UTF_8),
          path);
    } else if (path.startsWith("/org/tiny/resolve/" + commit + "/")) {
      resolve(exchange, path.substring(path.lastIndexOf('/') + 1));
    } else {
      status(exchange, 404);
    }
  }

  private void resolve(HttpExchange exchange, String name) throws IOException {
    byte[] content = files.get(name);
    if (content == null) {
      status(exchange, 404);
    } else if (name.endsWith(".safetensors")) {
      Headers headers = exchange.getResponseHeaders();
      headers.set("X-Linked-Etag", "\"" + TestDigest.sha256(content) + "\"");
      headers.set("X-Linked-Size", String.valueOf(content.length));
      headers.set("ETag", "\"of-the-redirect\"");
      headers.set("Location", address(store) + "/store/" + name);
      status(exchange, 302);
    } else {
      // As for git's own files: the hash of another kind.
      exchange
          .getResponseHeaders()
          .set("ETag", "W/\"" + TestDigest.sha256(content).substring(0, 40) + "\"");
      body(exchange, content, name);
    }
  }

  private void store(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String name = path.substring(path.lastIndexOf('/') + 1);
    body(exchange, files.getOrDefault(name, new byte[0]), name);
  }

  private void body(HttpExchange exchange, byte[] whole, String name) throws IOException {
    byte[] content = swapped.getOrDefault(name, whole);
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = 0;
    if (range != null && ranges) {
      from = Integer.parseInt(range.replaceAll("\\D", ""));
      if (from >= content.length) {
        status(exchange, 416);
        return;
      }
      exchange
          .getResponseHeaders()
          .set(
              "Content-Range",
              "bytes %s-%s/%s".formatted(from, content.length - 1, content.length));
    }
    int length = content.length - from;
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(length));
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    exchange.sendResponseHeaders(range != null && ranges ? 206 : 200, length);
    boolean cut = cuts.merge(name, -1, Integer::sum) >= 0;
    try (OutputStream out = exchange.getResponseBody()) {
      if (slow.containsKey(name)) {
        drip(out, content, from, slow.get(name));
        return;
      }
      out.write(content, from, cut ? length / 2 : length);
    }
  }

  private static void drip(OutputStream out, byte[] content, int from, long millis)
      throws IOException {
    try {
      for (int i = from; i < content.length; i++) {
        out.write(content[i]);
        out.flush();
        Thread.sleep(millis);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void status(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
  }

  /** What a handler does with a request. */
  private interface Service {
    void answer(HttpExchange exchange) throws IOException;
  }

  private void serve(HttpExchange exchange, Service service) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String range = exchange.getRequestHeaders().getFirst("Range");
    requests.add(
        exchange.getRequestMethod()
            + " "
            + path
            + (range == null ? "" : " " + range)
            + (exchange.getRequestHeaders().containsKey("Authorization") ? " with token" : ""));
    try (exchange) {
      if (silent) {
        silence();
      }
      Integer trouble =
          troubles.entrySet().stream()
              .filter(entry -> path.endsWith(entry.getKey()))
              .findFirst()
              .map(entry -> entry.getValue().poll())
              .orElse(null);
      if (trouble == null) {
        service.answer(exchange);
      } else {
        exchange.getResponseHeaders().set("Retry-After", retryAfter);
        status(exchange, trouble);
      }
    }
  }

  private static void silence() {
    try {
      Thread.sleep(Integer.MAX_VALUE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpServer server() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(threads);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String address(HttpServer server) {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    hub.stop(0);
    store.stop(0);
    threads.shutdownNow();
  }
}
