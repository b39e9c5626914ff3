package dev.workflow.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.spi.AddressFormat;
import dev.workflow.spi.Contact;
import dev.workflow.spi.ContactDirectory;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecipientsTest {

  private static final TenantId ACME = TenantId.of("acme");
  private static final SubjectRef LEAD = SubjectRef.of("lead", "42");

  private static final String DATA =
      """
      {"lead": {"name": "Ann", "email": "ANN@example.org", "phone": "+31 6 1234 5678", "language": "nl"},
       "partner": {"email": "pat@example.org"}, "deal": {"contact": {"email": "dora@example.org"}},
       "quote": {"amount": 1250}}
      """;

  private static final String STEP =
      // snippet: step
      """
      {"id": "remind", "action": "send_message", "config": {
        "recipients": {"includeLeadContact": true, "roles": ["LAWYER"],
                       "customEmails": ["ann@example.org"], "fields": ["{{deal.contact.email}}"],
                       "cc": {"includePartner": true}},
        "channels": ["whatsapp", "email"],
        "subject": "Your quote", "text": "It is {{quote.amount}}.",
        "fallbackAfter": "PT4H", "fallbackUntil": "read",
        "category": "follow_up", "audience": "customer",
        "window": {"days": "MON-FRI", "from": "08:00", "to": "20:00"}}}
      """;

  // end

  private static void runOn(WorkflowTestKit kit) {
    kit.publish(
        "{\"key\": \"w\", \"triggers\": [{\"event\": \"lead.created\"}], \"steps\": ["
            + STEP
            + "]}");
    kit.event("lead.created", LEAD, DATA);
    kit.advance(Duration.ofHours(1));
  }

  @Test
  void everybody_is_reached_once() {
    try (WorkflowTestKit kit = WorkflowTestKit.inMemory()) {
      runOn(kit);
      assertThat(kit.messages())
          .extracting(OutboundMessage::channel, OutboundMessage::recipient)
          .containsExactly(
              tuple("whatsapp", "+31612345678"),
              tuple("email", "dora@example.org"),
              tuple("email", "ann@example.org"));
      assertThat(kit.lastStarted().step("remind").output().path("recipients").get(3))
          .hasToString(
              "{\"recipient\":\"role LAWYER\",\"state\":\"invalid\","
                  + "\"reason\":\"there is no contact for it\"}");
    }
  }

  @Test
  void addresses_are_rewritten() {
    try (WorkflowTestKit kit = WorkflowTestKit.inMemory()) {
      WorkflowEngine engine = kit.engine();
      assertThat(rewritten(engine)).isZero();
    }
  }

  private static long rewritten(WorkflowEngine engine) {
    // snippet: rewrite
    engine
        .messaging()
        .suppressions()
        .rewriteAddresses(ACME, done -> System.out.println(done + " rewritten"));
    // end
    return engine.messaging().suppressions().rewriteAddresses(ACME, done -> {});
  }

  /** Where the application keeps people. */
  interface Crm {
    List<Person> lawyersOf(String matter);
  }

  record Person(String id, String name, String email, String mobile, String language) {}

  // snippet: directory
  /** The lawyers of a matter; everybody else stands in the step's data. */
  static final class CrmContacts implements ContactDirectory {

    private final Crm crm;

    CrmContacts(Crm crm) {
      this.crm = crm;
    }

    @Override
    public List<Contact> contacts(
        TenantId tenant, @Nullable SubjectRef subject, Party party, ObjectNode data) {
      if (subject == null || !party.equals(Party.role("LAWYER"))) {
        return ContactDirectory.fromData().contacts(tenant, subject, party, data);
      }
      return crm.lawyersOf(subject.id()).stream().map(CrmContacts::contact).toList();
    }

    private static Contact contact(Person person) {
      return new Contact(
          person.name(),
          Map.of("email", person.email(), "whatsapp", person.mobile()),
          person.language(),
          ZoneId.of("Europe/Amsterdam"),
          person.id());
    }
  }

  // end

  @Test
  void the_host_knows_its_people() {
    Crm crm = matter -> List.of(new Person("p-7", "Lou", "lou@example.org", "+31687654321", "nl"));
    try (WorkflowTestKit kit =
        WorkflowTestKit.inMemory(
            builder -> builder.messaging(m -> m.contacts(new CrmContacts(crm))))) {
      runOn(kit);
      assertThat(kit.messages()).extracting(OutboundMessage::recipient).contains("+31687654321");
      assertThat(kit.messages().get(1).handling().purpose().person()).isEqualTo("p-7");
    }
  }

  // snippet: format
  /** Users of the application, by number. */
  static final class UserNumbers implements AddressFormat {

    @Override
    public Set<String> channels() {
      return Set.of("in_app");
    }

    @Override
    public Result parse(String raw, @Nullable String region) {
      return raw.matches("u-[0-9]+")
          ? AddressFormat.valid(raw)
          : AddressFormat.invalid("is not a user such as u-7");
    }
  }

  // end

  @Test
  void the_host_knows_its_addresses() {
    try (WorkflowTestKit kit =
        WorkflowTestKit.inMemory(
            builder -> builder.messaging(m -> m.addressFormat(new UserNumbers())))) {
      kit.publish(
          """
          {"key": "w", "triggers": [{"event": "lead.created"}], "steps": [
            {"id": "tell", "action": "send_message", "config": {
              "recipients": {"includeOwner": true}, "channels": ["in_app"], "text": "A new lead"}}]}
          """);
      kit.event("lead.created", LEAD, "{\"owner\": {\"user_id\": \"u-7\"}}");
      assertThat(kit.messages().get(0).recipient()).isEqualTo("u-7");
      kit.event("lead.created", LEAD, "{\"owner\": {\"user_id\": \"7\"}}");
      assertThat(kit.lastStarted().step("tell").reason())
          .isEqualTo(
              "the configuration of send_message cannot be used: /recipients: nobody can be reached:"
                  + " \"7\" is not a user such as u-7");
    }
  }
}
