package dev.workflow.docs.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.WorkflowEngine;
import dev.workflow.docs.Examples;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PageChecksTest {

  private static Page page(String text) {
    return new Page(Page.ROOT.resolve("docs/x.md"), text.lines().toList());
  }

  private static PageChecks checks(WorkflowEngine engine) {
    Snippets snippets = new Snippets();
    snippets.add("A", List.of("// snippet: one", "int a = 1;", "// end"));
    return new PageChecks(snippets, engine);
  }

  private static List<String> problems(String text) {
    try (WorkflowEngine engine = Examples.engine().build()) {
      return checks(engine).problems(page(text));
    }
  }

  @Nested
  class Java {

    @Test
    void a_block_that_differs_from_its_snippet_is_found_and_can_be_refreshed() {
      String text =
          """
          # Page
          <!-- snippet: A#one -->
          ```java
          int a = 2;
          ```
          after
          """;

      assertThat(problems(text))
          .containsExactly(
              "docs/x.md:3: the block differs from snippet: A#one; refresh the pages with"
                  + " `mvn -o -q -Pfast test -pl docs -am -Dtest=PagesTest -DfailIfNoTests=false -Ddocs.refresh=true`");
      try (WorkflowEngine engine = Examples.engine().build()) {
        assertThat(checks(engine).refreshed(page(text)).lines())
            .containsExactlyElementsOf(text.replace("= 2", "= 1").lines().toList());
      }
    }

    @Test
    void a_block_without_a_snippet_is_found() {
      assertThat(problems("```java\nint a = 1;\n```"))
          .containsExactly(
              "docs/x.md:1: a Java block needs <!-- snippet: File#name --> in the line above");
    }
  }

  @Nested
  class Documents {

    @Test
    void a_workflow_is_found_without_a_mark_and_checked_with_its_actions() {
      assertThat(
              problems(
                  """
                  ```json
                  {"key": "a", "name": "A", "steps": [{"id": "b", "action": "send_email", "config": {"too": "x"}}]}
                  ```
                  """))
          .containsExactly(
              "docs/x.md:1: /steps/0/config/too: unknown key \"too\"; did you mean \"to\"?",
              "docs/x.md:1: /steps/0/config/to: is required: who gets it; everybody a message of their"
                  + " own",
              "docs/x.md:1: /steps/0/config: \"subject\", \"template\", \"text\" or \"html\" is"
                  + " required");
    }

    @Test
    void yaml_steps_and_conditions_are_checked_too() {
      assertThat(problems("<!-- step -->\n```yaml\nid: a\nstop: never\n```"))
          .containsExactly("docs/x.md:2: /steps/0/stop: \"never\" is none of completed, failed");
      assertThat(problems("<!-- condition -->\n```json\n{\"filed\": 1}\n```"))
          .containsExactly(
              "docs/x.md:2: (document): a condition has \"field\", \"and\", \"or\" or \"not\"; found \"filed\"");
      assertThat(problems("```json\n{\"a\"\n```")).hasSize(1);
    }
  }

  @Nested
  class Links {

    @Test
    void a_file_or_heading_that_is_not_there_is_found() {
      assertThat(
              problems(
                  """
                  # One two
                  [a](../README.md) [b](#one-two) [c](https://example.com) `[d](nowhere.md)`
                  [e](nowhere.md) [f](#three)
                  """))
          .containsExactly(
              "docs/x.md:3: the link to nowhere.md is dead",
              "docs/x.md:3: there is no heading for #three; there are [one-two]");
    }
  }
}
