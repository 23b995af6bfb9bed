package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.model.process.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} at random moments of a search: what was found is not lost. */
class KilledRunTest {

  /** Five in the suite; {@code -Pnightly} kills fifty. */
  private static final int KILLS = Integer.getInteger("patchbay.kills", 5);

  private static final String JOURNAL = "search.journal";

  @TempDir private Path folder;
  private final RealSession session = new RealSession();

  @Test
  void discover_killedAndResumed_writesTheBytesOfAnUnbrokenRun()
      throws IOException, InterruptedException {
    Path whole = folder.resolve("whole");
    assertThat(session.type(words(whole))).as(session.err()).isZero();
    assertThat(whole.resolve(JOURNAL)).doesNotExist();
    Map<String, String> expected = files(whole);

    Random random = new Random(7);
    int killed = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      Path out = folder.resolve("killed-" + kill);
      killed += kill(out, 12 + random.nextInt(120)) ? 1 : 0;

      List<String> words = new ArrayList<>(List.of(words(out)));
      words.add("--resume");
      assertThat(session.type(words.toArray(String[]::new))).as(session.err()).isZero();

      assertThat(files(out)).isEqualTo(expected);
    }
    // A fast machine may finish before the blow falls; not every time.
    assertThat(killed).isPositive();
  }

  private static String[] words(Path out) {
    return new String[] {
      "discover",
      "--model",
      "induction",
      "--strategy",
      "acdc:threshold=-1,order=head-by-head",
      "--dtype",
      "float64",
      "--verify",
      "off",
      "--out",
      out.toString()
    };
  }

  /** Starts the run and kills it when its journal has so many lines; whether it was still alive. */
  private static boolean kill(Path out, int lines) throws IOException, InterruptedException {
    List<String> options = List.of("-Dai.djl.offline=true", "-DOPT_OUT_TRACKING=true");
    Process process =
        JavaProcess.of(Patchbay.class, options, words(out))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    Path journal = out.resolve(JOURNAL);
    while (process.isAlive() && lines(journal) < lines) {
      process.waitFor(1, TimeUnit.MILLISECONDS);
    }
    boolean alive = process.isAlive();
    process.destroyForcibly().waitFor();
    return alive;
  }

  private static long lines(Path journal) {
    try (Stream<String> lines = Files.lines(journal)) {
      return lines.count();
    } catch (IOException | RuntimeException e) {
      return 0; // not there yet, or no longer
    }
  }

  /** Every file but the one that holds times. */
  private static Map<String, String> files(Path out) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(out)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (!name.equals("timing.json")) {
          contents.put(name, Files.readString(file));
        }
      }
    }
    return contents;
  }
}
