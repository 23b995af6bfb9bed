package dev.patchbay.model.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.model.process.JavaProcess;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.run.Progress;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RepositoryLockTest {

  private final ModelId id = ModelId.of("org/tiny").orElseThrow();

  @TempDir Path root;

  @Test
  void of_anotherProcessHasIt_waitsUntilThatOneEnds() throws IOException {
    Process other =
        JavaProcess.of(LockHolder.class, List.of(), root.toString())
            .redirectError(Redirect.DISCARD)
            .start();
    try {
      assertThat(other.getInputStream().read()).isEqualTo('!');
      AtomicInteger naps = new AtomicInteger();
      Patience patience =
          new Patience(
              duration -> {
                if (naps.incrementAndGet() == 3) {
                  other.destroyForcibly().waitFor();
                }
              },
              StallGuard.STRETCH);

      RepositoryLock.of(new HubCache(root), id, patience, Progress.SILENT).close();

      assertThat(naps).hasValueGreaterThanOrEqualTo(3);
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void of_whileWaiting_theUserMayStop() throws IOException {
    Patience patience = new Patience(duration -> {}, StallGuard.STRETCH);
    Progress stopped = Progress.silent(() -> true);
    HubCache cache = new HubCache(root);
    try (RepositoryLock held = RepositoryLock.of(cache, id, patience, Progress.SILENT)) {
      assertThatThrownBy(() -> RepositoryLock.of(cache, id, patience, stopped))
          .isInstanceOf(PatchbayException.class)
          .hasMessageStartingWith("Stopped.");
    }
  }
}
