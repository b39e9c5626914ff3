package dev.workflow.jdbi;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database is added without touching a statement of another one. */
class DialectTest {

  private static final String INTERNAL = "dev.workflow.jdbi.internal";
  private static final String SQL = INTERNAL + ".sql";

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.workflow.jdbi");

  @ParameterizedTest
  @ValueSource(strings = {"postgres", "portable", "h2"})
  void a_dialect_is_known_only_where_one_is_chosen(String name) {
    String dialect = INTERNAL + "." + name;
    noClasses()
        .that()
        .resideOutsideOfPackage(dialect)
        .and()
        .doNotHaveSimpleName("Dialects")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(dialect)
        .check(MAIN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgres", "portable", "h2"})
  void a_dialect_knows_tables_and_parameters_and_nothing_else_of_the_store(String name) {
    String dialect = INTERNAL + "." + name;
    noClasses()
        .that()
        .resideInAPackage(dialect)
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.workflow.jdbi..")
                .and(resideOutsideOfPackages(dialect, INTERNAL, SQL)))
        .check(MAIN);
  }

  @Test
  void what_runs_statements_knows_no_table() {
    noClasses()
        .that()
        .resideInAPackage(SQL)
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.workflow.jdbi..").and(resideOutsideOfPackages(SQL)))
        .check(MAIN);
  }
}
