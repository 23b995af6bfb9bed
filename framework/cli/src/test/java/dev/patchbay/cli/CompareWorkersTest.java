package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.model.process.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes that share a study; few, as each is a Java machine with a tensor engine. */
class CompareWorkersTest {

  /** As many threads as this process has: an engine is given its threads once. */
  private static final String CORES = Integer.toString(Runtime.getRuntime().availableProcessors());

  @TempDir private Path folder;
  private final RealSession user = new RealSession();

  @Test
  void compare_caseThatKillsItsProcess_failsAloneAndTheOthersAreMeasured() throws IOException {
    Path plugins = Files.createDirectory(folder.resolve("plugins"));
    // Once in each process: what it leaves behind tells how often it ran.
    StrategyJar.make(
        plugins.resolve("killer.jar"),
        "killer",
        """
        System.out.println("a last word");
        try { java.nio.file.Files.createTempFile(java.nio.file.Path.of("%s"), "ran", ""); }
        catch (java.io.IOException e) { throw new IllegalStateException(e); }
        Runtime.getRuntime().halt(137);
        return null;
        """
            .formatted(folder));

    int code =
        user.type(
            "compare",
            "--model",
            "induction",
            "--resamples",
            "0",
            "--strategy",
            "killer",
            "--strategy",
            "eap",
            "--strategy",
            "random",
            "--jobs",
            "2",
            "--threads",
            CORES,
            "--memory",
            "2g",
            "--plugins",
            plugins.toString(),
            "--out",
            folder.resolve("out").toString());

    assertThat(code).as(user.err()).isEqualTo(1);
    JsonNode cells =
        new ObjectMapper().readTree(folder.resolve("out/results.json").toFile()).get("cells");
    assertThat(cells)
        .extracting(cell -> cell.get("status").asText())
        .containsExactly("failed", "done", "done");
    assertThat(cells.get(0).get("reason").asText())
        .isEqualTo("The process that measured 'killer' was ended by SIGKILL (a last word).");
    assertThat(user.err()).containsPattern("jobs: process \\d+ was ended by SIGKILL");
    assertThat(folder.toFile().listFiles((where, name) -> name.startsWith("ran"))).hasSize(1);
  }

  @Test
  void share_parentIsGone_endsWithIt() throws IOException, InterruptedException {
    Process worker =
        JavaProcess.of(
                Patchbay.class,
                List.of(),
                "compare",
                "--share-threads=1",
                "--strategy",
                "acdc:threshold=-1,order=head-by-head",
                "--rediscover",
                "1000",
                "--out",
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said").toFile())
            .start();
    Path cells = folder.resolve("cells");
    while (worker.isAlive() && !Files.isDirectory(cells)) {
      worker.waitFor(10, TimeUnit.MILLISECONDS);
    }
    assertThat(worker.isAlive()).as(Files.readString(folder.resolve("said"))).isTrue();

    worker.getOutputStream().close(); // as the system does with the pipe of a process that ended

    assertThat(worker.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(worker.exitValue()).isEqualTo(130);
  }

  @Test
  void compare_moreJobsThanCases_saysSoAndMeasuresHere() {
    List<String> words = new ArrayList<>(List.of("compare", "--model", "induction"));
    words.addAll(List.of("--strategy", "eap", "--resamples", "0", "--jobs", "6"));
    words.addAll(List.of("--out", folder.resolve("out").toString()));

    assertThat(user.type(words.toArray(String[]::new))).as(user.err()).isZero();

    assertThat(user.err()).contains("jobs     1 instead of 6 (cases: 1, cores: ");
  }
}
