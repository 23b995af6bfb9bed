package dev.patchbay.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.model.process.JavaProcess;
import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {

  @TempDir Path temp;

  @Test
  void of_heldByAnotherProcess_isRefusedWithItsNumberUntilItIsKilled()
      throws IOException, InterruptedException {
    Path folder = temp.resolve("new/out");
    Process other =
        JavaProcess.of(Holder.class, List.of("-XX:TieredStopAtLevel=1"), folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(other.getInputStream().read()).isEqualTo('.');

    assertThatThrownBy(() -> FolderLock.of(folder))
        .isInstanceOf(PatchbayException.class)
        .hasMessage(
            "The output folder '%s' is in use: process %s writes its results there."
                    .formatted(folder, other.pid())
                + "\nWait until it has ended, or give another folder with --out.");

    other.destroyForcibly().waitFor();
    assertThatCode(() -> FolderLock.of(folder).close()).doesNotThrowAnyException();
  }

  /** Another process that holds a folder until it is killed. */
  static final class Holder {

    private Holder() {}

    public static void main(String[] words) throws IOException {
      try (FolderLock lock = FolderLock.of(Path.of(words[0]))) {
        assertThat(lock).isNotNull();
        System.out.write('.');
        System.out.flush();
        System.in.read();
      }
    }
  }

  @Test
  void of_heldByThisProcess_isRefusedUnderEachOfItsNamesAndStaysHeld() throws IOException {
    Path link = temp.resolve("link");
    Path folder = Files.createDirectory(temp.resolve("out"));
    Files.createSymbolicLink(link, folder);

    try (FolderLock held = FolderLock.of(folder)) {
      assertThat(held).isNotNull();
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> FolderLock.of(link))
            .hasMessageStartingWith(
                "The output folder '%s' is in use: another run of this process writes"
                    .formatted(link));
      }
    }

    assertThatCode(() -> FolderLock.of(link).close()).doesNotThrowAnyException();
    assertThat(folder).isEmptyDirectory();
  }
}
