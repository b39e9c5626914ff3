package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.START;
import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.workflow.Actor;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.Page;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.messaging.ChannelAddress;
import dev.workflow.messaging.Consents;
import dev.workflow.messaging.InboundMessage;
import dev.workflow.messaging.Messages;
import dev.workflow.messaging.Suppressions;
import dev.workflow.messaging.Suppressions.Lifted;
import dev.workflow.messaging.Suppressions.Reason;
import dev.workflow.messaging.Suppressions.Scope;
import dev.workflow.messaging.Suppressions.Suppression;
import dev.workflow.messaging.UnsubscribeEndpoint;
import dev.workflow.messaging.UnsubscribeLinks;
import dev.workflow.spi.ConsentPolicy;
import dev.workflow.spi.Handling.Category;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.SendResult.Refusal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nothing goes to whom it must not go. */
public abstract class SuppressionsContract extends ReachContract {

  private static final Actor ANNA = Actor.of("anna");
  private static final TenantId STRICT = TenantId.of("strict");
  private static final UnsubscribeLinks LINKS =
      UnsubscribeLinks.of(URI.create("https://portal.example/u"), "k".repeat(40));

  private volatile ConsentPolicy policy = ConsentPolicy.NONE;

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder)
        .messaging(
            m -> m.consent(tenant -> policy.requiredForMarketing(tenant)).unsubscribe(LINKS));
  }

  private Suppressions suppressions() {
    return kit.engine().messaging().suppressions();
  }

  private Consents consents() {
    return kit.engine().messaging().consents();
  }

  private void assertSkipped(Messages.Message message, String reason) {
    assertThat(message.state()).isEqualTo(MessageState.SKIPPED);
    assertThat(message.result()).isEqualTo(reason);
    assertThat(message.attempts()).isZero();
  }

  @Test
  void nothing_is_sent_to_a_suppressed_address_however_it_is_written() {
    suppressions().suppress(TENANT, ANN, Reason.MANUAL, Scope.EVERYTHING, ANNA, "lawyer's letter");
    for (Category category : Category.values()) {
      assertSkipped(mail(category, "Ann <ANN@X.nl>"), "suppressed: manual of 2026-01-05T09:00:00Z");
    }
    assertThat(kit.messages()).isEmpty();
    assertThat(mail(Category.MARKETING, "bob@x.nl").state()).isEqualTo(MessageState.SENT);
    assertThat(sent(Category.MARKETING, "sms", "ann@x.nl", "{}").state())
        .isEqualTo(MessageState.SENT);
  }

  @Test
  void who_is_only_copied_is_left_out_of_the_mail() {
    suppressions().suppress(TENANT, ANN, Reason.OPT_OUT, Scope.EVERYTHING, ANNA, null);
    String copies =
        "{\"text\": \"t\", \"cc\": [\"Ann@x.nl\", \"carl@x.nl\"], \"bcc\": [\"ann@x.nl\"]}";
    Messages.Message message = sent(Category.FOLLOW_UP, "email", "bob@x.nl", copies);
    assertThat(message.state()).isEqualTo(MessageState.SENT);
    assertThat(kit.messages().get(0).content())
        .isEqualTo(Json.read("{\"text\": \"t\", \"cc\": [\"carl@x.nl\"]}"));
  }

  @Test
  void an_opt_out_of_marketing_lets_the_rest_pass() {
    suppressions().suppress(TENANT, ANN, Reason.OPT_OUT, Scope.MARKETING, ANNA, null);
    assertSkipped(
        mail(Category.MARKETING, "ann@x.nl"),
        "suppressed: opt out of marketing of 2026-01-05T09:00:00Z");
    assertThat(mail(Category.FOLLOW_UP, "ann@x.nl").state()).isEqualTo(MessageState.SENT);
    assertThat(mail(Category.TRANSACTIONAL, "ann@x.nl").state()).isEqualTo(MessageState.SENT);
  }

  @Test
  void a_channel_and_a_topic_are_the_same_however_they_are_written() {
    suppressions()
        .suppress(
            TENANT,
            ChannelAddress.of(" Email ", "ann@x.nl"),
            Reason.MANUAL,
            Scope.EVERYTHING,
            ANNA,
            null);
    assertThat(mail(Category.FOLLOW_UP, "ann@x.nl").state()).isEqualTo(MessageState.SKIPPED);
    kit.engine()
        .messaging()
        .inbound()
        .receive(InboundMessage.of(TENANT, "SMS", "+31612345678", "STOP"));
    for (String channel : List.of("sms", "Sms")) {
      assertThat(sent(Category.FOLLOW_UP, channel, "+31612345678", "{}").state())
          .isEqualTo(MessageState.SKIPPED);
    }
    ChannelAddress bob = ChannelAddress.of("email", "bob@x.nl");
    consents().withdraw(TENANT, bob, " actualite\u0301s ", ANNA, null);
    assertThat(consents().current(TENANT, bob, "actualit\u00e9s").orElseThrow().granted())
        .isFalse();
    assertSkipped(
        sent(
            Category.MARKETING,
            "email",
            "bob@x.nl",
            "{\"text\": \"t\", \"topic\": \"actualit\u00e9s\"}"),
        "consent to \"actualit\u00e9s\" was withdrawn at 2026-01-05T09:00:00Z");
  }

  @Test
  void a_suppression_is_looked_at_when_the_message_is_sent_not_before() {
    kit.sender("email").answers(mail -> SendResult.deferred("busy", Duration.ofHours(1)));
    Messages.Message waiting = mail(Category.FOLLOW_UP, "ann@x.nl");
    kit.sender("email").answers(mail -> SendResult.sent("id"));
    suppressions().suppress(TENANT, ANN, Reason.COMPLAINT, Scope.EVERYTHING, ANNA, null);
    kit.advance(Duration.ofHours(1));
    assertThat(message(waiting.id()).state()).isEqualTo(MessageState.SKIPPED);
    assertThat(message(waiting.id()).result())
        .isEqualTo("suppressed: complaint of 2026-01-05T09:00:00Z");
  }

  @Test
  void what_is_lifted_holds_no_longer_but_stays_known() {
    Suppression given =
        suppressions().suppress(TENANT, ANN, Reason.OPT_OUT, Scope.EVERYTHING, ANNA, "by phone");
    assertThat(given)
        .isEqualTo(
            new Suppression(
                ANN, Reason.OPT_OUT, Scope.EVERYTHING, START, ANNA, null, "by phone", null));
    assertThat(suppressions().lift(TENANT, ANN, Reason.MANUAL, ANNA)).isFalse();
    kit.advance(Duration.ofDays(1));
    assertThat(suppressions().lift(TENANT, ANN, Reason.OPT_OUT, ANNA)).isTrue();
    assertThat(suppressions().lift(TENANT, ANN, Reason.OPT_OUT, ANNA)).isFalse();
    assertThat(mail(Category.MARKETING, "ann@x.nl").state()).isEqualTo(MessageState.SENT);
    assertThat(suppressions().of(TENANT, ANN))
        .extracting(Suppression::lifted)
        .containsExactly(new Lifted(START.plus(Duration.ofDays(1)), ANNA));
    assertThat(suppressions().list(TENANT, null, null, 10).items()).isEmpty();
  }

  @Test
  void the_list_is_read_page_by_page() {
    for (String name : List.of("c", "a", "b")) {
      ChannelAddress address = ChannelAddress.of("email", name + "@x.nl");
      suppressions().suppress(TENANT, address, Reason.MANUAL, Scope.EVERYTHING, ANNA, null);
    }
    Page<Suppression> first = suppressions().list(TENANT, "email", null, 2);
    Page<Suppression> second = suppressions().list(TENANT, "email", first.next().orElseThrow(), 2);
    assertThat(first.items())
        .extracting(one -> one.address().address())
        .containsExactly("a@x.nl", "b@x.nl");
    assertThat(second.items()).extracting(one -> one.address().address()).containsExactly("c@x.nl");
    assertThat(second.next()).isEmpty();
    assertThat(suppressions().list(TENANT, "sms", null, 2).items()).isEmpty();
    for (String cursor : List.of("%", "YWJj", "")) {
      assertThatThrownBy(() -> suppressions().list(TENANT, null, cursor, 2))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(
              "The cursor has a problem:\n  (document): is not a cursor returned by this list");
    }
  }

  @Test
  void a_refusal_that_the_sender_hears_of_suppresses_the_address() {
    kit.sender("email")
        .answers(
            mail ->
                SendResult.rejected("550 5.1.1 nobody here")
                    .withScope(SendResult.Scope.RECIPIENT, "5.1.1")
                    .withRefusal(Refusal.HARD_BOUNCE));
    Messages.Message failed = mail(Category.TRANSACTIONAL, "ann@x.nl");
    assertThat(failed.state()).isEqualTo(MessageState.FAILED);
    kit.sender("email").answers(mail -> SendResult.sent("id"));
    assertSkipped(
        mail(Category.TRANSACTIONAL, "ann@x.nl"),
        "suppressed: hard bounce of 2026-01-05T09:00:00Z (message " + failed.id() + ")");
    assertThat(suppressions().of(TENANT, ANN))
        .containsExactly(
            new Suppression(
                ANN,
                Reason.HARD_BOUNCE,
                Scope.EVERYTHING,
                START,
                Actor.ENGINE,
                failed.id(),
                null,
                null));
  }

  @Test
  void a_refusal_of_marketing_lets_the_rest_pass() {
    kit.sender("whatsapp")
        .answers(message -> SendResult.rejected("stopped").withRefusal(Refusal.MARKETING_OPT_OUT));
    sent(Category.MARKETING, "whatsapp", "+31612345678", "{}");
    kit.sender("whatsapp").answers(message -> SendResult.sent("id"));
    assertThat(sent(Category.MARKETING, "whatsapp", "31612345678", "{}").state())
        .isEqualTo(MessageState.SKIPPED);
    assertThat(sent(Category.FOLLOW_UP, "whatsapp", "31612345678", "{}").state())
        .isEqualTo(MessageState.SENT);
  }

  @Test
  void marketing_needs_consent_where_the_policy_says_so() {
    policy = ConsentPolicy.REQUIRED_FOR_MARKETING;
    assertSkipped(mail(Category.MARKETING, "ann@x.nl"), "no consent to \"marketing\"");
    assertThat(mail(Category.FOLLOW_UP, "ann@x.nl").state()).isEqualTo(MessageState.SENT);
    Consents.Consent given =
        consents().grant(TENANT, ANN, Consents.MARKETING, ANNA, "form 3, 198.51.100.7");
    assertThat(given)
        .isEqualTo(
            new Consents.Consent(ANN, "marketing", true, START, ANNA, "form 3, 198.51.100.7"));
    assertThat(mail(Category.MARKETING, "ann@x.nl").state()).isEqualTo(MessageState.SENT);
    assertThat(sent(Category.MARKETING, "email", "ann@x.nl", NEWS).state())
        .isEqualTo(MessageState.SENT);
    policy = STRICT::equals;
    assertThat(mail(Category.MARKETING, "bob@x.nl").state()).isEqualTo(MessageState.SENT);
  }

  private static final String NEWS = "{\"text\": \"t\", \"topic\": \"news\"}";

  @Test
  void a_consent_that_was_withdrawn_counts_in_any_case() {
    consents().grant(TENANT, ANN, "news", ANNA, null);
    consents().withdraw(TENANT, ANN, "news", ANNA, null);
    assertSkipped(
        sent(Category.MARKETING, "email", "ann@x.nl", NEWS),
        "consent to \"news\" was withdrawn at 2026-01-05T09:00:00Z");
    assertThat(mail(Category.MARKETING, "ann@x.nl").state()).isEqualTo(MessageState.SENT);
    assertThat(sent(Category.FOLLOW_UP, "email", "ann@x.nl", NEWS).state())
        .isEqualTo(MessageState.SENT);
    consents().withdraw(TENANT, ANN, Consents.MARKETING, ANNA, null);
    consents().grant(TENANT, ANN, "news", ANNA, null);
    assertSkipped(
        sent(Category.MARKETING, "email", "ann@x.nl", NEWS),
        "consent to \"marketing\" was withdrawn at 2026-01-05T09:00:00Z");
    assertThat(consents().current(TENANT, ANN, "news").orElseThrow().granted()).isTrue();
    assertThat(consents().current(TENANT, ANN, "offers")).isEmpty();
    assertThat(consents().history(TENANT, ANN))
        .extracting(one -> one.topic() + " " + one.granted())
        .containsExactly("news true", "marketing false", "news false", "news true");
  }

  @Test
  void marketing_by_e_mail_carries_the_link_to_unsubscribe_and_the_link_works() {
    OutboundMessage mail = outgoing(Category.MARKETING, "{\"text\": \"t\"}");
    String link = mail.text("list_unsubscribe");
    assertThat(link).startsWith("https://portal.example/u?token=v1.");
    UnsubscribeEndpoint endpoint = UnsubscribeEndpoint.of(suppressions(), consents(), LINKS);
    String query = URI.create(link).getRawQuery();
    assertThat(endpoint.handle("GET", query, null, new byte[0]).status()).isEqualTo(200);
    assertThat(suppressions().of(TENANT, ANN)).isEmpty();
    byte[] body = "List-Unsubscribe=One-Click".getBytes(StandardCharsets.UTF_8);
    String form = "application/x-www-form-urlencoded";
    assertThat(endpoint.handle("POST", query, form, body).status()).isEqualTo(200);
    assertThat(endpoint.handle("POST", query, form, body).status()).isEqualTo(200);
    assertThat(suppressions().of(TENANT, ANN))
        .extracting(Suppression::reason, Suppression::scope)
        .containsExactly(tuple(Reason.OPT_OUT, Scope.MARKETING));
    assertThat(mail(Category.MARKETING, "ann@x.nl").state()).isEqualTo(MessageState.SKIPPED);
    assertThat(mail(Category.TRANSACTIONAL, "ann@x.nl").state()).isEqualTo(MessageState.SENT);
  }

  private OutboundMessage outgoing(Category category, String content) {
    sent(category, "email", "ann@x.nl", content);
    return kit.messages().get(kit.messages().size() - 1);
  }

  @Test
  void the_link_of_a_topic_withdraws_the_consent_to_that_topic_only() {
    String link = outgoing(Category.MARKETING, NEWS).text("list_unsubscribe");
    UnsubscribeEndpoint endpoint = UnsubscribeEndpoint.of(suppressions(), consents(), LINKS);
    byte[] body = "List-Unsubscribe=One-Click".getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 2; i++) {
      endpoint.handle(
          "POST", URI.create(link).getRawQuery(), "application/x-www-form-urlencoded", body);
    }
    assertThat(consents().history(TENANT, ANN)).hasSize(1);
    assertThat(sent(Category.MARKETING, "email", "ann@x.nl", NEWS).state())
        .isEqualTo(MessageState.SKIPPED);
    assertThat(mail(Category.MARKETING, "ann@x.nl").state()).isEqualTo(MessageState.SENT);
  }

  @Test
  void the_place_of_the_link_is_filled_in_any_message_and_nothing_else_is_touched() {
    String place = "{\"html\": \"<a href='%unsubscribe_url%'>x</a>\", \"text\": \"t\"}";
    OutboundMessage filled = outgoing(Category.FOLLOW_UP, place);
    assertThat(filled.text("html")).startsWith("<a href='https://portal.example/u?token=v1.");
    assertThat(filled.content().has("list_unsubscribe")).isFalse();
    assertThat(outgoing(Category.FOLLOW_UP, "{\"text\": \"t\"}").content())
        .isEqualTo(json("{\"text\": \"t\"}"));
    String own = "{\"text\": \"t\", \"list_unsubscribe\": \"mailto:stop@x.nl\"}";
    assertThat(outgoing(Category.MARKETING, own).content()).isEqualTo(json(own));
  }

  @Test
  void what_looks_like_the_place_of_the_link_in_a_value_is_none() {
    run(
        """
        [{"id": "a", "action": "send_email", "config": {"to": "ann@x.nl", "subject": "{{name}}",
          "text": "{{name}}: %unsubscribe_url%", "html": "{{name}}: %unsubscribe_url%"}}]
        """,
        "{\"name\": \"%unsubscribe_url%\"}");
    OutboundMessage mail = kit.messages().get(kit.messages().size() - 1);
    assertThat(mail.text("subject")).isEqualTo("%\u2060unsubscribe_url%");
    assertThat(mail.text("text")).startsWith("%\u2060unsubscribe_url%: https://portal.example/");
    assertThat(mail.text("html")).startsWith("&#37;unsubscribe_url%: https://portal.example/");
  }

  @Test
  void who_is_copied_gets_no_link_of_the_recipient() {
    String copied = "{\"text\": \"t\", \"cc\": [\"carl@x.nl\"], \"bcc\": [\"dora@x.nl\"]}";
    OutboundMessage sent = outgoing(Category.MARKETING, copied);
    assertThat(sent.content().has("list_unsubscribe")).isTrue();
    assertThat(sent.content().has("cc")).isFalse();
    assertThat(sent.content().has("bcc")).isFalse();
    assertThat(outgoing(Category.FOLLOW_UP, copied).content()).isEqualTo(json(copied));
  }

  @Test
  void what_is_too_long_is_refused() {
    assertThatThrownBy(
            () ->
                suppressions()
                    .suppress(
                        TENANT, ANN, Reason.MANUAL, Scope.EVERYTHING, ANNA, "x".repeat(2_001)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "The note has a problem:\n  (document): has 2001 characters; at most 2000 are allowed");
    assertThatThrownBy(() -> consents().grant(TENANT, ANN, " ", ANNA, null))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("The topic has a problem:\n  (document): must not be empty");
    assertThatThrownBy(() -> consents().grant(TENANT, ANN, "news", ANNA, "\0"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "The evidence has a problem:\n"
                + "  (document): holds a control character or half a surrogate pair");
    assertThatThrownBy(() -> ChannelAddress.of("email", " <> "))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("The address has a problem:\n  (document): must not be empty");
  }
}
