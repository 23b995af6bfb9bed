package dev.patchbay.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.spi.task.TaskProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginLoaderTest {

  private static final String GOOD = PluginJars.task("Good", "good", "");

  @TempDir Path temp;
  private Path plugins;
  private PluginJars jars;

  @BeforeEach
  void makeFolder() throws IOException {
    plugins = Files.createDirectory(temp.resolve("plugins"));
    jars = new PluginJars(temp);
  }

  private PluginCatalog load() {
    return PluginLoader.load(List.of(plugins));
  }

  private Path jar(String name, Map<String, String> sources, String... services) {
    return jars.jar(plugins.resolve(name), sources, List.of(), List.of(services));
  }

  @Test
  void load_goodJar_pluginOfItsOwnLoader() {
    Path jar = jar("good.jar", Map.of("com.acme.Good", GOOD), "com.acme.Good");

    TaskProvider good = load().get(PluginKind.TASK, "good");

    assertThat(good.getClass().getClassLoader()).isInstanceOf(PluginJar.class);
    assertThat(PluginCatalog.origin(good)).isEqualTo(jar.toString());
  }

  @Test
  void load_twoJarsWithOneClassName_bothLoaded() {
    jar("one.jar", Map.of("com.acme.Good", GOOD), "com.acme.Good");
    jar("two.jar", Map.of("com.acme.Good", PluginJars.task("Good", "better", "")), "com.acme.Good");

    assertThat(load().all(PluginKind.TASK)).containsKeys("good", "better");
  }

  @Test
  void load_twoJarsWithOnePluginName_namesBothClassesAndJars() {
    Path one = jar("one.jar", Map.of("com.acme.Good", GOOD), "com.acme.Good");
    Path two =
        jar(
            "two.jar",
            Map.of("com.acme.Other", PluginJars.task("Other", "good", "")),
            "com.acme.Other");

    assertThatThrownBy(this::load)
        .hasMessage(
            "Two plug-ins are task 'good': com.acme.Good in %s and com.acme.Other in %s.\nTake one of them away, or give it another name."
                .formatted(one, two));
  }

  @Test
  void load_classNotInJar_issueAndRestLoaded() {
    Path jar = jar("mixed.jar", Map.of("com.acme.Good", GOOD), "com.acme.Sheaf", "com.acme.Good");

    PluginCatalog catalog = load();

    assertThat(catalog.issues())
        .containsExactly(new PluginIssue("com.acme.Sheaf", jar.toString(), "not found"));
    assertThat(catalog.all(PluginKind.TASK)).containsKey("good");
  }

  @Test
  void load_constructorFails_issueAndRestLoaded() {
    Path jar =
        jar(
            "mixed.jar",
            Map.of(
                "com.acme.Bad",
                PluginJars.task("Bad", "bad", "throw new IllegalStateException(\"no licence\");"),
                "com.acme.Good",
                GOOD),
            "com.acme.Bad",
            "com.acme.Good");

    PluginCatalog catalog = load();

    assertThat(catalog.issues())
        .containsExactly(
            new PluginIssue("com.acme.Bad", jar.toString(), "IllegalStateException: no licence"));
    assertThat(catalog.all(PluginKind.TASK)).containsKey("good");
  }

  @Test
  void load_libraryMissing_issueNamesTheClass() {
    String base = "package com.acme; public class Base {}";
    String bad = PluginJars.task("Bad", "bad", "new Base();");
    jars.jar(
        plugins.resolve("bad.jar"),
        Map.of("com.acme.Base", base, "com.acme.Bad", bad),
        List.of("com.acme.Base"),
        List.of("com.acme.Bad"));

    assertThat(load().issues())
        .singleElement()
        .hasToString("com.acme.Bad (the class com.acme.Base is missing)");
  }

  @Test
  void load_superclassMissing_issueAndRestLoaded() {
    String base = "package com.acme; public class Base {}";
    String bad =
        PluginJars.task("Bad", "bad", "").replace("Bad implements", "Bad extends Base implements");
    jars.jar(
        plugins.resolve("bad.jar"),
        Map.of("com.acme.Base", base, "com.acme.Bad", bad, "com.acme.Good", GOOD),
        List.of("com.acme.Base"),
        List.of("com.acme.Bad", "com.acme.Good"));

    PluginCatalog catalog = load();

    assertThat(catalog.issues())
        .singleElement()
        .hasToString("bad.jar (the class com.acme.Base is missing)");
    assertThat(catalog.all(PluginKind.TASK)).containsKey("good");
  }

  @Test
  void load_classOfAnotherKind_issue() {
    jar("odd.jar", Map.of("com.acme.Odd", "package com.acme; public class Odd {}"), "com.acme.Odd");

    assertThat(load().issues()).singleElement().hasToString("com.acme.Odd (not a subtype)");
  }

  @Test
  void load_badName_issue() {
    jar("bad.jar", Map.of("com.acme.Bad", PluginJars.task("Bad", "Bad Name", "")), "com.acme.Bad");

    assertThat(load().issues())
        .singleElement()
        .hasToString("com.acme.Bad (IllegalArgumentException: 'Bad Name' is no plug-in name.)");
  }

  @Test
  void load_optionWithoutAnnotation_issue() {
    String bad =
        PluginJars.task("Bad", "bad", "")
            .replace(
                "public Task create",
                """
                public record Config(int topK) {}
                public Class<? extends Record> options() { return Config.class; }
                public Task create""");
    jar("bad.jar", Map.of("com.acme.Bad", bad), "com.acme.Bad");

    assertThat(load().issues())
        .singleElement()
        .extracting(PluginIssue::reason)
        .isEqualTo("IllegalStateException: its option 'top-k' has no @Option annotation");
  }

  @Test
  void load_noJarAtAll_issueAndRestLoaded() throws IOException {
    jar("good.jar", Map.of("com.acme.Good", GOOD), "com.acme.Good");
    Path broken = Files.writeString(plugins.resolve("broken.jar"), "not a zip");

    PluginCatalog catalog = load();

    assertThat(catalog.issues())
        .singleElement()
        .satisfies(issue -> assertThat(issue.origin()).isEqualTo(broken.toString()))
        .satisfies(issue -> assertThat(issue.toString()).startsWith("broken.jar (no jar: "));
    assertThat(catalog.all(PluginKind.TASK)).containsKey("good");
  }

  @Test
  void load_jarBringsItsOwnSpi_parentsIsUsed() {
    String copy = "package dev.patchbay.spi.plugin; public interface Plugin2 extends Plugin {}";
    String bad = PluginJars.task("Bad", "bad", "Class<?> c = Plugin2.class;");
    jar(
        "bad.jar",
        Map.of("dev.patchbay.spi.plugin.Plugin2", copy, "com.acme.Bad", bad),
        "com.acme.Bad");

    assertThat(load().issues())
        .singleElement()
        .hasToString("com.acme.Bad (the class dev.patchbay.spi.plugin.Plugin2 is missing)");
  }

  @Test
  void load_emptyFolder_sameAsClassPath() {
    assertThat(load().all(PluginKind.MODEL_SOURCE).keySet())
        .isEqualTo(PluginLoader.load(List.of()).all(PluginKind.MODEL_SOURCE).keySet());
  }

  @Test
  void load_jarNamesApplicationsClass_leftToApplication() {
    jar("empty.jar", Map.of("com.acme.Good", GOOD), ApplicationTask.class.getName());

    PluginCatalog catalog = load();

    assertThat(catalog.all(PluginKind.TASK)).doesNotContainKey("application");
    assertThat(catalog.issues()).isEmpty();
  }

  @Test
  void load_folderMissing_saysSo() {
    Path missing = temp.resolve("nowhere");

    assertThatThrownBy(() -> PluginLoader.load(List.of(missing)))
        .hasMessage(
            "The plug-in folder '%s' cannot be listed.\nGive a folder that exists and holds jars."
                .formatted(missing));
  }
}
