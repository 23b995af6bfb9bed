package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.core.run.RunOutcome;
import dev.patchbay.core.run.Verify;
import dev.patchbay.engine.memory.MachineMemory;
import dev.patchbay.engine.tensor.EngineFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {

  private final Session session = new Session();
  private final RealSession real = new RealSession();

  private static List<Finding> findings(Supplier<EngineFacts> engine, Supplier<RunOutcome> known) {
    return new Checkup(PluginListing.of(MadeUp.CATALOG), engine, known).findings();
  }

  private static EngineFacts abacus() {
    return new EngineFacts(
        "Abacus 2.0",
        "0.1",
        "2.0 for cpu, any",
        "fused",
        List.of("cpu", "gpu0"),
        3,
        Path.of("cache"));
  }

  @Test
  void findings_ofEachPart_sayWhatItIs() {
    List<Finding> findings = findings(DoctorCommandTest::abacus, MadeUp::outcome);

    assertThat(findings.get(1).lines().get(0)).matches("\\d+.*");
    assertThat(findings)
        .extracting(finding -> finding.part() + " " + finding.lines().get(0))
        .contains(
            "engine Abacus 2.0, called by DJL 0.1",
            "library 2.0 for cpu, any",
            "kernels fused",
            "caches native libraries in cache (not there)",
            "devices cpu, gpu0");
    assertThat(findings).extracting(Finding::part).endsWith("threads", "plug-ins", "self-test");
  }

  @Test
  void findings_circuitThatIsNotTheKnownOne_failTheSelfTest() {
    // The made-up run keeps three edges, one of them wrong.
    assertThat(findings(DoctorCommandTest::abacus, MadeUp::outcome))
        .endsWith(
            new Finding(
                "self-test",
                false,
                List.of(
                    "sieve on toy: 3 of 5 edges, precision 0.667, recall 1.000",
                    "The model's circuit has 5 edges: precision and recall should be 1.")));
  }

  @Test
  void findings_engineThatDoesNotLoad_isOneAndTheRestIsLookedAt() {
    List<Finding> findings =
        findings(
            () -> {
              throw new UnsatisfiedLinkError("libtorch.so: no");
            },
            MadeUp::outcome);

    assertThat(findings)
        .filteredOn(finding -> finding.part().equals("engine"))
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.lines().get(0))
                    .isEqualTo("The native tensor library does not load: libtorch.so: no."));
    assertThat(findings).extracting(Finding::part).contains("plug-ins", "self-test");
  }

  @Test
  void doctor_whatFails_isToldBelowItsPartAndExitsWith3() {
    assertThat(session.type("doctor")).isEqualTo(3);

    assertThat(session.out())
        .containsPattern("ok {6}java       \\d+")
        .contains("\n                   Hugging Face models in ")
        .contains(
            """
            failed  plug-ins   7 loaded, 1 could not be:
                               com.example.Broken in broken.jar: class not found.
            failed  self-test  No task is named 'induction'.
                               Tasks: none. One plug-in could not be loaded: com.example.Broken (class not found).
            """);
    assertThat(session.err()).isEmpty();
  }

  @Test
  void selfTest_asksForEveryCheck() {
    assertThat(SelfTest.KNOWN.verify()).isEqualTo(Verify.FULL);
  }

  @Test
  void doctor_onThisMachine_findsTheKnownCircuit() throws IOException {
    int exitCode = real.type("doctor", "--json");

    assertThat(exitCode).as(real.out()).isZero();
    JsonNode findings = new ObjectMapper().readTree(real.out()).get("findings");
    JsonNode last = findings.get(findings.size() - 1);
    assertThat(last.get("part").textValue()).isEqualTo("self-test");
    assertThat(last.get("ok").booleanValue()).isTrue();
    assertThat(last.get("found").get(0).textValue())
        .isEqualTo("acdc on induction: 5 of 81 edges, precision 1.000, recall 1.000");
  }

  @Test
  void memory_unknownMachine_saysSo() {
    MachineMemory memory =
        new MachineMemory(OptionalLong.empty(), OptionalLong.empty(), 512L << 20);

    assertThat(Checkup.memory(memory))
        .isEqualTo("the machine does not say how much; Java heap up to 512 MiB");
  }

  @Test
  void memory_knownMachine_saysWhatARunMayTake() {
    MachineMemory memory =
        new MachineMemory(OptionalLong.of(24L << 30), OptionalLong.of(20L << 30), 6L << 30);

    assertThat(Checkup.memory(memory))
        .isEqualTo(
            "24.0 GiB, 20.0 GiB of it available; a run's tensors may take 18.0 GiB; Java heap up"
                + " to 6.00 GiB");
  }

  @Test
  void words_ofAFolder_countItsFilesButNotItsLinks(@TempDir Path folder) throws IOException {
    Files.write(folder.resolve("blob"), new byte[2048]);
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("blob"));

    assertThat(CacheFolder.words(folder)).isEqualTo(folder + " (1 files, 2.00 KiB)");
  }
}
