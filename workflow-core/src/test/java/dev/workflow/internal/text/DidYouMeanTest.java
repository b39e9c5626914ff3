package dev.workflow.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DidYouMeanTest {

  private static final List<String> KEYS = List.of("to", "due_date", "title", "template");

  @ParameterizedTest
  @CsvSource({
    "ot, to",
    "dueDate, due_date",
    "DUE-DATE, due_date",
    "titel, title",
    "tittle, title",
    "template_id, template"
  })
  void findsTheNameThatWasMeant(String unknown, String known) {
    assertThat(DidYouMean.nearest(unknown, KEYS)).contains(known);
    assertThat(DidYouMean.suffix(unknown, KEYS)).isEqualTo("; did you mean \"" + known + "\"?");
  }

  @ParameterizedTest
  @CsvSource({"webhook", "x", "''"})
  void suggestsNothingThatIsFarAway(String unknown) {
    assertThat(DidYouMean.nearest(unknown, KEYS)).isEmpty();
    assertThat(DidYouMean.suffix(unknown, KEYS)).isEmpty();
  }

  @Test
  void takesOfEquallyNearNamesTheFirstInTheAlphabet() {
    assertThat(DidYouMean.nearest("lead_c", List.of("lead_b", "lead_a", "lead_d")))
        .contains("lead_a");
    assertThat(DidYouMean.nearest("lead_c", List.of("lead_d", "lead_a", "lead_b")))
        .contains("lead_a");
    assertThat(DidYouMean.nearest("lead_b", List.of("lead_a", "lead_b"))).contains("lead_b");
  }

  @Test
  void takesNoTimeOverHostileNames() {
    assertThat(DidYouMean.nearest("title".repeat(100_000), KEYS)).isEmpty();
  }
}
