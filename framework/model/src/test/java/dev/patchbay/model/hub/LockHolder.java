package dev.patchbay.model.hub;

import dev.patchbay.spi.run.Progress;
import java.io.IOException;
import java.nio.file.Path;

/** Another process that is fetching {@code org/tiny}, until its input ends. */
final class LockHolder {

  private LockHolder() {}

  /** The cache's folder is the one argument. */
  public static void main(String[] arguments) throws IOException {
    HubCache cache = new HubCache(Path.of(arguments[0]));
    ModelId id = ModelId.of("org/tiny").orElseThrow();
    try (RepositoryLock lock = RepositoryLock.of(cache, id, Patience.ofClock(), Progress.SILENT)) {
      System.out.write('!');
      System.out.flush();
      while (System.in.read() >= 0) {}
    }
  }
}
