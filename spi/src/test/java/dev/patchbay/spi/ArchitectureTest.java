package dev.patchbay.spi;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final JavaClasses SPI =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.patchbay.spi");

  @Test
  void spi_imports_onlyTensorsGraphsAndNullAnnotations() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.patchbay.spi..", "java..", "ai.djl..", "org.jgrapht..", "org.jspecify..")
        .check(SPI);
  }

  @Test
  void spi_imports_noEngine() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("ai.djl.pytorch..", "ai.djl.engine..")
        .check(SPI);
  }

  @Test
  void packages_ofTheSpi_haveNoCycles() {
    slices().matching("dev.patchbay.spi.(*)..").should().beFreeOfCycles().check(SPI);
  }
}
