package dev.patchbay.catalog;

import ai.djl.Device;
import dev.patchbay.spi.plugin.Plugin;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jgrapht.Graph;
import org.jspecify.annotations.NullMarked;

/** Compiles plug-ins from source and packs them, as a third party would. */
final class PluginJars {

  /** The services file of tasks. */
  static final String TASKS = "META-INF/services/dev.patchbay.spi.task.TaskProvider";

  private final Path work;

  PluginJars(Path work) {
    this.work = work;
  }

  /** The source of a task provider: class {@code com.acme.<type>}, its constructor's body given. */
  static String task(String type, String name, String constructor) {
    return """
        package com.acme;
        import dev.patchbay.spi.plugin.*;
        import dev.patchbay.spi.task.*;
        public class %s implements TaskProvider {
          public %s() { %s }
          public PluginDescriptor descriptor() {
            return new PluginDescriptor("%s", "A task.", "none", "none");
          }
          public Task create(Options options) { return null; }
        }
        """
        .formatted(type, type, constructor, name);
  }

  /**
   * A jar of these classes.
   *
   * @param sources the source of each class, by its name
   * @param leftOut classes that are compiled and then missing
   * @param services the lines of the task providers' services file
   */
  Path jar(Path jar, Map<String, String> sources, List<String> leftOut, List<String> services) {
    return pack(jar, sources, leftOut, Map.of(TASKS, String.join("\n", services) + "\n"));
  }

  /** A jar of these classes and these files of text. */
  Path pack(Path jar, Map<String, String> sources, Map<String, String> files) {
    return pack(jar, sources, List.of(), files);
  }

  private Path pack(
      Path jar, Map<String, String> sources, List<String> leftOut, Map<String, String> texts) {
    try {
      Path classes = Files.createTempDirectory(work, "classes");
      compile(sources, classes);
      for (String missing : leftOut) {
        Files.delete(classes.resolve(missing.replace('.', '/') + ".class"));
      }
      Files.createDirectories(jar.toAbsolutePath().getParent());
      try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
          Stream<Path> files = Files.walk(classes)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          add(
              out,
              classes.relativize(file).toString().replace('\\', '/'),
              Files.readAllBytes(file));
        }
        for (Map.Entry<String, String> text : texts.entrySet()) {
          add(out, text.getKey(), text.getValue().getBytes(StandardCharsets.UTF_8));
        }
      }
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void add(JarOutputStream out, String name, byte[] bytes) throws IOException {
    out.putNextEntry(new JarEntry(name));
    ((OutputStream) out).write(bytes);
    out.closeEntry();
  }

  private void compile(Map<String, String> sources, Path classes) throws IOException {
    Path root = Files.createTempDirectory(work, "sources");
    List<Path> files = new ArrayList<>();
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Path file = root.resolve(source.getKey().replace('.', '/') + ".java");
      Files.createDirectories(file.getParent());
      files.add(Files.writeString(file, source.getValue()));
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager manager =
        compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
      boolean done =
          compiler
              .getTask(
                  messages,
                  manager,
                  null,
                  List.of("-proc:none", "-d", classes.toString(), "-classpath", classPath()),
                  null,
                  manager.getJavaFileObjectsFromPaths(files))
              .call();
      if (!done) {
        throw new IllegalStateException(messages.toString());
      }
    }
  }

  private static String classPath() {
    return Stream.of(Plugin.class, Device.class, Graph.class, NullMarked.class)
        .map(Origins::of)
        .collect(Collectors.joining(System.getProperty("path.separator")));
  }
}
