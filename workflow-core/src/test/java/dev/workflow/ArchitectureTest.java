package dev.workflow;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.commons.annotation.Testable;

/**
 * The order of the packages: data enters at the top and leaves at the bottom. A package may use the
 * ones {@link #MAY_USE} gives it, and always the root package, which holds the ids that everyone
 * uses, and {@code internal}.
 */
class ArchitectureTest {

  private static final String ROOT = "dev.workflow";

  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          entry("jackson3", Set.of()),
          entry("spi", Set.of("expression")),
          entry("expression", Set.of()),
          entry("condition", Set.of("expression")),
          entry("definition", Set.of("condition", "expression", "spi")),
          entry("instance", Set.of("definition", "condition", "expression", "spi")),
          entry("memory", Set.of("instance", "definition", "spi")),
          entry("trigger", Set.of("instance", "definition", "condition", "expression", "spi")),
          entry(
              "routing",
              Set.of("trigger", "instance", "definition", "condition", "expression", "spi")),
          entry("assignment", Set.of("instance", "definition", "condition", "expression", "spi")),
          entry(
              "action",
              Set.of("message", "instance", "definition", "condition", "expression", "spi")),
          entry("task", Set.of("instance", "definition", "condition", "expression", "spi")),
          entry("message", Set.of("instance", "definition", "condition", "expression", "spi")),
          entry("schedule", Set.of("instance", "definition", "condition", "expression", "spi")),
          entry("observe", Set.of("instance", "definition", "condition", "expression", "spi")),
          entry(
              "execution",
              Set.of(
                  "trigger",
                  "routing",
                  "assignment",
                  "action",
                  "task",
                  "message",
                  "schedule",
                  "observe",
                  "memory",
                  "instance",
                  "definition",
                  "condition",
                  "expression",
                  "spi")));

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  private static final JavaClasses TESTS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
          .importPackages(ROOT);

  @TestFactory
  Stream<DynamicTest> usesOnlyThePackagesBelow() {
    return MAY_USE.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(
            room ->
                DynamicTest.dynamicTest(
                    room.getKey(), () -> usesOnly(room.getKey(), room.getValue())));
  }

  private static void usesOnly(String room, Set<String> allowed) {
    String[] forbidden =
        MAY_USE.keySet().stream()
            .filter(Predicate.not(room::equals))
            .filter(Predicate.not(allowed::contains))
            .map(ArchitectureTest::tree)
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(tree(room))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden)
        .allowEmptyShould(true)
        .check(MAIN);
  }

  @Test
  void givesEveryPackageAPlaceInTheOrder() {
    Set<String> rooms =
        MAIN.stream()
            .map(JavaClass::getPackageName)
            .filter(Predicate.not(ROOT::equals))
            .map(name -> name.substring(ROOT.length() + 1).split("\\.", 2)[0])
            .filter(Predicate.not("internal"::equals))
            .collect(toCollection(TreeSet::new));

    assertThat(MAY_USE.keySet()).containsAll(rooms);
  }

  @Test
  void leavesTheFacadeToTheHost() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT, tree("internal"))
        .should()
        .dependOnClassesThat(resideInAPackage(ROOT).and(simpleNameStartingWith("WorkflowEngine")))
        .allowEmptyShould(true)
        .check(MAIN);
  }

  @Test
  void hasNoCyclesBetweenPackages() {
    slices()
        .matching(ROOT + ".(*)..")
        .should()
        .beFreeOfCycles()
        .ignoreDependency(resideInAPackage(tree("internal")), DescribedPredicate.alwaysTrue())
        .allowEmptyShould(true)
        .check(MAIN);
  }

  @Test
  void reachesMicrometerOnlyFromTheBinding() {
    noClasses()
        .that()
        .resideOutsideOfPackage(tree("observe"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.micrometer..")
        .check(MAIN);
    noClasses()
        .that()
        .resideOutsideOfPackage(tree("observe"))
        .should()
        .dependOnClassesThat()
        .haveSimpleName("WorkflowObservations")
        .check(MAIN);
  }

  @Test
  void logsThroughSlf4jOnly() {
    NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(MAIN);
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(MAIN);
  }

  /** Whatever a line is told of stays within that line: {@code Log} sees to it. */
  @Test
  void logsThroughTheOneClassThatKeepsLinesApart() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(ROOT + ".internal.Log")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("org.slf4j.Logger")
        .check(MAIN);
  }

  @Test
  void saysOfEveryPackageThatItIsNullMarked() {
    Set<String> unmarked =
        MAIN.stream()
            .map(JavaClass::getPackage)
            .filter(Predicate.not(ArchitectureTest::isNullMarked))
            .map(JavaPackage::getName)
            .collect(toCollection(TreeSet::new));

    assertThat(unmarked).as("packages without a @NullMarked package-info.java").isEmpty();
  }

  private static boolean isNullMarked(JavaPackage room) {
    return room.tryGetPackageInfo()
        .filter(info -> info.isAnnotatedWith(NullMarked.class))
        .isPresent();
  }

  @Test
  void neverSleepsInATest() {
    noClasses()
        .should()
        .callMethodWhere(target(name("sleep")).and(target(owner(assignableTo(Thread.class)))))
        .orShould()
        .callMethodWhere(target(name("sleep")).and(target(owner(assignableTo(TimeUnit.class)))))
        .check(TESTS);
  }

  @Test
  void keepsItsTestClassesToThePackage() {
    classes()
        .that()
        .containAnyMethodsThat(
            DescribedPredicate.describe(
                "are tests", method -> method.isMetaAnnotatedWith(Testable.class)))
        .should()
        .notHaveModifier(JavaModifier.PUBLIC)
        .check(TESTS);
  }

  private static String tree(String room) {
    return ROOT + "." + room + "..";
  }
}
