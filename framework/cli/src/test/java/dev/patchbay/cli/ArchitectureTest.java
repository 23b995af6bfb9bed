package dev.patchbay.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  @Test
  void imports_ofTheCommand_areCoreSpiAndItsLibraries() {
    JavaClasses command =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.patchbay.cli");

    // Plug-ins and exporters are on the class path at run time, and known by what they say.
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "dev.patchbay.cli..",
            "dev.patchbay.benchmarks..",
            "dev.patchbay.core..",
            "dev.patchbay.spi..",
            "ai.djl.ndarray.types..",
            "com.fasterxml.jackson..",
            "picocli..",
            "me.tongfei.progressbar..",
            "org.jspecify.annotations..")
        .check(command);
  }
}
