package io.github.dl4jattention.zoo;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** How the packages may depend on each other. */
@AnalyzeClasses(
    packages = "io.github.dl4jattention.zoo",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {
  @ArchTest
  static final ArchRule PACKAGES_FORM_NO_CIRCLE =
      slices().matching("io.github.dl4jattention.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule ONLY_THE_COMMAND_LINE_KNOWS_PICOCLI_AND_PROGRESS_BARS =
      noClasses()
          .that()
          .resideOutsideOfPackage("..zoo.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("picocli..", "me.tongfei..", "..zoo.cli..");

  @ArchTest
  static final ArchRule ONLY_ONE_PACKAGE_KNOWS_THE_DASHBOARD =
      noClasses()
          .that()
          .resideOutsideOfPackage("..zoo.dashboard..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.github.dl4jattention.ui..", "org.deeplearning4j.ui..");

  @ArchTest
  static final ArchRule THE_DATES_ARE_PLAIN_JAVA =
      noClasses()
          .that()
          .resideInAPackage("..zoo.dates..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.nd4j..", "org.deeplearning4j..");

  @ArchTest
  static final ArchRule MEASURES_TOKENS_AND_SEARCH_KNOW_NO_ARRAYS =
      noClasses()
          .that()
          .resideInAnyPackage("..zoo.evaluation.measure..", "..zoo.tokens..", "..zoo.decoding..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.nd4j.linalg..", "org.deeplearning4j..");

  @ArchTest
  static final ArchRule ONE_CLASS_KNOWS_THE_OPTIONAL_LIBRARY =
      noClasses()
          .that()
          .doNotHaveSimpleName("HuggingFaceTokens")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.djl..");

  @ArchTest
  static final ArchRule NOTHING_IS_READ_WITH_JAVA_SERIALISATION =
      noClasses().should().dependOnClassesThat().belongToAnyOf(java.io.ObjectInputStream.class);
}
