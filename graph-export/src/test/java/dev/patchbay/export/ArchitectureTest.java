package dev.patchbay.export;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final JavaClasses EXPORT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.patchbay.export");

  @Test
  void export_imports_onlySpiJacksonJGraphTAndElk() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.patchbay.export..",
            "dev.patchbay.spi..",
            "java..",
            "javax.xml.stream..",
            "com.fasterxml.jackson..",
            "com.google.auto.service..",
            "org.eclipse.elk..",
            "org.eclipse.emf.common.util..",
            "org.jgrapht..",
            "org.jspecify.annotations..")
        .check(EXPORT);
  }
}
