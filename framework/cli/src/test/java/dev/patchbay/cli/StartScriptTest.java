package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** The two start scripts, with stand-ins for Java and Maven. Paths have spaces. */
class StartScriptTest {

  private static final Path DISTRIBUTION_SCRIPT = Path.of("src", "main", "dist", "bin", "patchbay");
  private static final Path CHECKOUT_SCRIPT = Path.of("..", "..", "patchbay");

  @TempDir Path temporary;

  @TestFactory
  Stream<DynamicTest> scripts() {
    if (!Shell.exists()) {
      System.err.println("StartScriptTest: no /bin/sh here, nothing to test.");
      return Stream.of();
    }
    return Stream.of(
        test("distribution_java17_startsWithItsHome", this::startsJava),
        test("distribution_java11_saysWhatItNeeds", this::refusesOldJava),
        test("distribution_noJava_saysWhatItNeeds", this::refusesNoJava),
        test("distribution_aColonInItsPath_startsAllTheSame", this::startsBesideAColon),
        test("distribution_anArchiveOfClasses_isGivenToJava", this::givesArchive),
        test("distribution_anArchiveThatIsNone_isPassedOverInSilence", this::passesOverNoArchive),
        test("distribution_anAsciiLocale_readsPathsAsUtf8", this::leavesAscii),
        test("distribution_anotherLocale_isKept", this::keepsLocale),
        test("checkout_firstUse_buildsOnceAndStarts", this::buildsOnce),
        test("checkout_changedSource_buildsAgain", this::buildsAgain),
        test("checkout_deletedSource_buildsAgain", this::buildsAfterDeletion),
        test("checkout_throughALink_findsItself", this::followsLinks),
        test("checkout_noMaven_saysWhatItNeeds", this::refusesNoMaven),
        test("checkout_noJdk_saysWhatItNeeds", this::refusesNoJdk),
        test("checkout_aColonInItsPath_isRefused", this::refusesColon),
        test("checkout_brokenBuild_startsNothing", this::stopsWhenBuildFails));
  }

  private static DynamicTest test(String name, Executable body) {
    return dynamicTest(name, body);
  }

  private Path fresh() throws IOException {
    return Files.createTempDirectory(temporary, "with space ");
  }

  // The distribution's script.

  private static void copy(Path script, Path to) throws IOException {
    Files.createDirectories(to.toAbsolutePath().getParent());
    Files.copy(script, to);
  }

