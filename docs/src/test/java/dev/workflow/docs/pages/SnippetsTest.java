package dev.workflow.docs.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SnippetsTest {

  private final Snippets snippets = new Snippets();

  @Test
  void a_region_loses_its_indentation_and_the_marks_of_inner_regions() {
    snippets.add(
        "A",
        """
        class A {
          // snippet: outer
          int a = 1;
          // snippet: inner
          int b =
              2;
          // end
          // end
        }
        """
            .lines()
            .toList());

    assertThat(snippets.java("A#outer")).isEqualTo("int a = 1;\nint b =\n    2;");
    assertThat(snippets.java("A#inner")).isEqualTo("int b =\n    2;");
  }

  @Test
  void a_text_is_what_the_first_text_block_says() {
    snippets.add(
        "A",
        List.of(
            "// snippet: json",
            "String json =",
            "    \"\"\"",
            "    {",
            "      \"a\": \"\\\\d\"",
            "    }",
            "    \"\"\";",
            "// end"));

    assertThat(snippets.text("A#json")).isEqualTo("{\n  \"a\": \"\\d\"\n}");
  }

  @Test
  void a_region_must_exist_end_and_be_the_only_one_of_its_name() {
    assertThatThrownBy(() -> snippets.java("A#x"))
        .hasMessage("there is no snippet A#x; there are []");
    assertThatThrownBy(() -> snippets.add("A", List.of("// snippet: x")))
        .hasMessage("snippets without an end: [A#x]");
    assertThatThrownBy(() -> snippets.add("A", List.of("// end")))
        .hasMessage("A ends a snippet that it did not begin");
    assertThatThrownBy(
            () ->
                snippets.add(
                    "A", List.of("// snippet: x", "// end", "// snippet: x", "int a;", "// end")))
        .hasMessage("there are two snippets A#x");
  }
}
