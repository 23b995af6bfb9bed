package dev.patchbay.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.patchbay.core.engine.TensorEngine;
import dev.patchbay.core.hub.Environment;
import dev.patchbay.core.plugin.PluginLoader;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.patchbay.core");

  @Test
  void guice_outsideWiring_nowhere() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.patchbay.core.wiring")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.google.inject..")
        .check(CORE);
  }

  @Test
  void serviceLoader_outsidePluginLoader_nowhere() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(PluginLoader.class.getName())
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(ServiceLoader.class)
        .check(CORE);
  }

  @Test
  void packages_dependencies_noCycles() {
    slices().matching("dev.patchbay.core.(*)..").should().beFreeOfCycles().check(CORE);
  }

  @Test
  void engine_ofOneKind_notNamed() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(TensorEngine.class.getName()) // sets its threads
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("ai.djl.pytorch..", "dev.patchbay.plugins..", "dev.patchbay.export..")
        .check(CORE);
  }

  @Test
  void standardStreams_anywhere_notUsed() {
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CORE);
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
        .check(CORE);
  }

  @Test
  void systemProperties_outsideTensorEngine_notSet() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(TensorEngine.class.getName())
        .should()
        .callMethod(System.class, "setProperty", String.class, String.class)
        .check(CORE);
  }

  @Test
  void network_outsideTheHub_notUsed() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.patchbay.core.hub")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net.http..")
        .check(CORE);
  }

  @Test
  void packages_all_nullMarked() {
    List<JavaPackage> bare =
        CORE.getPackage("dev.patchbay.core").getSubpackagesInTree().stream()
            .filter(javaPackage -> !javaPackage.getClasses().isEmpty())
            .filter(javaPackage -> !javaPackage.isAnnotatedWith(NullMarked.class))
            .toList();

    assertThat(bare).isEmpty();
  }
}
