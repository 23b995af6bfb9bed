package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.core.run.Verify;
import dev.patchbay.engine.MachineMemory;
import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {

  private final Session session = new Session();
  private final RealSession real = new RealSession();

  @Test
  void doctor_parts_haveALineEach() {
    session.type("doctor");

    assertThat(session.out())
        .containsPattern("ok {6}java       \\d+")
        .contains("ok      engine     Abacus 2.0, called by DJL 0.1\n")
        .contains("ok      library    2.0 for cpu, any\n")
        .contains("ok      caches     native libraries in cache (not there)\n")
        .contains("\n                   Hugging Face models in ")
        .contains("ok      devices    cpu, gpu0\n")
        .contains("ok      threads    3 for a tensor operation, ");
  }

  @Test
  void doctor_pluginThatDoesNotLoad_isNamedBelowTheCount() {
    session.type("doctor");

    assertThat(session.out())
        .contains(
            """
            failed  plug-ins   2 loaded, 1 could not be:
                               com.example.Broken in broken.jar: class not found.
            """);
  }

  @Test
  void doctor_circuitThatIsNotTheKnownOne_exitsWith3() {
    // The made-up run keeps three edges, one of them wrong.
    assertThat(session.type("doctor")).isEqualTo(3);

    assertThat(session.out())
        .endsWith(
            """
            failed  self-test  sieve on toy: 3 of 5 edges, precision 0.667, recall 1.000
                               The model's circuit has 5 edges: precision and recall should be 1.
            """);
  }

  @Test
  void doctor_checkThatFailsInTheRun_isTheFinding() {
    session.framework.run =
        (request, progress) -> {
          throw PatchbayException.check("Full is not clean.", "Report it.");
        };

    assertThat(session.type("doctor")).isEqualTo(3);

    assertThat(session.out())
        .endsWith(
            """
            failed  self-test  Full is not clean.
                               Report it.
            """);
    assertThat(session.err()).isEmpty();
  }

  @Test
  void doctor_engineThatDoesNotLoad_isAFindingAndTheRestIsLookedAt() {
    session.framework.engine =
        () -> {
          throw new UnsatisfiedLinkError("libtorch.so: no");
        };

    session.type("doctor");

    assertThat(session.out())
        .contains("failed  engine     The native tensor library does not load: libtorch.so: no.")
        .contains("plug-ins")
        .contains("self-test");
  }

  @Test
  void doctor_selfTest_provesAllAndWritesNothing() {
    session.type("doctor");

    assertThat(session.framework.requests)
        .singleElement()
        .satisfies(request -> assertThat(request.verify()).isEqualTo(Verify.FULL));
    assertThat(session.framework.outputs).isEmpty();
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
