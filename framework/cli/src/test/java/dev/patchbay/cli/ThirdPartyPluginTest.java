package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stranger's jar in a folder: built without our parent, never on our class path. */
class ThirdPartyPluginTest {

  /** What the example's own build compiled, just before this module's. */
  private static final Path CLASSES =
      Path.of("..", "..", "examples", "third-party-strategy", "target", "classes");

  @TempDir Path folder;

  private RealSession session;

  @BeforeEach
  void packJar() throws IOException {
    Path plugins = Files.createDirectory(folder.resolve("plugins"));
    try (OutputStream file = Files.newOutputStream(plugins.resolve("third-party.jar"));
        JarOutputStream jar = new JarOutputStream(file);
        Stream<Path> classes = Files.walk(CLASSES)) {
      for (Path entry : classes.filter(Files::isRegularFile).sorted().toList()) {
        jar.putNextEntry(new JarEntry(CLASSES.relativize(entry).toString().replace('\\', '/')));
        Files.copy(entry, jar);
      }
    }
    session = new RealSession();
  }

  @Test
  void plugins_aJarInAFolder_isListedWithItsOptions() {
    int exitCode =
        session.type("plugins", "activation-difference", "--plugins", folder + "/plugins");

    assertThat(exitCode).as(session.err()).isZero();
    assertThat(session.out())
        .contains("size of its sender's change")
        .contains("norm=l2")
        .contains("(l1, l2)");
  }

  @Test
  void plugins_withoutTheFolder_doNotKnowIt() {
    assertThat(session.type("plugins", "activation-difference")).isEqualTo(2);

    assertThat(session.err()).startsWith("There is no plug-in 'activation-difference'.");
  }

  @Test
  void discover_byTheJarsStrategy_writesACircuit() {
    int exitCode =
        session.type(
            "discover",
            "--strategy",
            "activation-difference:norm=l1",
            "--edges",
            "5",
            "--plugins",
            folder + "/plugins",
            "--out",
            folder + "/out");

    assertThat(exitCode).as(session.err()).isZero();
    assertThat(session.out()).contains("activation-difference:norm=l1").contains("5 of ");
    assertThat(List.of("report.json", "scores.json", "circuit.dot", "circuit.graphml"))
        .allSatisfy(name -> assertThat(folder.resolve("out").resolve(name)).isNotEmptyFile());
  }
}
