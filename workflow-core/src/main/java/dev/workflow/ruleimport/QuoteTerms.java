package dev.workflow.ruleimport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.Problems;
import dev.workflow.WorkflowRef;
import dev.workflow.assignment.EffectiveWorkflow;
import dev.workflow.assignment.EffectiveWorkflow.Term;
import dev.workflow.assignment.EffectiveWorkflow.TermSource;
import dev.workflow.assignment.TypedTerms;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The commercial terms of a quote as they are when it is made: how long it is valid, when it is to
 * be paid, and whatever else the terms name, each with where it comes from. Put {@link #toJson()}
 * into the quote and into the events about it; the terms of the tenant or the workflow may change
 * afterwards, those of the quote do not.
 *
 * <p>Immutable.
 *
 * @param workflow the workflow from which the terms of source {@code WORKFLOW} come; null: there
 *     are none
 * @param zone the zone in which days are counted
 * @param terms by name; {@code paymentDays} and {@code validityDays} are whole days, 0 to 36,500
 */
public record QuoteTerms(@Nullable WorkflowRef workflow, ZoneId zone, Map<String, Term> terms) {

  private static final String PAYMENT = TypedTerms.PAYMENT_DAYS;
  private static final String VALIDITY = TypedTerms.VALIDITY_DAYS;

  /**
   * @throws InvalidInputException naming every term that is not what it should be
   */
  public QuoteTerms {
    Objects.requireNonNull(zone, "zone");
    terms = Collections.unmodifiableMap(new TreeMap<>(terms));
    Problems problems = Problems.none();
    for (String name : new String[] {PAYMENT, VALIDITY}) {
      Term term = terms.get(name);
      if (term != null) {
        checkDays(term, problems.at(name));
      }
    }
    problems.throwIfAny(list -> new InvalidInputException("The terms of the quote", list));
  }

  private static void checkDays(Term term, Problems problems) {
    if (!TypedTerms.isDays(term.value())) {
      problems.add(
          TypedTerms.expectedDays(term.value())
              + ", which comes from the "
              + term.source().name().toLowerCase(java.util.Locale.ROOT)
              + (term.by() == null ? "" : ", said by " + term.by()));
    }
  }

  /**
   * The terms that govern a subject at present.
   *
   * @param zone the tenant's
   * @throws InvalidInputException naming every term that is not what it should be
   */
  public static QuoteTerms of(EffectiveWorkflow effective, ZoneId zone) {
    boolean own =
        effective.terms().values().stream().anyMatch(term -> term.source() == TermSource.WORKFLOW);
    return new QuoteTerms(own ? effective.workflow() : null, zone, effective.terms());
  }

  /** Days to pay in, if that is said. */
  public Optional<Integer> paymentDays() {
    return days(PAYMENT);
  }

  /** Days in which the quote can be accepted, if that is said. */
  public Optional<Integer> validityDays() {
    return days(VALIDITY);
  }

  private Optional<Integer> days(String name) {
    return Optional.ofNullable(terms.get(name)).map(term -> term.value().intValue());
  }

  /**
   * The last day on which the quote can be accepted; empty: for ever.
   *
   * @param quotedAt when the quote was made
   */
  public Optional<LocalDate> validUntil(Instant quotedAt) {
    return validityDays().map(days -> quotedAt.atZone(zone).toLocalDate().plusDays(days));
  }

  /**
   * The last day on which it is to be paid; empty: nothing is said about it.
   *
   * @param from from when the days count, such as the acceptance
   */
  public Optional<LocalDate> paymentDue(Instant from) {
    return paymentDays().map(days -> from.atZone(zone).toLocalDate().plusDays(days));
  }

  /**
   * The JSON form, a new tree each time: under the name of each term its {@code value}, {@code
   * source} ({@code HOST}, {@code TENANT} or {@code WORKFLOW}), {@code workflow} if it comes from
   * that, {@code by} and {@code at} where they are known.
   */
  public ObjectNode toJson() {
    ObjectNode json = Json.object();
    terms.forEach((name, term) -> write(json.putObject(name), term));
    return json;
  }

  private void write(ObjectNode json, Term term) {
    json.set("value", term.value().deepCopy());
    json.put("source", term.source().name());
    if (term.source() == TermSource.WORKFLOW && workflow != null) {
      json.putObject("workflow").put("key", workflow.key()).put("version", workflow.version());
    }
    if (term.by() != null) {
      json.put("by", term.by());
    }
    if (term.at() != null) {
      json.put("at", term.at().toString());
    }
  }

  /**
   * Reads what {@link #toJson()} wrote: the terms of a quote that was made before.
   *
   * @param zone the tenant's
   * @throws InvalidInputException naming every problem
   */
  public static QuoteTerms parse(JsonNode json, ZoneId zone) {
    Problems problems = Problems.none();
    if (!json.isObject()) {
      problems.add("expected an object with the terms by name");
    }
    Map<String, Term> terms = new TreeMap<>();
    WorkflowRef workflow = null;
    for (Map.Entry<String, JsonNode> entry : json.properties()) {
      Term term = term(entry.getValue(), problems.at(entry.getKey()));
      if (term != null) {
        terms.put(entry.getKey(), term);
      }
      JsonNode ref = entry.getValue().path("workflow");
      if (ref.isObject()) {
        workflow = WorkflowRef.of(ref.path("key").asText(), ref.path("version").asInt());
      }
    }
    problems.throwIfAny(list -> new InvalidInputException("The terms of the quote", list));
    return new QuoteTerms(workflow, zone, terms);
  }

  private static @Nullable Term term(JsonNode json, Problems problems) {
    try {
      if (!json.path("value").isMissingNode()) {
        return new Term(
            json.path("value").deepCopy(),
            TermSource.valueOf(json.path("source").asText()),
            json.path("by").textValue(),
            json.has("at") ? Instant.parse(json.path("at").asText()) : null);
      }
    } catch (IllegalArgumentException | DateTimeException e) {
      // said below
    }
    problems.add("expected a term with \"value\" and \"source\"");
    return null;
  }
}
