package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.InstanceId;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.instance.StepState;
import dev.workflow.spi.Contact;
import dev.workflow.spi.ContactDirectory;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whom messages reach: parties, addresses, copies, and those who cannot be reached. */
public abstract class RecipientsContract extends EngineContract {

  private static final String PEOPLE =
      """
      {"lead": {"name": "Ann", "email": "ANN@X.nl", "phone": "+31 6 1234 5678", "language": "nl",
                "timezone": "Europe/Amsterdam", "person": "p-1",
                "owner": {"name": "Olga", "email": "olga@x.nl", "user_id": "u-7"}},
       "partner": [{"email": "pat@x.nl"}, {"name": "Pia", "email": "pia@x.nl"}],
       "roles": {"LAWYER": {"name": "Lou", "email": "lou@x.nl"}},
       "deal": {"contacts": [{"email": "dora@x.nl"}, "dirk@x.nl", "no address"]},
       "broken": "eve@x.nl\\r\\nBcc: mallory@x.nl"}
      """;

  /** What the host's directory knows, if it has one. */
  private @Nullable ContactDirectory directory;

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder).messaging(m -> m.contacts(this::contacts));
  }

  private List<Contact> contacts(
      TenantId tenant,
      @Nullable SubjectRef subject,
      ContactDirectory.Party party,
      ObjectNode data) {
    ContactDirectory used = directory == null ? ContactDirectory.fromData() : directory;
    return used.contacts(tenant, subject, party, data);
  }

  private InstanceId send(String recipients) {
    return step(
        "send_message",
        "\"recipients\": %s, \"channels\": [\"email\", \"sms\"], \"subject\": \"s\", \"text\": \"t\""
            .formatted(recipients));
  }

  private InstanceId step(String action, String config) {
    return run(
        "[{\"id\": \"m\", \"action\": \"%s\", \"config\": {%s}}]".formatted(action, config),
        PEOPLE);
  }

  private JsonNode reported(InstanceId id) {
    return instance(id).step("m").output().path("recipients");
  }

  private List<String> sentTo() {
    return kit.messages().stream().map(OutboundMessage::recipient).toList();
  }

  @Test
  void everybody_whom_the_matrix_names_gets_one_message() {
    InstanceId id =
        send(
            """
            {"includeLeadContact": true, "includePartner": true, "includeOwner": true,
             "roles": ["LAWYER"], "customEmails": ["extra@x.nl", " Ann <ann@x.nl>"],
             "customPhones": ["+31 (6) 8765 4321"], "fields": ["{{deal.contacts}}"]}
            """);
    assertThat(sentTo())
        .containsExactly(
            "ANN@X.nl",
            "pat@x.nl",
            "pia@x.nl",
            "olga@x.nl",
            "lou@x.nl",
            "dora@x.nl",
            "dirk@x.nl",
            "extra@x.nl",
            "+31687654321");
    assertThat(reported(id)).hasSize(10);
    assertThat(reported(id).get(9))
        .isEqualTo(
            json(
                """
                {"recipient": "no address", "state": "invalid",
                 "reason": "is not a phone number such as +31612345678"}
                """));
  }

  @Test
  void one_that_is_missing_is_reported_and_the_others_get_theirs() {
    InstanceId id =
        send(
            """
            {"includeLeadContact": true, "includeOwner": "{{deal.flag}}",
             "roles": ["{{deal.role}}", "LAWYER"],
             "customEmails": ["extra@x.nl", "{{deal.missing}}", "Eve <{{deal.eve}}>"],
             "fields": "{{deal.gone}}", "cc": {"customEmails": ["{{deal.cc}}", "bob@x.nl"]}}
            """);
    assertInstance(id).isCompleted();
    assertThat(sentTo()).containsExactly("ANN@X.nl", "lou@x.nl", "extra@x.nl");
    assertThat(kit.messages().get(0).content().path("cc")).hasToString("[\"bob@x.nl\"]");
    assertThat(reported(id)).hasSize(9);
    assertThat(reported(id).findValuesAsText("recipient"))
        .containsExactlyInAnyOrder(
            "ANN@X.nl",
            "lou@x.nl",
            "extra@x.nl",
            "{{deal.flag}}",
            "{{deal.role}}",
            "{{deal.missing}}",
            "Eve <{{deal.eve}}>",
            "{{deal.gone}}",
            "{{deal.cc}}");
  }

  @Test
  void one_of_a_list_of_addresses_that_is_missing_is_reported() {
    InstanceId id =
        step(
            "send_email",
            """
            "to": ["ann@x.nl", "{{deal.missing}}"], "cc": "{{deal.cc}}", "bcc": ["{{deal.bcc}}"],
            "subject": "s", "text": "t"
            """);
    assertInstance(id).isCompleted();
    assertThat(sentTo()).containsExactly("ann@x.nl");
    assertThat(reported(id).get(1))
        .isEqualTo(
            json(
                """
                {"recipient": "{{deal.missing}}", "state": "invalid", "reason": "has no value; make
                 sure the data holds \\"deal.missing\\", or add a default:
                 {{deal.missing | default: \\"…\\"}}"}
                """
                    .replace("\n ", " ")));
    assertThat(reported(id)).hasSize(4);
  }

  @Test
  void if_all_are_missing_the_step_fails() {
    InstanceId id =
        step("send_email", "\"to\": [\"{{deal.a}}\"], \"subject\": \"s\", \"text\": \"t\"");
    assertInstance(id).hasFailed().step("m", StepState.FAILED);
    assertThat(instance(id).step("m").reason())
        .contains("nobody can be reached: \"{{deal.a}}\" has no value; make sure");
    assertThat(sentTo()).isEmpty();
  }

  @Test
  void a_copy_goes_with_the_first_mail_to_those_who_get_none_of_their_own() {
    send(
        """
        {"includeLeadContact": true, "includeOwner": true,
         "cc": {"includePartner": true, "includeLeadContact": true},
         "bcc": {"customEmails": ["PAT@x.nl", "boss@x.nl"]}}
        """);
    assertThat(kit.messages())
        .extracting(
            message -> message.content().path("cc").toString() + message.content().path("bcc"))
        .containsExactly("[\"pat@x.nl\",\"pia@x.nl\"][\"boss@x.nl\"]", "");
  }

  @Test
  void language_zone_and_person_of_the_contact_go_with_the_message() {
    step(
        "send_email",
        """
        "to": ["ann@x.nl", "someone@x.nl"], "text": "t", "window": {"from": "00:00", "to": "23:59"}
        """);
    OutboundMessage ann = kit.messages().get(0);
    assertThat(ann.handling().purpose().person()).isEqualTo("p-1");
    assertThat(ann.handling().window().zone()).isEqualTo(ZoneId.of("Europe/Amsterdam"));
    OutboundMessage someone = kit.messages().get(1);
    assertThat(someone.handling().purpose().person()).isNull();
    assertThat(someone.handling().window().zone()).isNull();
  }

  @Test
  void an_address_that_cannot_be_used_is_reported_and_stops_nobody() {
    InstanceId id =
        step(
            "send_email",
            "\"to\": [\"{{broken}}\", \"{{lead.email}}\", \"{{lead.name}}\"], \"text\": \"t\"");
    assertInstance(id).step("m", StepState.COMPLETED);
    assertThat(sentTo()).containsExactly("ANN@X.nl");
    assertThat(reported(id).get(1))
        .isEqualTo(
            json(
                """
                {"recipient": "eve@x.nl\\r\\nBcc: mallory@x.nl", "state": "invalid",
                 "reason": "must not hold a line break or another control character"}
                """));
    assertThat(reported(id).get(2).path("reason").asText())
        .isEqualTo("is not an e-mail address such as ann@example.com");
  }

  @Test
  void nobody_left_fails_the_step_with_all_reasons() {
    InstanceId id =
        send(
            """
            {"customEmails": ["{{broken}}", "nobody"], "roles": ["JUDGE"], "fields": ["{{lead.owner.user_id}}"]}
            """);
    assertInstance(id).hasFailed().step("m", StepState.FAILED);
    assertThat(instance(id).step("m").reason())
        .isEqualTo(
            "the configuration of send_message cannot be used: /recipients: nobody can be reached:"
                + " \"role JUDGE\" there is no contact for it;"
                + " \"u-7\" is not a phone number such as +31612345678;"
                + " \"eve@x.nl\\u000d\\u000aBcc: mallory@x.nl\" must not hold a line break or another control"
                + " character; \"nobody\" is not an e-mail address such as ann@example.com");
    assertThat(kit.messages()).isEmpty();
  }

  @Test
  void ten_thousand_recipients_are_refused_with_the_count() {
    String many = "\"x@x.nl\",".repeat(9_999) + "\"y@x.nl\"";
    InstanceId id =
        run(
            "[{\"id\": \"m\", \"action\": \"send_email\", \"config\": {\"to\": \"{{many}}\","
                + " \"text\": \"t\"}}]",
            "{\"many\": [" + many + "]}");
    assertThat(instance(id).step("m").reason())
        .isEqualTo(
            "the configuration of send_email cannot be used: /to: names 10000 recipients; one step"
                + " sends to at most 1000: send to fewer, or raise maxRecipients of the engine's"
                + " MessageSettings");
    directory = (tenant, subject, party, data) -> many(10_000);
    id = send("{\"includeLeadContact\": true}");
    assertThat(instance(id).step("m").reason())
        .isEqualTo(
            "the configuration of send_message cannot be used: /recipients: names 10000 recipients;"
                + " one step sends to at most 1000: send to fewer, or raise maxRecipients of the"
                + " engine's MessageSettings");
    assertThat(kit.messages()).isEmpty();
  }

  private static List<Contact> many(int count) {
    return IntStream.range(0, count).mapToObj(i -> Contact.of("email", "x" + i + "@x.nl")).toList();
  }

  @Test
  void the_hosts_directory_says_who_the_parties_are() {
    directory =
        (tenant, subject, party, data) ->
            List.of(
                new Contact(
                    party + " of " + subject,
                    Map.of("email", party.kind().name().toLowerCase(Locale.ROOT) + "@x.nl"),
                    null,
                    null,
                    null));
    send("{\"includeLeadContact\": true, \"includePartner\": true, \"roles\": [\"LAWYER\"]}");
    assertThat(sentTo()).containsExactly("lead_contact@x.nl", "partner@x.nl", "role@x.nl");
  }

  @Test
  void a_directory_that_is_away_for_a_moment_is_asked_again() {
    directory =
        (tenant, subject, party, data) -> {
          directory = null;
          throw new IllegalStateException("the CRM is down");
        };
    InstanceId id = send("{\"includeLeadContact\": true}");
    assertThat(kit.messages()).isEmpty();
    kit.advance(Duration.ofMinutes(1));
    assertInstance(id).step("m", StepState.COMPLETED);
    assertThat(sentTo()).containsExactly("ANN@X.nl");
  }

  @Test
  void a_quote_names_its_consumer() {
    run(
        """
        [{"id": "m", "action": "send_message", "config": {"recipients": {"includeLeadContact": true},
          "channels": ["sms", "email"], "text": "t"}}]
        """,
        "{\"consumer_name\": \"Carl\", \"consumer_email\": \"carl@x.nl\", \"consumer_phone\":"
            + " \"0612345678\"}");
    assertThat(sentTo()).containsExactly("0612345678");
    assertThat(kit.messages().get(0).channel()).isEqualTo("sms");
  }

  @Test
  void mistakes_in_the_matrix_are_told_at_publish() {
    var definition =
        WorkflowDefinition.parse(
            """
            {"key": "w", "name": "w", "triggers": [], "steps": [
             {"id": "m", "action": "send_message", "config": {
               "recipients": {"includeLeadContct": true, "includeOwner": "yes", "customEmails": 7,
                              "cc": {"bcc": {}}},
               "channels": ["email", "SMS", "email"], "fallbackAfter": "2 hours", "text": "t",
               "fallbackUntil": "seen", "category": "urgent", "window": {"days": "MON-FRI", "from": "9"},
               "digest": {"kee": "x", "window": "P2Y"}}}]}
            """);
    assertThat(kit.engine().definitions().check(WorkflowTestKit.TENANT, definition))
        .extracting(Object::toString)
        .containsExactlyInAnyOrder(
            "/steps/0/config/recipients/includeLeadContct: unknown key; did you mean"
                + " \"includeLeadContact\"?",
            "/steps/0/config/recipients/includeOwner: expected true or false, found a text",
            "/steps/0/config/recipients/customEmails: expected a list of texts, found a number",
            "/steps/0/config/recipients/cc/bcc: unknown key",
            "/steps/0/config/channels/1: expected a channel such as \"email\", found \"SMS\"",
            "/steps/0/config/channels/2: \"email\" is there twice",
            "/steps/0/config/fallbackAfter: expected a duration of more than zero and at most a"
                + " year, such as \"PT1H\" or \"P1D\", found \"2 hours\"",
            "/steps/0/config/fallbackUntil: expected one of delivered, read; found \"seen\"",
            "/steps/0/config/category: expected one of transactional, follow_up, marketing; found"
                + " \"urgent\"",
            "/steps/0/config/window: \"to\" is missing: the closing time, such as \"17:00\"",
            "/steps/0/config/window/from: \"9\" is not a time of day such as \"09:00\"",
            "/steps/0/config/digest/kee: unknown key; did you mean \"key\"?",
            "/steps/0/config/digest/key: expected a text that messages have in common, found"
                + " nothing",
            "/steps/0/config/digest/window: expected a duration of more than zero and at most a"
                + " year, such as \"PT1H\" or \"P1D\", found \"P2Y\"");
  }

  @Test
  void a_name_of_any_length_goes_with_a_digest() {
    InstanceId id =
        run(
            """
            [{"id": "m", "action": "send_message", "config": {
              "recipients": {"includeLeadContact": true}, "channels": ["email"], "subject": "s", "text": "t",
              "digest": {"key": "k", "window": "PT1H", "template": "news"}}}]
            """,
            "{\"lead\": {\"email\": \"ann@x.nl\", \"name\": \"%s\", \"person\": \"%s\"}}"
                .formatted("n".repeat(299) + "\uD83D\uDE00", "p".repeat(299) + "\uD83D\uDE00"));
    assertInstance(id).isCompleted();
  }
}
