package dev.patchbay.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodReference;
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
            "dev.patchbay.bench..",
            "dev.patchbay.catalog..",
            "dev.patchbay.engine..",
            "dev.patchbay.model..",
            "dev.patchbay.study..",
            "dev.patchbay.core..",
            "dev.patchbay.spi..",
            "ai.djl.ndarray.types..",
            "com.fasterxml.jackson..",
            "picocli..",
            "me.tongfei.progressbar..",
            "org.jspecify.annotations..")
        .check(command);
  }

  /** What Error Prone lets pass: references to methods, and what is printed. */
  @Test
  void textOfTheDefaultLocale_anywhere_isNotMade() {
    JavaClasses all = new ClassFileImporter().importPackages("dev.patchbay");

    noClasses().should().accessTargetWhere(formatsByTheDefaultLocale()).check(all);
  }

  private static DescribedPredicate<JavaAccess<?>> formatsByTheDefaultLocale() {
    return DescribedPredicate.describe(
        "format by the default locale",
        access -> {
          String target = access.getTarget().getFullName();
          return access instanceof JavaMethodReference
              ? target.startsWith("java.lang.String.format")
              : target.matches("java\\.io\\.Print\\w+\\.(printf|format)\\(java\\.lang\\.String,.*");
        });
  }
}
