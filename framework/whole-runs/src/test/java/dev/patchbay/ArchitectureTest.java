package dev.patchbay;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.patchbay.catalog.PluginLoader;
import dev.patchbay.engine.tensor.TensorEngine;
import dev.patchbay.model.hub.Environment;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rooms of the framework, from below to above, and what each may know. */
class ArchitectureTest {

  private static final JavaClasses ROOMS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(
              "dev.patchbay.catalog",
              "dev.patchbay.model",
              "dev.patchbay.engine",
              "dev.patchbay.core",
              "dev.patchbay.study");

  private static final String ENGINE = "dev.patchbay.engine";

  private static final List<String> FROM_BELOW =
      List.of("catalog", "model", "engine", "core", "study", "bench", "cli");

  @ParameterizedTest
  @ValueSource(strings = {"catalog", "model", "engine", "core", "study"})
  void imports_ofARoom_areThoseBelow(String room) {
    String[] above =
        FROM_BELOW.stream()
            .skip(FROM_BELOW.indexOf(room) + 1)
            .map(other -> "dev.patchbay." + other + "..")
            .toArray(String[]::new);

    noClasses()
        .that()
        .resideInAPackage("dev.patchbay." + room + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(above)
        .check(ROOMS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"model", "engine", "core", "study"})
  void packages_ofARoom_noCycles(String room) {
    slices()
        .matching("dev.patchbay." + room + ".(*)..")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(ROOMS);
  }

  /** What of the engine's rooms the others may know; they know the whole of its root. */
  private static final Set<String> FACE =
      Set.of(
          "passes.Cost",
          "readout.NamedMetric",
          "search.SearchNotes",
          "tensor.EngineFacts",
          "tensor.TensorEngine",
          "weights.LoadedModel");

  @Test
  void engine_fromOutside_knownByItsFaceAlone() {
    JavaClasses others =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(
                "dev.patchbay.core",
                "dev.patchbay.study",
                "dev.patchbay.bench",
                "dev.patchbay.testkit");

    noClasses()
        .should()
        .dependOnClassesThat(
            describe(
                "are inside the engine",
                one ->
                    one.getPackageName().startsWith(ENGINE + ".")
                        && !one.getPackageName().equals(ENGINE + ".memory")
                        && !FACE.contains(outermost(one).substring(ENGINE.length() + 1))))
        .check(others);
  }

  private static String outermost(JavaClass one) {
    return one.getEnclosingClass().map(ArchitectureTest::outermost).orElse(one.getName());
  }

  @Test
  void engine_fromInside_knowsNothingOfItsRoot() {
    noClasses()
        .that()
        .resideInAPackage(ENGINE + ".*..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ENGINE)
        .check(ROOMS);
  }

  @Test
  void guice_outsideWiring_nowhere() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.patchbay.core.wiring")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.google.inject..")
        .check(ROOMS);
  }

  @Test
  void serviceLoader_outsidePluginLoader_nowhere() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(PluginLoader.class.getName())
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(ServiceLoader.class)
        .check(ROOMS);
  }

  @Test
  void engine_ofOneKind_notNamed() {
    noClasses()
        .that()
        .resideOutsideOfPackage(TensorEngine.class.getPackageName())
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("ai.djl.pytorch..", "dev.patchbay.plugins..", "dev.patchbay.export..")
        .check(ROOMS);
  }

  @Test
  void standardStreams_anywhere_notUsed() {
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(ROOMS);
  }

  @Test
  void environment_outsideItsRecord_notRead() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(Environment.class.getName())
        .should()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .check(ROOMS);
  }

  @Test
  void systemProperties_outsideTensorEngine_notSet() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(TensorEngine.class.getName())
        .should()
        .callMethod(System.class, "setProperty", String.class, String.class)
        .check(ROOMS);
  }

  @Test
  void network_outsideTheHub_notUsed() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.patchbay.model.hub")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net.http..")
        .check(ROOMS);
  }

  @Test
  void packages_all_nullMarked() {
    List<JavaPackage> bare =
        ROOMS.stream()
            .map(JavaClass::getPackage)
            .distinct()
            .filter(javaPackage -> !javaPackage.isAnnotatedWith(NullMarked.class))
            .toList();

    assertThat(bare).isEmpty();
  }
}
