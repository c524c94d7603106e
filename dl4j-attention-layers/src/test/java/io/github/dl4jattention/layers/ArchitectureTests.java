package io.github.dl4jattention.layers;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** How the packages may depend on each other, and on the world. */
@AnalyzeClasses(
    packages = "io.github.dl4jattention.layers",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {
  @ArchTest
  static final ArchRule PACKAGES_FORM_NO_CIRCLE =
      slices().matching("io.github.dl4jattention.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule NOTHING_BUT_DL4J_AT_RUN_TIME =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.github.dl4jattention.layers..", "org.deeplearning4j..", "org.nd4j..", "java..");

  @ArchTest
  static final ArchRule SCORES_KNOW_NO_LAYER =
      noClasses()
          .that()
          .resideInAPackage("..layers.score..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..layers", "..layers.runtime..", "..layers.decode..");

  @ArchTest
  static final ArchRule THE_RUNTIME_KNOWS_NO_LAYER =
      noClasses()
          .that()
          .resideInAPackage("..layers.runtime..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..layers", "..layers.decode..");
}