  private static Path javaHome(Path folder, String version) throws IOException {
    Path home = folder.resolve("a jdk");
    Shell.script(
        home.resolve("bin/java"),
        "echo \"[LC_ALL=$LC_ALL]\"; for word; do printf '[%s]\\n' \"$word\"; done");
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  private static Shell.Result start(Path folder, Map<String, String> environment)
      throws IOException, InterruptedException {
    return start("my dist", new Shell(folder.resolve("programs")), folder, environment);
  }

  private static Shell.Result start(
      String dist, Shell shell, Path folder, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path script = folder.resolve(dist).resolve("bin/patchbay");
    if (Files.notExists(script)) {
      copy(DISTRIBUTION_SCRIPT, script);
    }
    Files.createDirectories(folder.resolve(dist).resolve("lib"));
    return shell.run(folder, environment, script.toString(), "plugins", "two words");
  }

  private void startsJava() throws IOException, InterruptedException {
    Path folder = fresh();
    Path home = javaHome(folder, "17.0.15");

    Shell.Result result =
        start(folder, Map.of("JAVA_HOME", home.toString(), "JAVA_OPTS", "-Xmx8g"));

    assertThat(result.exitCode()).as(result.text()).isZero();
    assertThat(result.text())
        .contains("[-Dpatchbay.home=" + folder.toRealPath().resolve("my dist") + "]")
        .contains("[-Dpatchbay.terminal=]")
        .contains("[-Dai.djl.offline=true]")
        .contains("[-Xmx8g]")
        .doesNotContain("SharedArchiveFile")
        .endsWith("[dev.patchbay.cli.Patchbay]\n[plugins]\n[two words]\n");
  }

  private void startsBesideAColon() throws IOException, InterruptedException {
    Path folder = fresh();
    Path home = javaHome(folder, "17.0.15");
    Shell shell = new Shell(folder.resolve("programs"));

    Shell.Result result = start("a:b", shell, folder, Map.of("JAVA_HOME", home.toString()));

    if (Files.isDirectory(Path.of("/proc/self/fd"))) {
      assertThat(result.text()).containsPattern("\\[-cp]\n\\[/proc/\\d+/fd/9/lib/\\*]\n");
    } else {
      assertThat(result.text())
          .isEqualTo(
              "Java cannot start from a folder whose path has a colon: %s\n"
                      .formatted(folder.toRealPath().resolve("a:b"))
                  + "Move Patchbay to another folder.\n");
    }
  }

  /** With an archive beside the jars that holds these words. */
  private static Path archive(Path folder, String words) throws IOException {
    Path lib = Files.createDirectories(folder.resolve("my dist").resolve("lib"));
    return Files.writeString(lib.resolve("patchbay.jsa"), words);
  }

  private void givesArchive() throws IOException, InterruptedException {
    Path folder = fresh();
    Path home = javaHome(folder, "17.0.15");
    Path archive = archive(folder, "classes");

    assertThat(start(folder, Map.of("JAVA_HOME", home.toString())).text())
        .contains("[-XX:SharedArchiveFile=" + archive.toRealPath() + "]\n[-Xlog:cds*=off]\n");
  }

  private void passesOverNoArchive() throws IOException, InterruptedException {
    Path folder = fresh();
    Map<String, String> environment =
        Map.of("JAVA_HOME", System.getProperty("java.home"), "JAVA_OPTS", "--version");
    Shell.Result without = start(folder, environment);
    archive(folder, "no archive of any Java");

    Shell.Result with = start(folder, environment);

    assertThat(with.exitCode()).as(with.text()).isZero();
    // Java says here whether it has an archive, its own or this one.
    assertThat(with.text()).isEqualTo(without.text().replace(", sharing", ""));
  }

  private void leavesAscii() throws IOException, InterruptedException {
    Path folder = fresh();
    Path home = javaHome(folder, "17.0.15");
    Shell shell = new Shell(folder.resolve("programs"));
    shell.install("locale", "echo ANSI_X3.4-1968");

    Shell.Result result =
        start("dist", shell, folder, Map.of("JAVA_HOME", home.toString(), "LC_ALL", "C"));

    assertThat(result.text()).startsWith("[LC_ALL=C.UTF-8]\n");
  }

  private void keepsLocale() throws IOException, InterruptedException {
    Path folder = fresh();
    Path home = javaHome(folder, "17.0.15");
    Shell shell = new Shell(folder.resolve("programs"));
    shell.install("locale", "echo UTF-8");

    Shell.Result result =
        start("dist", shell, folder, Map.of("JAVA_HOME", home.toString(), "LC_ALL", "de_DE.UTF-8"));

    assertThat(result.text()).startsWith("[LC_ALL=de_DE.UTF-8]\n");
  }

  private void refusesOldJava() throws IOException, InterruptedException {
    Path folder = fresh();
    Path home = javaHome(folder, "11.0.2");

    Shell.Result result = start(folder, Map.of("JAVA_HOME", home.toString()));

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.text())
        .isEqualTo(
            "Patchbay needs Java 17 or newer; %s/bin/java is version \"11.0.2\".\n".formatted(home)
                + "Install a newer JDK or let JAVA_HOME name one.\n");
  }

