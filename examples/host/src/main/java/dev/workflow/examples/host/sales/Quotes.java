package dev.workflow.examples.host.sales;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.ConflictException;
import dev.workflow.Event;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.NotFoundException;
import dev.workflow.Problem;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.assignment.EffectiveWorkflow;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import dev.workflow.examples.host.security.Hash;
import dev.workflow.examples.host.security.Tokens;
import dev.workflow.ruleimport.QuoteTerms;
import dev.workflow.spi.TenantDirectory;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Quotes, with the terms of the workflow that governs the lead when they are made. What becomes of
 * one is written down and told to the engine in one transaction.
 */
@Component
public class Quotes {

  private final QuoteTable table;
  private final Leads leads;
  private final Engines engines;
  private final WorkflowEngine engine;
  private final TenantDirectory tenants;
  private final JdbcTemplate jdbc;
  private final Clock clock;

  Quotes(
      QuoteTable table,
      Leads leads,
      Engines engines,
      WorkflowEngine engine,
      TenantDirectory tenants,
      JdbcTemplate jdbc,
      Clock clock) {
    this.table = table;
    this.leads = leads;
    this.engines = engines;
    this.engine = engine;
    this.tenants = tenants;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** What a quote is made of. */
  record Draft(
      String lead,
      BigDecimal amount,
      String currency,
      @Nullable String number,
      @Nullable String description) {}

  Quote get(TenantId tenant, String id) {
    return table.get(tenant, id);
  }

  private ZoneId zone(TenantId tenant) {
    return tenants.find(tenant).map(TenantDirectory.Settings::zone).orElse(ZoneOffset.UTC);
  }

  /** Makes a quote, with the terms of now frozen in it. */
  @Transactional
  public Quote create(Caller caller, Draft draft) {
    ObjectNode lead = leads.find(caller.tenant(), draft.lead());
    if (lead == null) {
      throw new InvalidInputException(
          "The quote",
          List.of(new Problem("/lead_id", "there is no lead \"" + draft.lead() + "\"")));
    }
    Instant now = clock.instant();
    EffectiveWorkflow effective =
        engines
            .of(caller)
            .assignments()
            .resolve(caller.tenant(), Leads.subject(draft.lead()), Leads.data(draft.lead(), lead));
    QuoteTerms terms = QuoteTerms.of(effective, zone(caller.tenant()));
    String id = UUID.randomUUID().toString();
    ObjectNode body = Json.object();
    body.put("number", draft.number() == null ? "Q-" + id.substring(0, 8) : draft.number());
    body.put("amount", draft.amount()).put("currency", draft.currency());
    if (draft.description() != null) {
      body.put("description", draft.description());
    }
    ObjectNode consumer = body.putObject("consumer");
    for (String key : List.of("name", "email", "phone")) {
      if (lead.path(key).isTextual()) {
        consumer.set(key, lead.get(key));
      }
    }
    body.put("organisation", organisation(caller.tenant()));
    body.put("issued_on", now.atZone(terms.zone()).toLocalDate().toString());
    terms.validUntil(now).ifPresent(day -> body.put("valid_until", day.toString()));
    terms.paymentDays().ifPresent(days -> body.put("payment_days", days));
    body.set("terms", terms.toJson());
    body.put("workflow_source", effective.source().name());
    if (effective.workflow() != null) {
      body.put("workflow_id", effective.workflow().key());
      body.put("workflow_version", effective.workflow().version());
    }
    Quote quote =
        new Quote(
            caller.tenant(), id, draft.lead(), QuoteStatus.DRAFT, body, now, null, null, null);
    table.insert(quote);
    return table.get(caller.tenant(), id);
  }

  private String organisation(TenantId tenant) {
    return jdbc
        .queryForList("SELECT name FROM host_tenant WHERE id = ?", String.class, tenant.value())
        .stream()
        .findFirst()
        .orElse(tenant.value());
  }

  /**
   * Sends a quote: from now on the customer can answer it by a token.
   *
   * @return the token, which nobody is told a second time
   * @throws ConflictException if it was sent before
   */
  @Transactional
  public String send(Caller caller, String id) {
    Quote quote = table.get(caller.tenant(), id);
    String token = Tokens.newSecret();
    if (!table.send(quote, Hash.of(token), clock.instant())) {
      throw new ConflictException("the quote was sent already; make another one");
    }
    ObjectNode payload = payload(quote);
    String links = "/api/v1/public/quotes/" + token;
    ((ObjectNode) payload.get("quote"))
        .put("accept_link", links + "/accept")
        .put("reject_link", links + "/reject");
    publish(engines.of(caller), quote, QuoteStatus.SENT, payload);
    return token;
  }

  /**
   * Takes the answer of a customer. The same answer again changes nothing.
   *
   * @throws NotFoundException if there is no quote of that token
   * @throws ConflictException if the other answer was given, or the quote is no longer valid
   */
  @Transactional
  public Quote decide(String token, QuoteStatus answer, @Nullable String reason) {
    Quote quote =
        table
            .byToken(Hash.of(token))
            .orElseThrow(() -> new NotFoundException("there is no such quote"));
    Instant now = clock.instant();
    LocalDate last = quote.validUntil();
    if (quote.status() == QuoteStatus.SENT) {
      if (last != null && now.atZone(zone(quote.tenant())).toLocalDate().isAfter(last)) {
        throw new ConflictException("the quote was valid until " + last + "; ask for another one");
      }
      if (table.decide(quote, answer, reason, now)) {
        tell(quote, answer, reason, now);
      }
    }
    Quote decided = table.get(quote.tenant(), quote.id());
    if (decided.status() != answer) {
      throw new ConflictException("the quote was " + decided.status().text() + " already");
    }
    return decided;
  }

  private void tell(Quote quote, QuoteStatus answer, @Nullable String reason, Instant now) {
    ObjectNode payload = payload(quote);
    if (reason != null) {
      payload.put("reason", reason);
    }
    if (answer == QuoteStatus.ACCEPTED) {
      QuoteTerms.parse(quote.body().get("terms"), zone(quote.tenant()))
          .paymentDue(now)
          .ifPresent(day -> payload.put("payment_due", day.toString()));
    }
    publish(engine, quote, answer, payload);
  }

  private static void publish(
      WorkflowEngine engine, Quote quote, QuoteStatus reached, ObjectNode payload) {
    engine
        .events()
        .publish(
            Event.of(quote.tenant(), reached.event(), quote.subject(), payload)
                .withId(quote.eventId(reached))
                .withCorrelation(quote.id()));
  }

  /** What workflows see of a quote: the lead as it is now, the quote as it was made. */
  private ObjectNode payload(Quote quote) {
    ObjectNode payload = Leads.data(quote.lead(), leads.find(quote.tenant(), quote.lead()));
    ObjectNode shown = quote.body().deepCopy();
    payload.set("quote", shown.put("id", quote.id()));
    payload.put("quote_id", quote.id());
    payload.set("organisation", shown.get("organisation"));
    for (String key : List.of("name", "email", "phone")) {
      JsonNode value = shown.path("consumer").path(key);
      if (value.isTextual()) {
        payload.set("consumer_" + key, value);
      }
    }
    return payload;
  }
}
