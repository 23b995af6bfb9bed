package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.model.process.JavaProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForeignExitTest {

  private static final StackTraceElement WAITS =
      new StackTraceElement("java.lang.Shutdown", "exit", "Shutdown.java", 173);
  private static final StackTraceElement RUNTIME =
      new StackTraceElement("java.lang.Runtime", "exit", "Runtime.java", 115);
  private static final StackTraceElement SYSTEM =
      new StackTraceElement("java.lang.System", "exit", "System.java", 1860);
  private static final StackTraceElement PLUGIN =
      new StackTraceElement("acme.jar", null, null, "com.acme.Bad", "discover", "Bad.java", 7);
  private static final StackTraceElement MAIN =
      new StackTraceElement(Patchbay.class.getName(), "main", "Patchbay.java", 49);
  private static final StackTraceElement SIGNAL =
      new StackTraceElement("java.lang.Terminator$1", "handle", "Terminator.java", 52);

  private static List<StackTraceElement[]> thread(StackTraceElement... frames) {
    return List.<StackTraceElement[]>of(frames);
  }

  @Test
  void caller_pluginByEitherMethod_found() {
    assertThat(ForeignExit.caller(thread(WAITS, RUNTIME, SYSTEM, PLUGIN, MAIN))).contains(PLUGIN);
    assertThat(ForeignExit.caller(thread(WAITS, RUNTIME, PLUGIN, MAIN))).contains(PLUGIN);
  }

  @Test
  void caller_commandItselfOrSignal_none() {
    assertThat(ForeignExit.caller(thread(WAITS, RUNTIME, SYSTEM, MAIN))).isEmpty();
    assertThat(ForeignExit.caller(thread(WAITS, SIGNAL))).isEmpty();
    assertThat(ForeignExit.caller(List.of())).isEmpty();
  }

  @TempDir Path temp;

  /** A plug-in that prints and ends the process while the listing is made. */
  @Test
  void main_pluginPrintsAndExits_toldOnTheErrorStreamAndFailed() throws Exception {
    Path folder = Files.createDirectory(temp.resolve("plugins"));
    Path jar = folder.resolve("bad.jar");
    pack(
        jar,
        """
        package com.acme;
        import dev.patchbay.spi.plugin.*;
        import dev.patchbay.spi.task.*;
        public class Bad implements TaskProvider {
          public PluginDescriptor descriptor() {
            System.out.println("printed");
            System.exit(0);
            return new PluginDescriptor("bad", "A task.", "none", "none");
          }
          public Task create(Options options) { return null; }
        }
        """);
    Process process =
        JavaProcess.of(
                Patchbay.class,
                List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
                "plugins",
                "--json",
                "--plugins",
                folder.toString())
            .start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(err).isEqualTo(1);
    assertThat(out).isEmpty();
    assertThat(err)
        .isEqualToNormalizingNewlines(
            """
            printed
            bad.jar//com.acme.Bad.descriptor(Bad.java:7) called System.exit: the command did not finish.
            That is a fault of the plug-in or library: Patchbay alone ends its process.
            """);
  }

  private void pack(Path jar, String source) throws IOException {
    Path file = Files.createDirectories(temp.resolve("com/acme")).resolve("Bad.java");
    Files.writeString(file, source);
    List<String> words = new ArrayList<>(List.of("-proc:none", "-cp"));
    words.add(System.getProperty("java.class.path"));
    words.add(file.toString());
    ToolProvider.getSystemJavaCompiler().run(null, null, null, words.toArray(String[]::new));
    try (OutputStream bytes = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(bytes)) {
      out.putNextEntry(new JarEntry("com/acme/Bad.class"));
      Files.copy(temp.resolve("com/acme/Bad.class"), out);
      out.putNextEntry(new JarEntry("META-INF/services/dev.patchbay.spi.task.TaskProvider"));
      out.write("com.acme.Bad\n".getBytes(StandardCharsets.UTF_8));
    }
  }
}
