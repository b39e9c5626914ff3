package dev.workflow.ruleimport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.WorkflowRef;
import dev.workflow.assignment.EffectiveWorkflow.Term;
import dev.workflow.assignment.EffectiveWorkflow.TermSource;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuoteTermsTest {

  private static final ZoneId AMSTERDAM = ZoneId.of("Europe/Amsterdam");
  private static final Instant LATE = Instant.parse("2026-01-31T23:30:00Z");

  private static Term host(String value) {
    return new Term(Json.read(value), TermSource.HOST, null, null);
  }

  private static QuoteTerms terms(Map<String, Term> terms) {
    return new QuoteTerms(WorkflowRef.of("vip", 3), AMSTERDAM, terms);
  }

  @Test
  void days_are_counted_from_the_date_in_the_tenants_zone() {
    QuoteTerms terms = terms(Map.of("paymentDays", host("14"), "validityDays", host("30")));
    assertThat(terms.validUntil(LATE)).contains(LocalDate.of(2026, 3, 3));
    assertThat(terms.paymentDue(LATE)).contains(LocalDate.of(2026, 2, 15));
    QuoteTerms elsewhere = new QuoteTerms(null, ZoneId.of("America/New_York"), terms.terms());
    assertThat(elsewhere.validUntil(LATE)).contains(LocalDate.of(2026, 3, 2));
  }

  @Test
  void what_is_not_said_is_not_worked_out() {
    QuoteTerms none = terms(Map.of());
    assertThat(none.paymentDays()).isEmpty();
    assertThat(none.validityDays()).isEmpty();
    assertThat(none.validUntil(LATE)).isEmpty();
    assertThat(none.paymentDue(LATE)).isEmpty();
  }

  @Test
  void every_wrong_term_is_named_in_one_error() {
    Term said = new Term(Json.read("\"a month\""), TermSource.TENANT, "anna", Instant.EPOCH);
    assertThatThrownBy(() -> terms(Map.of("paymentDays", said, "validityDays", host("-1"))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            """
            The terms of the quote has 2 problems:
              /paymentDays: expected whole days, 0 to 36500; found "a month", which comes from the tenant, said by anna
              /validityDays: expected whole days, 0 to 36500; found -1, which comes from the host""");
  }

  @ParameterizedTest
  @CsvSource({"1.5", "true", "null", "36501", "99999999999", "[7]"})
  void days_are_whole_numbers(String value) {
    assertThatThrownBy(() -> terms(Map.of("paymentDays", host(value))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("expected whole days, 0 to 36500; found " + value);
  }

  @Test
  void the_json_form_says_where_each_term_comes_from() {
    Instant at = Instant.parse("2026-01-05T09:00:00Z");
    QuoteTerms terms =
        terms(
            Map.of(
                "paymentDays", new Term(Json.read("7"), TermSource.WORKFLOW, "bob", at),
                "validityDays", new Term(Json.read("21"), TermSource.TENANT, "anna", at),
                "deposit", host("{\"percent\": 10}")));
    JsonNode json =
        Json.read(
            """
            {"deposit": {"value": {"percent": 10}, "source": "HOST"},
              "paymentDays": {"value": 7, "source": "WORKFLOW",
                "workflow": {"key": "vip", "version": 3}, "by": "bob", "at": "2026-01-05T09:00:00Z"},
              "validityDays": {"value": 21, "source": "TENANT", "by": "anna",
                "at": "2026-01-05T09:00:00Z"}}
            """);
    assertThat(terms.toJson()).isEqualTo(json);
    assertThat(QuoteTerms.parse(json, AMSTERDAM)).isEqualTo(terms);
    assertThat(QuoteTerms.parse(Json.object(), AMSTERDAM))
        .isEqualTo(new QuoteTerms(null, AMSTERDAM, Map.of()));
  }

  @Test
  void a_changed_copy_of_the_json_form_changes_nothing() {
    QuoteTerms terms = terms(Map.of("paymentDays", host("7")));
    terms.toJson().withObject("/paymentDays").put("value", 99);
    assertThat(terms.paymentDays()).contains(7);
  }

  @Test
  void a_broken_json_form_is_refused_with_all_its_problems() {
    assertThatThrownBy(
            () ->
                QuoteTerms.parse(
                    Json.read(
                        """
                        {"a": {"source": "HOST"}, "b": {"value": 1, "source": "GOD"},
                         "c": {"value": 1, "source": "HOST", "at": "noon"}}
                        """),
                    AMSTERDAM))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            """
            The terms of the quote has 3 problems:
              /a: expected a term with "value" and "source"
              /b: expected a term with "value" and "source"
              /c: expected a term with "value" and "source\"""");
    assertThatThrownBy(() -> QuoteTerms.parse(Json.array(), AMSTERDAM))
        .hasMessage(
            """
            The terms of the quote has a problem:
              (document): expected an object with the terms by name""");
  }
}
