package dev.patchbay.model.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What came of a request and of its redirects.
 *
 * @param response the last answer; its body is open
 * @param hops the headers of all answers, in order
 */
record Answer(HttpResponse<InputStream> response, List<HttpHeaders> hops) implements AutoCloseable {

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

  /** A header of the last answer. */
  Optional<String> lastHeader(String name) {
    return response.headers().firstValue(name);
  }

  @Override
  public void close() throws IOException {
    Objects.requireNonNull(response.body()).close();
  }
}
