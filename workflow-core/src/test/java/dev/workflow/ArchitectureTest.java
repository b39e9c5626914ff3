package dev.workflow;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.workflow.messaging.Route;
import java.util.List;
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
 * The order of the packages, from the bottom to the top. A package uses those below it, and the
 * root package, which holds the ids and errors that everyone uses. So there is no cycle at any
 * depth.
 */
class ArchitectureTest {

  private static final String ROOT = "dev.workflow";

  private static final List<String> ORDER =
      List.of(
          "internal.text",
          "expression",
          "condition",
          "evidence",
          "internal.log",
          "internal.cache",
          "instance",
          "operations",
          "task",
          "spi",
          "spi.store",
          "assignment",
          "task.form",
          "ruleimport.spi",
          "gallery.spi",
          "ruleimport",
          "messaging",
          "definition",
          "schedule",
          "statistics",
          "decision",
          "upcoming",
          "gallery",
          "retention",
          "internal.decide",
          "statistics.internal.fact",
          "trigger",
          "preview",
          "messaging.internal.recipient",
          "messaging.internal.content",
          "action",
          "messaging.internal.routing",
          "observe",
          "internal.assignment",
          "memory",
          "jackson3",
          "internal.engine",
          "internal.input",
          "messaging.internal.context",
          "messaging.internal.outbox",
          "messaging.internal.notice",
          "messaging.internal.service",
          "messaging.internal.inbound",
          "internal.service",
          "schedule.internal",
          "statistics.internal",
          "retention.internal",
          "decision.internal",
          "upcoming.internal",
          "ruleimport.internal",
          "internal.watch",
          "preview.internal",
          "internal.access",
          "gallery.internal",
          "messaging.internal",
          "internal");

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
    return ORDER.stream().map(room -> DynamicTest.dynamicTest(room, () -> usesOnlyBelow(room)));
  }

  private static void usesOnlyBelow(String room) {
    String[] above =
        ORDER.subList(ORDER.indexOf(room) + 1, ORDER.size()).stream()
            .map(ArchitectureTest::packageOf)
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(packageOf(room))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(above)
        .allowEmptyShould(true)
        .check(MAIN);
  }

  /** Its receipt of an event says who sends what; that is API. */
  @Test
  void doesNotLetTheEngineKnowMessaging() {
    noClasses()
        .that()
        .resideInAnyPackage(packageOf("internal.engine"), packageOf("internal.decide"))
        .should()
        .dependOnClassesThat(
            resideInAPackage(tree("messaging")).and(not(belongToAnyOf(Route.class))))
        .check(MAIN);
  }

  @Test
  void givesEveryPackageAPlaceInTheOrder() {
    Set<String> rooms =
        MAIN.stream()
            .map(JavaClass::getPackageName)
            .filter(Predicate.not(ROOT::equals))
            .map(name -> name.substring(ROOT.length() + 1))
            .collect(toCollection(TreeSet::new));

    assertThat(new TreeSet<>(ORDER)).isEqualTo(rooms);
  }

  @Test
  void leavesTheFacadeToTheHost() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT, packageOf("internal"))
        .should()
        .dependOnClassesThat(resideInAPackage(ROOT).and(simpleNameStartingWith("WorkflowEngine")))
        .allowEmptyShould(true)
        .check(MAIN);
  }

  /** What plays a preview has nothing by which it could reach the host or its store. */
  @Test
  void playsPreviewsWithoutTheHost() {
    noClasses()
        .that()
        .haveNameMatching(
            ROOT + "\\.(internal\\.Preview.*|preview\\.internal\\.(Pretended.*|Scene.*|Stage))")
        .should()
        .dependOnClassesThat(
            resideInAPackage(tree("spi.store"))
                .and(not(name(ROOT + ".spi.store.WorkflowStore")))
                .or(name(ROOT + ".internal.engine.Transactions"))
                .or(name(ROOT + ".internal.engine.CommandContext"))
                .or(name(ROOT + ".internal.EngineAssembly"))
                .or(name(ROOT + ".spi.EngineListener"))
                .or(name(ROOT + ".spi.TaskListener")))
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
        .doNotHaveFullyQualifiedName(ROOT + ".internal.log.Log")
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

  private static String packageOf(String room) {
    return ROOT + "." + room;
  }

  private static String tree(String room) {
    return ROOT + "." + room + "..";
  }
}
