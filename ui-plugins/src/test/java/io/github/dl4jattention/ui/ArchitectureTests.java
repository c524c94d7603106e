package io.github.dl4jattention.ui;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ObjectInputStream;

@AnalyzeClasses(
    packages = "io.github.dl4jattention.ui",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {
  @ArchTest
  static final ArchRule PACKAGES_FORM_NO_CIRCLE =
      slices().matching("io.github.dl4jattention.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule RECORDS_KNOW_NOTHING_OF_WHO_SHOWS_OR_STORES_THEM =
      noClasses()
          .that()
          .resideInAPackage("..ui.records..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..ui.pages..", "..ui.server..", "..ui.storage..", "io.vertx..");

  @ArchTest
  static final ArchRule PAGES_DRAW_RECORDS_AND_KNOW_NOTHING_OF_MODELS =
      noClasses()
          .that()
          .resideInAPackage("..ui.pages..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..ui.server..", "..ui.storage..", "..layers..", "org.deeplearning4j.nn..");

  @ArchTest
  static final ArchRule THE_MODULE_KNOWS_NOTHING_OF_THE_ZOO =
      noClasses().should().dependOnClassesThat().resideInAPackage("..zoo..");

  @ArchTest
  static final ArchRule JAVA_SERIALISATION_IS_READ_IN_IMPORTS_ONLY =
      noClasses()
          .that()
          .haveSimpleNameNotContaining("Import")
          .and()
          .resideOutsideOfPackage("..ui.storage..")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(ObjectInputStream.class);

  @ArchTest
  static final ArchRule CLASSES_ARE_NEVER_LOOKED_UP_BY_NAME =
      noClasses().should().callMethod(Class.class, "forName", String.class);
}
