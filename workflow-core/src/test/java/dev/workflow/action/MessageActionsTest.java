package dev.workflow.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.spi.Handling;
import dev.workflow.spi.OutboundMessage;
import java.time.Instant;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageActionsTest {

  @Nested
  class Email {

    @Test
    void everyRecipientGetsAMessageOfTheirOwn() throws Exception {
      TestContext context =
          TestContext.of("{\"to\": \"{{lead.emails}}\", \"subject\": \"Hi\", \"text\": \"Hello\"}");

      JsonNode output = Actions.output("send_email", context);

      assertThat(context.messages)
          .extracting(OutboundMessage::channel, OutboundMessage::recipient)
          .containsExactly(tuple("email", "ann@example.com"), tuple("email", "bob@example.com"));
      assertThat(output)
          .isEqualTo(
              TestContext.json(
                  """
                  {"messageIds": ["m1", "m2"],
                   "recipients": [
                     {"recipient": "ann@example.com", "state": "queued", "messageId": "m1"},
                     {"recipient": "bob@example.com", "state": "queued", "messageId": "m2"}]}"""));
    }

    @Test
    void recipientsAreTakenOnceWhereverTheyStand() throws Exception {
      TestContext context =
          TestContext.of(
              """
              {"to": ["Ann <ann@example.com>", "ANN@example.com", "bob@example.com "],
               "cc": ["bob@example.com", "cc@example.com"],
               "bcc": ["CC@example.com", "bcc@example.com"], "subject": "Hi"}""");

      Actions.output("send_email", context);

      assertThat(context.messages)
          .extracting(OutboundMessage::recipient)
          .containsExactly("Ann <ann@example.com>", "bob@example.com");
      assertThat(context.messages.get(0).content())
          .isEqualTo(
              TestContext.json(
                  "{\"subject\": \"Hi\", \"cc\": [\"cc@example.com\"], \"bcc\": [\"bcc@example.com\"]}"));
    }

    @Test
    void copiesTravelWithTheFirstMessageOnly() throws Exception {
      TestContext context =
          TestContext.of(
              "{\"to\": \"{{lead.emails}}\", \"cc\": \"c@example.com\", \"text\": \"x\"}");

      Actions.output("send_email", context);

      assertThat(context.messages.get(0).content().has("cc")).isTrue();
      assertThat(context.messages.get(1).content())
          .isEqualTo(TestContext.json("{\"text\": \"x\"}"));
    }

    @Test
    void theContentHoldsWhatTheConfigurationSays() throws Exception {
      TestContext context =
          TestContext.of(
              """
              {"to": "{{lead.email}}", "subject": "Hi {{lead.first_name}}", "text": "t",
               "html": "<b>h</b>", "reply_to": "{{lead.owner.email}}",
               "attachments": [{"name": "offer.pdf", "url": "https://example.com/offer.pdf"}]}""");

      Actions.output("send_email", context);

      assertThat(context.messages.get(0).content())
          .isEqualTo(
              TestContext.json(
                  """
                  {"subject": "Hi Ann", "text": "t", "html": "<b>h</b>",
                   "reply_to": "owner@example.com",
                   "attachments": [{"name": "offer.pdf", "url": "https://example.com/offer.pdf"}]}"""));
    }

    @Test
    void ofMarketingEverybodyWhoIsCopiedGetsAMessageOfTheirOwn() throws Exception {
      TestContext context =
          TestContext.of(
              """
              {"to": "{{lead.emails}}", "cc": ["c@example.com", "ann@example.com"],
               "bcc": "d@example.com", "text": "x", "category": "marketing"}""");

      JsonNode output = Actions.output("send_email", context);

      assertThat(context.messages)
          .extracting(OutboundMessage::recipient)
          .containsExactly("ann@example.com", "bob@example.com", "c@example.com", "d@example.com");
      assertThat(context.messages)
          .allSatisfy(
              one -> {
                assertThat(one.content()).isEqualTo(TestContext.json("{\"text\": \"x\"}"));
                assertThat(one.handling().purpose().category())
                    .isEqualTo(Handling.Category.MARKETING);
              });
      assertThat(output.path("recipients")).hasSize(4);
    }

    @Test
    void answersMayGoToSeveral() throws Exception {
      TestContext context =
          TestContext.of(
              "{\"to\": \"{{lead.email}}\", \"reply_to\": [\"a@example.com\", \"b@example.com\"], \"text\": \"x\"}");

      Actions.output("send_email", context);

      assertThat(context.messages.get(0).content())
          .isEqualTo(
              TestContext.json(
                  "{\"text\": \"x\", \"reply_to\": [\"a@example.com\", \"b@example.com\"]}"));
    }

    @Test
    void bracesInTheDataAreNotEvaluatedAgain() throws Exception {
      TestContext context =
          TestContext.of(
              """
              {"to": "{{lead.email}}", "template": "t", "subject": "{{lead.brace}}",
               "variables": {"v": "{{lead.brace}}"}}""");

      Actions.output("send_email", context);

      assertThat(context.messages.get(0).text("subject")).isEqualTo("{{lead.email}}");
      assertThat(context.messages.get(0).content().at("/variables/v").asText())
          .isEqualTo("{{lead.email}}");
    }

    @Test
    void anEmptyCopyIsNoCopy() throws Exception {
      TestContext context =
          TestContext.of(
              """
              {"to": "{{lead.email}}", "cc": "{{lead.nothing}}", "bcc": "{{lead.empty}}",
               "reply_to": "{{lead.nothing}}", "text": "x"}""");

      Actions.output("send_email", context);

      assertThat(context.messages.get(0).content())
          .isEqualTo(TestContext.json("{\"text\": \"x\"}"));
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "{{lead.nothing}} | /to: must not be empty",
          "{{lead.empty}} | /to: must not be empty",
          "{{lead.flag}} | /to: nobody can be reached: \"true or false\" is not an address",
          "{{lead.owner}} | /to: nobody can be reached: \"an object\" is not an address",
          "{{lead.score}} | /to: nobody can be reached: \"85\" is not an e-mail address such as ann@example.com",
          "{{lead.lines}} | /to: nobody can be reached: \"a\\u000d\\u000aBcc: eve@example.com\" must not hold a line break or another control character",
        })
    void anUnusableRecipientFailsTheStepForGood(String to, String problem) throws Exception {
      TestContext context = TestContext.of("{\"to\": \"" + to + "\", \"text\": \"x\"}");

      assertThat(Actions.failure("send_email", context))
          .isEqualTo("the configuration of send_email cannot be used: " + problem);
    }

    @Test
    void anUnusableRecipientOfManyIsReportedAndStopsNobody() throws Exception {
      TestContext context =
          TestContext.of(
              """
              {"to": ["{{lead.lines}}", "{{lead.email}}", "{{lead.empty}}"], "cc": ["{{lead.company_name}}"],
               "subject": "Hi"}""");

      JsonNode output = Actions.output("send_email", context);

      assertThat(output)
          .isEqualTo(
              TestContext.json(
                  """
                  {"messageIds": ["m1"],
                   "recipients": [
                     {"recipient": "ann@example.com", "state": "queued", "messageId": "m1"},
                     {"recipient": "a\\r\\nBcc: eve@example.com", "state": "invalid",
                      "reason": "must not hold a line break or another control character"},
                     {"recipient": "", "state": "invalid", "reason": "must not be empty"},
                     {"recipient": "Acme", "state": "invalid",
                      "reason": "is not an e-mail address such as ann@example.com"}]}"""));
      assertThat(context.messages.get(0).content())
          .isEqualTo(TestContext.json("{\"subject\": \"Hi\"}"));
    }

    @Test
    void noneLeftOfManyFailsTheStepWithAllReasons() throws Exception {
      TestContext context =
          TestContext.of("{\"to\": [\"{{lead.empty}}\", \"{{lead.source}}\"], \"text\": \"x\"}");

      assertThat(Actions.failure("email_send", context))
          .isEqualTo(
              "the configuration of email_send cannot be used: /to: nobody can be reached:"
                  + " \"\" must not be empty; \"web\" is not an e-mail address such as"
                  + " ann@example.com");
      assertThat(context.messages).isEmpty();
    }

    @Test
    void aHeaderIsStillRefused() throws Exception {
      TestContext context =
          TestContext.of("{\"to\": \"{{lead.email}}\", \"subject\": \"{{lead.lines}}\"}");

      assertThat(Actions.failure("send_email", context))
          .isEqualTo(
              "the configuration of send_email cannot be used: /subject: must not hold a line break"
                  + " or another control character");
    }
  }

  @Nested
  class Phones {

    @ParameterizedTest
    @CsvSource({"send_sms,sms", "sms_send,sms", "send_whatsapp,whatsapp", "whatsapp_send,whatsapp"})
    void aNumberIsTakenOnceHoweverItIsWritten(String action, String channel) throws Exception {
      TestContext context =
          TestContext.of(
              "{\"to\": [\"{{lead.phone}}\", \"+31 6 12-34 56 78\", 31611], \"text\": \"Hi\"}");

      Actions.output(action, context);

      assertThat(context.messages).extracting(OutboundMessage::channel).containsOnly(channel);
      assertThat(context.messages)
          .extracting(OutboundMessage::recipient)
          .containsExactly("+31612345678", "31611");
    }

    @Test
    void aTemplateGoesWithItsLanguageAndVariables() throws Exception {
      TestContext context = TestContext.of(MessageSpecs.WHATSAPP.example());

      Actions.output("send_whatsapp", context);

      assertThat(context.messages.get(0).content())
          .isEqualTo(
              TestContext.json(
                  "{\"template\": \"welcome\", \"language\": \"nl\", \"variables\": {\"1\": \"Ann\"}}"));
    }
  }

  @Nested
  class Treated {

    @ParameterizedTest
    @CsvSource({
      "PT1H, 2026-06-15T23:00:00Z",
      "PT15M, 2026-06-15T22:45:00Z",
      "P1D, 2026-06-16T22:00:00Z",
      "PT0.5S, 2026-06-15T22:30:01Z",
    })
    void digestsCloseAtTheSameTimesForAllMessages(String window, Instant closes) throws Exception {
      TestContext context =
          TestContext.of(
              """
              {"to": "{{lead.email}}", "text": "x", "category": "marketing",
               "digest": {"key": "lead {{lead.id}}", "window": "%s"}}"""
                  .formatted(window));

      Actions.output("send_email", context);

      assertThat(context.messages.get(0).handling().digest())
          .isEqualTo(new Handling.Digest("lead 42", closes));
      assertThat(context.messages.get(0).handling().purpose().category())
          .isEqualTo(Handling.Category.MARKETING);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "{\"key\": \"{{lead.lines}}\", \"window\": \"PT1H\"} | /digest/key: must not hold a line break or another control character",
          "{\"key\": \"k\", \"window\": \"PT1H\", \"template\": \" \"} | /digest/template: expected the name of a message template, found a text",
          "{\"key\": \"k\", \"window\": \"PT1H\", \"variables\": {}} | /digest/variables: needs \"template\" as well",
          "{\"key\": \"k\", \"window\": \"PT1H\", \"template\": \"t\", \"variables\": 1} | /digest/variables: expected an object of values by name, found a number",
          "{\"key\": \"k\", \"window\": \"{{lead.source}}\"} | /digest/window: expected a duration of more than zero and at most a year, such as \"PT1H\" or \"P1D\", found \"web\"",
          "{\"key\": \"k\", \"window\": \"{{lead.brace}}\"} | /digest/window: expected a duration such as \"PT1H\", found \"{{lead.email}}\"",
        })
    void aDigestThatCannotBeUsedFailsTheStep(String digest, String problem) throws Exception {
      TestContext context =
          TestContext.of(
              "{\"to\": \"{{lead.email}}\", \"text\": \"x\", \"digest\": " + digest + "}");

      assertThat(Actions.failure("send_email", context))
          .isEqualTo("the configuration of send_email cannot be used: " + problem);
    }

    @Test
    void whatTheOutboxCannotKeepIsRefused() throws Exception {
      String template = "t".repeat(201);
      TestContext context =
          TestContext.of("{\"to\": \"{{lead.email}}\", \"template\": \"" + template + "\"}");

      assertThat(Actions.failure("send_email", context))
          .isEqualTo(
              "the configuration of send_email cannot be used: /template: has 201 characters; at most"
                  + " 200 are allowed");
    }
  }

  @Nested
  class WhatsAppTemplates {

    @Test
    void withAParameterThatCannotBeSentFailBeforeSending() throws Exception {
      TestContext context =
          TestContext.of(
              """
              {"to": "+31612345678", "template": "welcome", "variables": {"1": "{{lead.empty}}"}}""");

      assertThat(Actions.failure("send_whatsapp", context))
          .isEqualTo(
              "the configuration of send_whatsapp cannot be used: /to: nobody can be reached:"
                  + " \"+31612345678\" the template's parameter \"1\" is empty; give it a value, or"
                  + " a default");
      assertThat(context.messages).isEmpty();
    }
  }

  @Nested
  class Notifications {

    @Test
    void leadNowhereWhereSomethingRuns() throws Exception {
      TestContext context =
          TestContext.of(
              "{\"recipient\": \"ann\", \"message\": \"x\", \"link\": \"javascript:alert(1)\"}");

      assertThat(Actions.failure("send_notification", context))
          .isEqualTo(
              "the configuration of send_notification cannot be used: /link: leads to"
                  + " \"javascript:alert(1)\", which runs a program or reads a file; a link is a path,"
                  + " a page or an address");
    }

    @Test
    void goIntoTheApplicationByDefault() throws Exception {
      TestContext context = TestContext.of("{\"recipient\": 7, \"message\": \"Hi\"}");

      JsonNode output = Actions.output("send_notification", context);

      assertThat(output).isEqualTo(TestContext.json("{\"notificationId\": \"m1\"}"));
      OutboundMessage message = context.messages.get(0);
      assertThat(message.channel()).isEqualTo("in_app");
      assertThat(message.recipient()).isEqualTo("7");
      assertThat(message.content()).isEqualTo(TestContext.json("{\"text\": \"Hi\"}"));
    }

    @Test
    void sayWhatTheirMessageOrTheirTemplateSays() throws Exception {
      String both = "{\"recipient\": \"ann\", \"message\": \"Hi\", \"template\": \"t\"}";
      assertThat(Actions.failure("send_notification", TestContext.of(both)))
          .isEqualTo(
              "the configuration of send_notification cannot be used: /message:"
                  + " excludes \"template\", which is there too; leave one of them out");
      assertThat(Actions.failure("send_notification", TestContext.of("{\"recipient\": \"ann\"}")))
          .isEqualTo(
              "the configuration of send_notification cannot be used: (document): \"message\" or"
                  + " \"template\" is required");
    }

    @Test
    void aTemplateThatTheTenantDoesNotHaveGoesToTheSender() throws Exception {
      TestContext context =
          TestContext.of(
              """
              {"recipient": "ann", "template": "news", "variables": {"id": "{{lead.id}}"},
               "title": "News"}""");

      Actions.output("send_notification", context);

      assertThat(context.messages.get(0).content())
          .isEqualTo(
              TestContext.json(
                  "{\"template\": \"news\", \"variables\": {\"id\": 42}, \"subject\": \"News\"}"));
      assertThat(context.messages.get(0).handling().purpose().template()).isEqualTo("news");
    }

    @Test
    void goToTheChannelOfTheirType() throws Exception {
      TestContext context =
          TestContext.of(
              """
              {"recipient": "ann", "message": "Hi", "notification_type": "push",
               "title": "News", "link": "/leads/{{lead.id}}"}""");

      Actions.output("send_notification", context);

      assertThat(context.messages.get(0).channel()).isEqualTo("push");
      assertThat(context.messages.get(0).content())
          .isEqualTo(
              TestContext.json(
                  "{\"text\": \"Hi\", \"subject\": \"News\", \"link\": \"/leads/42\"}"));
    }
  }
}
