package dev.workflow.examples.salesportal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.ruleimport.QuoteTerms;
import java.io.PrintStream;
import java.time.Duration;

/** What happens in the two weeks: leads come in, and the notifications move over meanwhile. */
final class Story {

  private final Portal portal;
  private final PrintStream out;

  Story(Portal portal, PrintStream out) {
    this.portal = portal;
    this.out = out;
  }

  void tell() {
    chapter("1. Nothing has moved yet: the old code sends everything");
    Customer ann = new Customer("1", "Ann de Vries", "ann@customers.example");
    portal.happens("lead.created", ann.lead(), ann.payload());
    ObjectNode first = quote(ann, "2026-001", 1250);
    portal.pass(Duration.ofHours(26));

    chapter("2. The mail with the quote moves over, to customers only");
    portal.publish("quote-follow-up.json");
    Customer bob = new Customer("2", "Bob Jansen", "bob@customers.example");
    ObjectNode second = quote(bob, "2026-002", 980.5);
    portal.happens("quote.accepted", ann.quote("2026-001"), first);
    portal.pass(Duration.ofDays(4));
    portal.happens("quote.accepted", bob.quote("2026-002"), second);

    chapter("3. The rest of the old rules is imported");
    portal.importRules();
    Customer cem = new Customer("3", "Cem Yılmaz", "cem@customers.example");
    portal.happens("lead.created", cem.lead(), cem.payload());
    portal.happens(
        "appointment.created",
        cem.lead(),
        cem.payload().put("appointment_id", "a-1").put("starts_at", "2026-01-19T10:00:00Z"));
    ObjectNode third = quote(cem, "2026-003", 4300);
    portal.pass(Duration.ofDays(1));
    portal.happens("quote.rejected", cem.quote("2026-003"), third);
    portal.pass(Duration.ofDays(5));
  }

  private void chapter(String title) {
    out.println("\n== " + title);
  }

  /** Makes a quote, with the terms of today frozen in it, and sends it. */
  private ObjectNode quote(Customer customer, String number, double amount) {
    ObjectNode payload = customer.payload();
    QuoteTerms terms = portal.terms(customer.lead(), payload);
    ObjectNode quote = payload.put("quote_id", number).putObject("quote");
    quote.put("number", number).put("amount", amount).set("terms", terms.toJson());
    terms.validUntil(portal.now()).ifPresent(day -> quote.put("validUntil", day.toString()));
    portal.happens("quote.sent", customer.quote(number), payload);
    return payload;
  }

  /** Somebody who may buy. */
  private record Customer(String id, String name, String email) {

    SubjectRef lead() {
      return SubjectRef.of("lead", id);
    }

    SubjectRef quote(String number) {
      return SubjectRef.of("quote", number);
    }

    ObjectNode payload() {
      ObjectNode payload = Json.object().put("lead_id", id);
      payload.putObject("lead").put("id", id).put("name", name).put("email", email);
      payload.putObject("owner").put("name", "Mia").put("email", "mia@portal.example");
      return payload;
    }
  }
}
