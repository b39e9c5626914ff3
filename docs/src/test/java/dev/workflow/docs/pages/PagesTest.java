package dev.workflow.docs.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.WorkflowEngine;
import dev.workflow.docs.Examples;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every page says what the compiled examples say. */
class PagesTest {

  private static final boolean REFRESH = Boolean.getBoolean("docs.refresh");

  @TestFactory
  Stream<DynamicTest> a_page_shows_tested_examples_valid_documents_and_living_links() {
    Snippets snippets = Snippets.read();
    return Page.all().stream()
        .map(page -> DynamicTest.dynamicTest(page.name(), () -> check(page, snippets)));
  }

  private static void check(Page page, Snippets snippets) {
    try (WorkflowEngine engine = Examples.engine().build()) {
      PageChecks checks = new PageChecks(snippets, engine);
      if (REFRESH) {
        checks.refreshed(page).write();
      }
      assertThat(checks.problems(Page.read(page.file()))).isEmpty();
    }
  }
}
