package dev.patchbay.cli;

import ai.djl.Device;
import dev.patchbay.spi.plugin.Plugin;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jgrapht.Graph;
import org.jspecify.annotations.NullMarked;

/** A stranger's strategies, compiled and packed for the occasion. */
final class StrategyJar {

  private static final String SERVICES =
      "META-INF/services/dev.patchbay.spi.strategy.StrategyProvider";

  private StrategyJar() {}

  /**
   * Makes a jar of one strategy.
   *
   * @param body of its method {@code discover(Experiment experiment, Progress progress)}
   */
  static void make(Path jar, String name, String body) throws IOException {
    String type = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    Path work = Files.createTempDirectory(jar.toAbsolutePath().getParent(), "classes");
    Path source = work.resolve(type + ".java");
    Files.writeString(
        source,
        """
        package com.acme;
        import dev.patchbay.spi.graph.*;
        import dev.patchbay.spi.plugin.*;
        import dev.patchbay.spi.run.*;
        import dev.patchbay.spi.strategy.*;
        import java.util.*;
        public class %s implements StrategyProvider {
          public PluginDescriptor descriptor() {
            return new PluginDescriptor("%s", "A strategy.", "none", "none");
          }
          public DiscoveryStrategy create(Options options) { return this::discover; }
          private DiscoveryResult discover(Experiment experiment, Progress progress) { %s }
        }
        """
            .formatted(type, name, body));
    compile(source, work);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry("com/acme/" + type + ".class"));
      Files.copy(work.resolve("com/acme/" + type + ".class"), out);
      out.putNextEntry(new JarEntry(SERVICES));
      out.write(("com.acme." + type + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void compile(Path source, Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    String classPath =
        Stream.of(Plugin.class, Device.class, Graph.class, NullMarked.class)
            .map(StrategyJar::place)
            .collect(Collectors.joining(System.getProperty("path.separator")));
    List<String> options = List.of("-proc:none", "-d", classes + "", "-classpath", classPath);
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
      boolean done =
          compiler
              .getTask(
                  messages, files, null, options, null, files.getJavaFileObjects(source.toFile()))
              .call();
      if (!done) {
        throw new IllegalStateException(messages.toString());
      }
    }
  }

  private static String place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
