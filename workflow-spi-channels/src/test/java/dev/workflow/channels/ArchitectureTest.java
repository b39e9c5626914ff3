package dev.workflow.channels;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTest {

  private static final String ROOT = "dev.workflow.channels";

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void packages_do_not_go_round_in_circles() {
    slices().matching(ROOT + ".(*)").should().beFreeOfCycles().check(MAIN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"email", "whatsapp", "sms", "webhook", "inapp", "provider"})
  void nobody_uses_a_channel(String channel) {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "." + channel)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + "." + channel)
        .check(MAIN);
  }

  @Test
  void only_the_http_package_knows_the_http_client() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".http")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.hc..", "java.net.http..")
        .check(MAIN);
  }
}
