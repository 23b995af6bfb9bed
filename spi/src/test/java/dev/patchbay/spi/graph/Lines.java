package dev.patchbay.spi.graph;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** Reference files beside the tests. */
final class Lines {

  private Lines() {}

  static List<String> of(String resource) {
    try (InputStream in = Objects.requireNonNull(Lines.class.getResourceAsStream(resource))) {
      return new String(in.readAllBytes(), UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
