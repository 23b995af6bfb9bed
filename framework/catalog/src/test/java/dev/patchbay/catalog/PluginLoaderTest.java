package dev.patchbay.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.task.TaskProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PluginLoaderTest {

  private static final String GOOD = PluginJars.task("Good", "good", "");

  private static final String BESIDE = "the library that has it belongs beside the plug-in's jar";

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

    assertThat(Guest.type(good).getClassLoader()).isInstanceOf(PluginJar.class);
    assertThat(PluginCatalog.origin(good)).isEqualTo(jar.toString());
  }

  @Test
  void load_twoJarsWithOneClassName_bothLoaded() {
    jar("one.jar", Map.of("com.acme.Good", GOOD), "com.acme.Good");
    jar("two.jar", Map.of("com.acme.Good", PluginJars.task("Good", "better", "")), "com.acme.Good");

    assertThat(load().all(PluginKind.TASK)).containsKeys("good", "better");
  }

  @Test
  void load_twoJarsWithOnePluginName_issueAndOthersLoaded() {
    Path one = jar("one.jar", Map.of("com.acme.Good", GOOD), "com.acme.Good");
    Path two =
        jar(
            "two.jar",
            Map.of("com.acme.Other", PluginJars.task("Other", "good", "")),
            "com.acme.Other");
    jar(
        "three.jar",
        Map.of("com.acme.Better", PluginJars.task("Better", "better", "")),
        "com.acme.Better");

    PluginCatalog catalog = load();

    assertThat(catalog.get(PluginKind.TASK, "better")).isNotNull();
    assertThat(catalog.issues())
        .containsExactly(
            new PluginIssue(
                "com.acme.Other",
                two.toString(),
                "two plug-ins are task 'good', so neither is used; the other is com.acme.Good in "
                    + one));
    assertThatThrownBy(() -> catalog.get(PluginKind.TASK, "good"))
        .hasMessage(
            "Two plug-ins are task 'good': com.acme.Good in %s and com.acme.Other in %s.\nRemove one of them, or give it another name."
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
        .hasToString("com.acme.Bad (the class com.acme.Base is missing; %s)".formatted(BESIDE));
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
        .hasToString("bad.jar (the class com.acme.Base is missing; %s)".formatted(BESIDE));
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
        .hasToString(
            "com.acme.Bad (its 'descriptor' stops with IllegalArgumentException: 'Bad Name' is not a plug-in name.)");
  }

  /** Why a task with these options is refused. */
  private String reasonOfOptions(String declared) {
    return reasonOf(
        PluginJars.task("Bad", "bad", "")
            .replace("public Task create", declared + " public Task create"));
  }

  @Test
  void load_optionWithoutAnnotation_issue() {
    assertThat(
            reasonOfOptions(
                """
                public record Config(int topK) {}
                public Class<? extends Record> options() { return Config.class; }"""))
        .isEqualTo("its option 'top-k' has no @Option annotation");
  }

  @Test
  void load_optionOfATypeThatNothingReads_issue() {
    assertThat(
            reasonOfOptions(
                """
                public record Config(@Option(value = "How.", fallback = "1") Object topK) {}
                public Class<? extends Record> options() { return Config.class; }"""))
        .isEqualTo(
            "its option 'top-k' is of type java.lang.Object: an option is an int, a long, a double, a boolean, a String or an enum");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int seed | its option 'seed' is of type int, and of the role SEED, which is for another type",
        "long one, @Option(value = \"2\", fallback = \"2\", role = Option.Role.SEED) long other"
            + " | two of its options are of the role SEED"
      })
  void load_optionInARoleThatDoesNotSuitIt_issue(String components, String reason) {
    String bad =
        PluginJars.task("Bad", "bad", "")
            .replace(
                "public Task create",
                """
                public record Config(
                    @Option(value = "1", fallback = "1", role = Option.Role.SEED) %s) {}
                public Class<? extends Record> options() { return Config.class; }
                public Task create"""
                    .formatted(components));

    assertThat(reasonOf(bad)).isEqualTo(reason);
  }

  @Test
  void load_optionsAreNoRecord_issue() {
    assertThat(
            reasonOfOptions(
                """
                @SuppressWarnings({"unchecked", "rawtypes"})
                public Class<? extends Record> options() { return (Class) String.class; }"""))
        .isEqualTo("its 'options' answers with java.lang.String, which is not a record");
  }

  @Test
  void load_descriptorOnlyTheFirstTime_issueAndRestLoaded() {
    jar("good.jar", Map.of("com.acme.Good", GOOD), "com.acme.Good");
    String bad =
        PluginJars.task("Bad", "bad", "")
            .replace(
                "return new",
                "if (asked++ > 0) throw new IllegalStateException(\"tired\"); return new")
            .replace("public Task create", "private int asked; public Task create");
    jar("bad.jar", Map.of("com.acme.Bad", bad), "com.acme.Bad");

    PluginCatalog catalog = load();

    assertThat(catalog.issues())
        .singleElement()
        .hasToString("com.acme.Bad (IllegalStateException: tired)");
    assertThat(catalog.all(PluginKind.TASK)).containsKey("good");
  }

  @Test
  void call_librariesThatLookForTheirParts_lookInThePluginsJar() {
    String asking =
        PluginJars.task("Good", "good", "")
            .replace(
                "return null;",
                "throw new IllegalStateException("
                    + "Thread.currentThread().getContextClassLoader().getName());");
    jar("good.jar", Map.of("com.acme.Good", asking), "com.acme.Good");
    TaskProvider good = load().get(PluginKind.TASK, "good");

    assertThatThrownBy(() -> good.create(Options.none("good")))
        .hasMessageContaining("IllegalStateException: good.jar.");
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
        .hasToString(
            "com.acme.Bad (the class dev.patchbay.spi.plugin.Plugin2 is missing; of Patchbay itself, a plug-in sees this version's SPI alone)");
  }

  @Test
  void load_jarHoldsCopyOfApplicationsPlugin_leftToApplication() {
    String copy =
        PluginJars.task("ApplicationTask", "application", "")
            .replace("package com.acme", "package dev.patchbay.catalog");
    jar("fat.jar", Map.of(ApplicationTask.class.getName(), copy), ApplicationTask.class.getName());

    PluginCatalog catalog = load();

    assertThat(catalog.all(PluginKind.TASK)).doesNotContainKey("application");
    assertThat(catalog.issues()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "throw new AssertionError(\"odd\");",
        "throw new OutOfMemoryError(\"odd\");",
        "throw new LinkageError(\"odd\");",
        "throw new InternalError(\"odd\");"
      })
  void load_constructorThrowsError_issueAndRestLoaded(String constructor) {
    assertThat(reasonOf(PluginJars.task("Bad", "bad", constructor))).endsWith("Error: odd");
  }

  @Test
  void load_constructorRecursesForEver_issueAndRestLoaded() {
    assertThat(reasonOf(PluginJars.task("Bad", "bad", "new Bad();")))
        .isEqualTo("StackOverflowError");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"StackOverflowError", "OutOfMemoryError", "AssertionError", "RuntimeException"})
  void load_staticInitialiserThrows_issueAndRestLoaded(String error) {
    String bad =
        PluginJars.task("Bad", "bad", "")
            .replace(
                "public Bad()",
                "static { if (true) throw new %s(); } public Bad()".formatted(error));

    assertThat(reasonOf(bad)).isEqualTo(error);
  }

  @ParameterizedTest
  @ValueSource(strings = {"descriptor", "options"})
  void load_questionFails_issueAndRestLoaded(String question) {
    String type = question.equals("descriptor") ? "PluginDescriptor" : "Class<? extends Record>";
    String method = "public %s %s() { %%s } public Task create".formatted(type, question);
    String bad =
        PluginJars.task("Bad", "bad", "")
            .replaceFirst("(?s)public PluginDescriptor descriptor.*?}", "")
            .replace(
                "public Task create",
                question.equals("descriptor")
                    ? "public Task create"
                    : "public PluginDescriptor descriptor() { return new PluginDescriptor(\"bad\", \"A.\", \"none\", \"none\"); } public Task create");

    assertThat(
            reasonOf(
                bad.replaceFirst(
                    "public Task create", method.formatted("throw new StackOverflowError();"))))
        .isEqualTo("its '%s' stops with StackOverflowError".formatted(question));
    assertThat(reasonOf(bad.replaceFirst("public Task create", method.formatted("return null;"))))
        .isEqualTo("its '%s' answers with null".formatted(question));
  }

  /** The one issue of a jar with this {@code com.acme.Bad}, after which a good one comes. */
  private String reasonOf(String bad) {
    jar(
        "bad.jar",
        Map.of("com.acme.Bad", bad, "com.acme.Good", GOOD),
        "com.acme.Bad",
        "com.acme.Good");
    PluginCatalog catalog = load();

    assertThat(catalog.all(PluginKind.TASK)).containsKey("good");
    assertThat(catalog.issues())
        .singleElement()
        .extracting(PluginIssue::plugin)
        .isEqualTo("com.acme.Bad");
    return catalog.issues().get(0).reason();
  }

  @Test
  void load_manyBrokenBeforeTheGood_eachNamedAndTheGoodLoaded() {
    String[] services =
        Stream.concat(
                IntStream.range(0, 250).mapToObj(i -> "com.acme.Missing" + i),
                Stream.of("com.acme.Good"))
            .toArray(String[]::new);
    jar("mixed.jar", Map.of("com.acme.Good", GOOD), services);

    PluginCatalog catalog = load();

    assertThat(catalog.issues()).hasSize(250);
    assertThat(catalog.all(PluginKind.TASK)).containsKey("good");
  }

  @Test
  void load_jarWithoutServices_issue() {
    Path jar = jars.pack(plugins.resolve("mine.jar"), Map.of("com.acme.Good", GOOD), Map.of());
    jar("other.jar", Map.of("com.acme.Bad", PluginJars.task("Bad", "other", "")), "com.acme.Bad");

    assertThat(load().issues())
        .containsExactly(
            new PluginIssue(
                "mine.jar",
                jar.toString(),
                "no META-INF/services/dev.patchbay.spi... in it names a plug-in"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "META-INF/services/dev.patchbay.spi.TaskProvider",
        "META-INF/services/TaskProvider",
        "META-INF/service/dev.patchbay.spi.task.TaskProvider",
        "META-INF/services/dev.patchbay.spi.task.Taskprovider"
      })
  void load_misnamedServicesFile_issueNamesTheRightOne(String file) {
    Path jar =
        jars.pack(
            plugins.resolve("mine.jar"),
            Map.of("com.acme.Good", GOOD),
            Map.of(file, "com.acme.Good\n"));

    assertThat(load().issues())
        .containsExactly(
            new PluginIssue("mine.jar", jar.toString(), file + " should be " + PluginJars.TASKS));
  }

  @Test
  void load_servicesFileOfNoKind_issue() {
    jars.pack(
        plugins.resolve("mine.jar"),
        Map.of("com.acme.Good", GOOD),
        Map.of("META-INF/services/dev.patchbay.spi.Tasks", "com.acme.Good\n"));

    assertThat(load().issues())
        .singleElement()
        .hasToString(
            "mine.jar (META-INF/services/dev.patchbay.spi.Tasks is the file of no kind of plug-in)");
  }

  @Test
  void load_servicesFileWithoutLines_issue() {
    jar("mine.jar", Map.of("com.acme.Good", GOOD), "# nothing yet");

    assertThat(load().issues())
        .singleElement()
        .hasToString("mine.jar (its META-INF/services files name no plug-in)");
  }

  @Test
  void load_folderWithoutJars_issue() {
    assertThat(load().issues())
        .containsExactly(new PluginIssue("plugins", plugins.toString(), "it holds no jar"));
  }

  @Test
  void load_buildFolder_itsOtherFoldersAreNoIssue() throws IOException {
    jar("good.jar", Map.of("com.acme.Good", GOOD), "com.acme.Good");
    Files.createDirectory(plugins.resolve("classes"));
    jars.pack(plugins.resolve("dependency/base.jar"), Map.of("com.acme.Base", BASE), Map.of());

    assertThat(load().issues()).isEmpty();
  }

  @Test
  void load_libraryBesideThePlugin_found() {
    jars.jar(
        plugins.resolve("good.jar"),
        Map.of("com.acme.Good", withBase(), "com.acme.Base", BASE),
        List.of("com.acme.Base"),
        List.of("com.acme.Good"));
    jars.pack(plugins.resolve("base.jar"), Map.of("com.acme.Base", BASE), Map.of());

    PluginCatalog catalog = load();

    assertThat(catalog.all(PluginKind.TASK)).containsKey("good");
    assertThat(catalog.issues()).isEmpty();
  }

  @Test
  void load_libraryInAnotherPluginsFolder_missing() {
    jars.jar(
        plugins.resolve("one/good.jar"),
        Map.of("com.acme.Good", withBase(), "com.acme.Base", BASE),
        List.of("com.acme.Base"),
        List.of("com.acme.Good"));
    jars.pack(plugins.resolve("two/base.jar"), Map.of("com.acme.Base", BASE), Map.of());
    jars.jar(
        plugins.resolve("two/better.jar"),
        Map.of("com.acme.Better", PluginJars.task("Better", "better", "")),
        List.of(),
        List.of("com.acme.Better"));

    PluginCatalog catalog = load();

    assertThat(catalog.all(PluginKind.TASK)).containsKey("better");
    assertThat(catalog.issues())
        .singleElement()
        .hasToString("com.acme.Good (the class com.acme.Base is missing; %s)".formatted(BESIDE));
  }

  private static final String BASE = "package com.acme; public class Base {}";

  private static String withBase() {
    return PluginJars.task("Good", "good", "new Base();");
  }

  @Test
  void load_libraryThatPatchbayUsesToo_itsOwn() {
    // Of the same name as the one that Patchbay brings.
    String mapper =
        "package com.fasterxml.jackson.databind; public class ObjectMapper { public int own = 1; }";
    String good =
        PluginJars.task(
            "Good",
            "good",
            "if (new com.fasterxml.jackson.databind.ObjectMapper().own != 1) throw new Error();");
    jar(
        "good.jar",
        Map.of("com.fasterxml.jackson.databind.ObjectMapper", mapper, "com.acme.Good", good),
        "com.acme.Good");

    PluginCatalog catalog = load();

    assertThat(catalog.issues()).isEmpty();
    assertThat(catalog.all(PluginKind.TASK)).containsKey("good");
  }

  @Test
  void call_libraryThatPatchbayUsesTooAndThePluginDoesNotBring_saysWhatToDo() {
    String type = "com.fasterxml.jackson.databind.ObjectMapper";
    String mapper = "package com.fasterxml.jackson.databind; public class ObjectMapper {}";
    String good =
        PluginJars.task("Good", "good", "")
            .replace("return null;", "new %s(); return null;".formatted(type));
    Path jar =
        jars.jar(
            plugins.resolve("good.jar"),
            Map.of(type, mapper, "com.acme.Good", good),
            List.of(type),
            List.of("com.acme.Good"));
    TaskProvider plugin = load().get(PluginKind.TASK, "good");

    assertThatThrownBy(() -> plugin.create(Options.none("good")))
        .hasMessage(
            "The task 'good' stopped in 'create': the class %s is missing.\nA plug-in sees the JDK, the SPI, DJL, JGraphT, JSpecify and SLF4J, and brings all else: %s; it is com.acme.Good in %s."
                .formatted(type, BESIDE, jar));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "com.fasterxml.jackson.databind.ObjectMapper",
        "com.google.inject.Injector",
        "dev.patchbay.core.run.RunRequest"
      })
  void load_classOfPatchbaysOwn_unseen(String type) {
    String bad =
        PluginJars.task(
            "Bad",
            "bad",
            "try { Class.forName(\"%s\"); } catch (ClassNotFoundException e) { throw new IllegalStateException(\"unseen\"); }"
                .formatted(type));

    assertThat(reasonOf(bad)).isEqualTo("IllegalStateException: unseen");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev.patchbay.spi.task.Task",
        "ai.djl.ndarray.NDArray",
        "org.jgrapht.Graph",
        "org.jspecify.annotations.Nullable",
        "org.slf4j.Logger",
        "java.sql.Connection"
      })
  void load_classThatIsShared_seen(String type) {
    String good =
        PluginJars.task(
            "Good",
            "good",
            "try { Class.forName(\"%s\"); } catch (ClassNotFoundException e) { throw new IllegalStateException(); }"
                .formatted(type));
    jar("good.jar", Map.of("com.acme.Good", good), "com.acme.Good");

    assertThat(load().issues()).isEmpty();
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
