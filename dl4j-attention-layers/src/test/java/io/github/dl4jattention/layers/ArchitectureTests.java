package io.github.dl4jattention.layers;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
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
  private static final String ROOT = "io.github.dl4jattention.layers";

  @ArchTest
  static final ArchRule PACKAGES_FORM_NO_CIRCLE =
      slices().matching("io.github.dl4jattention.(**)").should().beFreeOfCycles();

  /** What nd4j-api brings to every user on purpose: nothing else may slip in through DL4J's own. */
  @ArchTest
  static final ArchRule NOTHING_BUT_DL4J_AND_WHAT_IT_STANDS_ON_AT_RUN_TIME =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              ROOT + "..",
              "org.deeplearning4j..",
              "org.nd4j..",
              "org.apache.commons.lang3..",
              // What ND4J itself brings to every user.
              "org.bytedeco..",
              "org.slf4j..",
              "com.sun.jna..",
              "jdk.incubator.vector..",
              "java..");

  /** Mathematics: what a formula is made of does not know what users name, nor what runs it. */
  @ArchTest
  static final ArchRule FORMULAS_KNOW_NEITHER_LAYERS_NOR_THE_RUNTIME =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT, ROOT + ".runtime..", ROOT + ".decode..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ROOT, ROOT + ".runtime..", ROOT + ".decode..");

  @ArchTest
  static final ArchRule SCORES_KNOW_NO_ALIGNMENT =
      noClasses()
          .that()
          .resideInAPackage(ROOT + ".score..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ROOT + ".align..");

  /** Of ND4J they know its BLAS, whose threads they hold. */
  @ArchTest
  static final ArchRule KERNELS_ARE_MADE_OF_ARRAYS =
      noClasses()
          .that()
          .resideInAPackage(ROOT + ".kernel..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("org.deeplearning4j..")
                  .or(resideInAPackage("org.nd4j.."))
                  .or(
                      resideInAPackage(ROOT + "..")
                          .and(resideOutsideOfPackage(ROOT + ".kernel.."))));

  /** Loaded by name, where the JVM has its module. */
  @ArchTest
  static final ArchRule NOTHING_NEEDS_THE_VECTOR_MODULE =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".kernel.vector..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ROOT + ".kernel.vector..", "jdk.incubator.vector..");

  @ArchTest
  static final ArchRule THE_FORMULA_PACKAGE_IS_THE_FOUNDATION =
      noClasses()
          .that()
          .resideInAPackage(ROOT + ".formula..")
          .should()
          .dependOnClassesThat(
              resideInAPackage(ROOT + "..")
                  .and(resideOutsideOfPackages(ROOT + ".formula..", ROOT + ".kernel..")));

  @ArchTest
  static final ArchRule THE_RUNTIME_KNOWS_FORMULAS_AND_KERNELS_AND_NOTHING_ELSE =
      noClasses()
          .that()
          .resideInAPackage(ROOT + ".runtime..")
          .should()
          .dependOnClassesThat(
              resideInAPackage(ROOT + "..")
                  .and(
                      resideOutsideOfPackages(
                          ROOT + ".runtime..", ROOT + ".formula..", ROOT + ".kernel..")));
}