  private void refusesNoJava() throws IOException, InterruptedException {
    Shell.Result result = start(fresh(), Map.of());

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.text())
        .isEqualTo(
            """
            Patchbay needs Java 17 or newer, and there is no 'java' here.
            Install a JDK (17 or newer) or set JAVA_HOME.
            """);
  }

  // The checkout's script.

  /** A checkout with one source file; its Maven makes a distribution that says "started". */
  private record Checkout(Path folder, Path root, Path source, Shell shell) {

    Shell.Result start(String... words) throws IOException, InterruptedException {
      return startBy(root.resolve("patchbay"), words);
    }

    Shell.Result startBy(Path script, String... words) throws IOException, InterruptedException {
      String[] all =
          Stream.concat(Stream.of(script.toString()), Stream.of(words)).toArray(String[]::new);
      return shell.run(folder, Map.of(), all);
    }
  }

  private Checkout checkout() throws IOException {
    return checkout("a checkout");
  }

  private Checkout checkout(String name) throws IOException {
    Path folder = fresh();
    Path root = folder.resolve(name);
    copy(CHECKOUT_SCRIPT, root.resolve("patchbay"));
    Path source = Files.createDirectories(root.resolve("spi/src/main/java")).resolve("A.java");
    Files.writeString(source, "class A {}");
    Files.writeString(root.resolve("pom.xml"), "<project/>");
    Shell shell = new Shell(folder.resolve("programs"));
    shell.install("javac", "exit 0");
    shell.install(
        "mvn",
        "echo 'maven speaks'",
        "bin='" + root + "/framework/cli/target/patchbay/bin'",
        "mkdir -p \"$bin\"",
        "printf '#!/bin/sh\\necho started \"$@\"\\n' > \"$bin/patchbay\"",
        "chmod +x \"$bin/patchbay\"");
    return new Checkout(folder, root, source, shell);
  }

  private void buildsOnce() throws IOException, InterruptedException {
    Checkout checkout = checkout();

    assertThat(checkout.start("plugins", "--json").text())
        .isEqualTo("Building Patchbay (first use)...\nmaven speaks\nstarted plugins --json\n");
    assertThat(checkout.start("plugins").text()).isEqualTo("started plugins\n");
  }

  private void buildsAgain() throws IOException, InterruptedException {
    Checkout checkout = checkout();
    checkout.start();
    Files.setLastModifiedTime(checkout.source(), FileTime.from(Instant.now().plusSeconds(5)));

    assertThat(checkout.start("help").text())
        .isEqualTo("Building Patchbay (sources changed)...\nmaven speaks\nstarted help\n");
  }

  private void buildsAfterDeletion() throws IOException, InterruptedException {
    Checkout checkout = checkout();
    checkout.start();
    Files.delete(checkout.source());
    Files.setLastModifiedTime(
        checkout.root().resolve("spi/src/main/java"), FileTime.from(Instant.now().plusSeconds(5)));

    assertThat(checkout.start().text()).startsWith("Building Patchbay (sources changed)...");
  }

  private void followsLinks() throws IOException, InterruptedException {
    Checkout checkout = checkout();
    Path elsewhere = Files.createDirectories(checkout.root().resolveSibling("else where"));
    Path link =
        Files.createSymbolicLink(elsewhere.resolve("pb"), Path.of("..", "a checkout", "patchbay"));

    assertThat(checkout.startBy(link, "plugins").text()).endsWith("started plugins\n");
  }

  private void refusesNoMaven() throws IOException, InterruptedException {
    Checkout checkout = checkout();
    Files.delete(checkout.root().resolveSibling("programs").resolve("mvn"));

    Shell.Result result = checkout.start("plugins");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.text())
        .isEqualTo(
            """
            Patchbay is built by Maven on first use, and there is no 'mvn' here.
            Install Maven 3.8 or newer (Debian, Ubuntu: apt-get install maven).
            """);
  }

  private void refusesNoJdk() throws IOException, InterruptedException {
    Checkout checkout = checkout();
    Files.delete(checkout.root().resolveSibling("programs").resolve("javac"));

    Shell.Result result = checkout.start("plugins");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.text()).startsWith("Patchbay is built by a JDK on first use");
  }

  private void refusesColon() throws IOException, InterruptedException {
    Checkout checkout = checkout("a:b");

    Shell.Result result = checkout.start("plugins");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.text())
        .isEqualTo(
            "Java cannot build in a folder whose path has a colon: %s\n"
                    .formatted(checkout.root().toRealPath())
                + "Move the checkout, or build elsewhere and unpack"
                + " framework/cli/target/patchbay-VERSION.zip here.\n");
  }

  private void stopsWhenBuildFails() throws IOException, InterruptedException {
    Checkout checkout = checkout();
    checkout.shell().install("mvn", "exit 3");

    Shell.Result first = checkout.start("plugins");
    Shell.Result second = checkout.start("plugins");

    assertThat(first.exitCode()).isEqualTo(1);
    assertThat(first.text())
        .startsWith("Building Patchbay (first use)...\nPatchbay could not be built;")
        .doesNotContain("started");
    assertThat(second.text()).as("a failed build is tried again").isEqualTo(first.text());
  }
}
