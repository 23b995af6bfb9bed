package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.catalog.PluginLoader;
import dev.patchbay.core.discovery.CircuitDiscovery;
import dev.patchbay.core.run.Extras;
import dev.patchbay.core.run.Journal;
import dev.patchbay.core.run.RunOutcome;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.core.wiring.Wiring;
import dev.patchbay.engine.passes.Cost;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.run.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that is stopped when it has its scores keeps them. */
class KeptScoresTest {

  private final Wiring wiring = new Wiring(() -> PluginLoader.load(List.of()));
  private final CircuitDiscovery discovery = wiring.get(CircuitDiscovery.class);

  @TempDir Path folder;

  private static RunRequest request(String strategy) {
    RunRequest usual = RunRequest.DEFAULT.on("induction", "induction").using(strategy);
    return usual.by("logit-difference", "patching").with(new Extras(true, false));
  }

  private RunOutcome run(String strategy, boolean resume, Progress progress) {
    Journal journal = new Journal(folder.resolve("search.journal"), resume);
    return discovery.run(request(strategy), Optional.of(journal), progress);
  }

  /** Of both kinds of score: every edge has one, and not every edge has one. */
  @ParameterizedTest
  @ValueSource(strings = {"eap", "exact"})
  void resume_stoppedWhileTheCurveIsMeasured_takesTheScores(String strategy) {
    RunOutcome unbroken = discovery.run(request(strategy), Optional.empty(), Progress.SILENT);
    assertThatThrownBy(() -> run(strategy, false, new StoppedAt("curve")))
        .isInstanceOf(PatchbayException.class)
        .hasMessageContaining(
            "What was found so far is kept: the same command with --resume goes on from here.");

    RunOutcome resumed = run(strategy, true, Progress.SILENT);

    assertThat(resumed.report()).isEqualTo(unbroken.report());
    assertThat(passes(unbroken)).isPositive();
    assertThat(passes(resumed)).isZero();
  }

  @Test
  void resume_journalWithoutAllScores_findsThemAgain() throws java.io.IOException {
    assertThatThrownBy(() -> run("eap", false, new StoppedAt("curve")))
        .isInstanceOf(PatchbayException.class);
    Path journal = folder.resolve("search.journal");
    String whole = Files.readString(journal);
    Files.writeString(journal, whole.substring(0, whole.length() - 100));

    RunOutcome resumed = run("eap", true, new StoppedAt("nothing"));
    RunOutcome again = run("eap", true, Progress.SILENT);

    assertThat(passes(resumed)).isPositive();
    assertThat(passes(again)).isZero();
    assertThat(again.report()).isEqualTo(resumed.report());
  }

  /** Wants to stop as soon as a phase begins. */
  private static final class StoppedAt implements Progress {

    private final String last;
    private boolean stop;

    private StoppedAt(String last) {
      this.last = last;
    }

    @Override
    public void start(String phase, long steps) {
      stop |= phase.equals(last);
    }

    @Override
    public void step(String status) {}

    @Override
    public boolean stopRequested() {
      return stop;
    }
  }

  private static double passes(RunOutcome outcome) {
    return outcome.cost().getOrDefault("discover", Cost.NOTHING).forwardPasses();
  }
}
