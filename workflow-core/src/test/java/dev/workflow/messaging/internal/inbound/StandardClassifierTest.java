package dev.workflow.messaging.internal.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.TenantId;
import dev.workflow.messaging.InboundClassifier.Bounce;
import dev.workflow.messaging.InboundClassifier.Bounces;
import dev.workflow.messaging.InboundClassifier.Classification;
import dev.workflow.messaging.InboundClassifier.Complaint;
import dev.workflow.messaging.InboundClassifier.Human;
import dev.workflow.messaging.InboundClassifier.OptIn;
import dev.workflow.messaging.InboundClassifier.OptOut;
import dev.workflow.messaging.InboundClassifier.OtherAutomatic;
import dev.workflow.messaging.InboundClassifier.OutOfOffice;
import dev.workflow.messaging.InboundMessage;
import dev.workflow.messaging.InboundMessage.Origin;
import dev.workflow.messaging.Suppressions.Scope;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StandardClassifierTest {

  private static final StandardClassifier CLASSIFIER = new StandardClassifier();

  private static final Map<String, String> DELIVERY_STATUS =
      Map.of("Content-Type", "multipart/report; boundary=b; report-type=delivery-status");

  private static InboundMessage mail(String text) {
    return InboundMessage.of(TenantId.of("acme"), "email", "ann@x.nl", text);
  }

  private static Classification text(String text) {
    return CLASSIFIER.classify(InboundMessage.of(TenantId.of("acme"), "sms", "+31612345678", text));
  }

  private static Classification header(String name, String value) {
    return CLASSIFIER.classify(mail("I am away.").withHeaders(Map.of(name, value)));
  }

  @Nested
  class Words {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "STOP",
          "stop",
          " Stop. ",
          "STOP ALL",
          "stopall",
          "Unsubscribe",
          "cancel",
          "END",
          "quit",
          "afmelden",
          "Uitschrijven!",
          "stoppen",
          "ABMELDEN",
          "Stopp",
          "arrêt",
          "ARRET",
          "désabonner",
          "Baja",
          "parar",
          "\"STOP\"",
          "SAIR",
          "СТОП",
          "Отписаться",
          "توقف",
          "إلغاء الاشتراك",
          "הסר",
          "停止",
          "退订",
          "配信停止",
          "수신거부",
          "หยุด",
          "रोकें",
          "Στοπ",
          "RET",
          "Rezygnuję",
          "ＳＴＯＰ",
          "𝐒𝐓𝐎𝐏",
          "S\u200bTOP"
        })
    void that_stop_must_be_all_that_was_written(String word) {
      assertThat(text(word)).isEqualTo(new OptOut(Scope.EVERYTHING));
      assertThat(text("Please " + word + " by at ten o'clock")).isEqualTo(new Human());
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "Please stop",
          "STOP STOP",
          "stop!!! stop!!!",
          "Stop 🛑",
          "stop messaging me",
          "Please unsubscribe me from this list, thank you.",
          "opt out",
          "I would like to unsubscribe",
          "I'd like to opt out of your emails",
          "Could you please stop texting me?",
          "Ik wil me graag afmelden",
          "Ich möchte mich abmelden.",
          "Je voudrais me désabonner",
          "Quiero darme de baja",
          "Bitte abmelden",
          "Arrêtez s'il vous plaît",
          "por favor, darme de baja",
          "Take me off your list",
          "Meld mij af",
          "stop stop stop stop stop stop stop stop stop stop stop stop",
          "СТОП, пожалуйста",
          "STOP\n\nKind regards,\nJohn Doe\nSales, we sell houses",
          "Hello,\n\nplease stop.\n\nJohn Doe\nHead of Sales\n+31 6 12345678\njohn@x.nl"
        })
    void that_stop_may_be_said_politely_and_be_signed(String text) {
      assertThat(text(text)).isEqualTo(new OptOut(Scope.EVERYTHING));
      assertThat(CLASSIFIER.classify(mail(text))).isEqualTo(new OptOut(Scope.MARKETING));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "please don't stop",
          "I would like to stop by",
          "I can't stop",
          "I would like to cancel",
          "Please cancel",
          "cancel my viewing",
          "Stop by tomorrow",
          "Stop\nI will call you tomorrow",
          "Remove my listing",
          "Thank you",
          "Fine",
          "The end"
        })
    void that_are_part_of_an_answer_are_people(String text) {
      assertThat(text(text)).isEqualTo(new Human());
    }

    @Test
    void that_the_provider_understood_count_by_what_it_says() {
      InboundMessage message =
          InboundMessage.of(TenantId.of("acme"), "sms", "+31612345678", "Cancel");
      assertThat(CLASSIFIER.classify(message.withOrigin(Origin.CHOSEN))).isEqualTo(new Human());
      assertThat(CLASSIFIER.classify(message.withOrigin(Origin.OPT_OUT)))
          .isEqualTo(new OptOut(Scope.EVERYTHING));
      assertThat(CLASSIFIER.classify(message.withOrigin(Origin.OPT_OUT_OF_MARKETING)))
          .isEqualTo(new OptOut(Scope.MARKETING));
      assertThat(CLASSIFIER.classify(message.withOrigin(Origin.OPT_IN))).isEqualTo(new OptIn());
    }

    @Test
    void of_a_mail_count_in_its_newest_part_only() {
      String quoted = "\n\nOn Mon, 3 Nov 2026 at 09:00, Ann <ann@x.nl> wrote:\n> Are you there?\n";
      assertThat(CLASSIFIER.classify(mail("STOP" + quoted))).isEqualTo(new OptOut(Scope.MARKETING));
      assertThat(CLASSIFIER.classify(mail("Yes" + quoted + "> STOP\n"))).isEqualTo(new Human());
      assertThat(CLASSIFIER.classify(mail("> STOP\n"))).isEqualTo(new Human());
    }

    @Test
    void in_a_subject_that_may_mean_something_else_do_not_outweigh_the_text() {
      assertThat(
              CLASSIFIER.classify(mail("Please call off the viewing.").withSubjectLine("Cancel")))
          .isEqualTo(new Human());
      assertThat(CLASSIFIER.classify(mail("").withSubjectLine("Cancel")))
          .isEqualTo(new OptOut(Scope.MARKETING));
    }

    @ParameterizedTest
    @ValueSource(strings = {"START", "unstop", "Aanmelden", "alta", "start start", "СТАРТ", "开始"})
    void that_begin_anew(String word) {
      assertThat(text(word)).isEqualTo(new OptIn());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yes", "no", "1", "👍", "stopping", "ends", "startup"})
    void of_people_are_people(String word) {
      assertThat(text(word)).isEqualTo(new Human());
    }

    @Test
    void in_a_mail_stop_the_marketing_only() {
      OptOut marketing = new OptOut(Scope.MARKETING);
      assertThat(CLASSIFIER.classify(mail("stop"))).isEqualTo(marketing);
      assertThat(CLASSIFIER.classify(mail("").withSubjectLine("unsubscribe"))).isEqualTo(marketing);
      assertThat(CLASSIFIER.classify(mail("I agree").withSubjectLine("Re: stop")))
          .isEqualTo(new Human());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Outlook voor Android downloaden<https://aka.ms/AAb9ysg>",
        "Holen Sie sich Outlook für iOS",
        "Wysłano z iPhone'a",
        "Virus-free. www.avast.com"
      })
  void what_programs_write_below_a_mail_is_not_written(String line) {
    assertThat(CLASSIFIER.classify(mail("STOP\n\n" + line))).isEqualTo(new OptOut(Scope.MARKETING));
  }

  @Nested
  class Headers {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "Auto-Submitted | auto-replied",
          "auto-submitted | Auto-Replied; owner-email=\"ann@x.nl\"",
          "X-Autoreply | yes",
          "X-Autorespond | I am away",
          "Auto-Submitted | auto-replied (vacation)",
          "Auto-Submitted | (an (odd) comment) auto-replied",
          "Precedence | auto_reply"
        })
    void of_an_absence(String name, String value) {
      assertThat(header(name, value)).isEqualTo(new OutOfOffice(null));
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "Auto-Submitted | auto-generated",
          "Auto-Submitted | auto-notified",
          "Precedence | bulk",
          "Precedence | Junk",
          "Return-Path | <>"
        })
    void of_other_robots(String name, String value) {
      assertThat(header(name, value)).isEqualTo(new OtherAutomatic());
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "Auto-Submitted | no",
          "Precedence | first-class",
          "Precedence | list",
          "X-Auto-Response-Suppress | DR, OOF, AutoReply",
          "Return-Path | <ann@x.nl>",
          "X-Mailer | Outlook"
        })
    void of_people(String name, String value) {
      assertThat(header(name, value)).isEqualTo(new Human());
    }

    @Test
    void are_not_needed_from_the_mail_system_itself() {
      InboundMessage notice =
          InboundMessage.of(
              TenantId.of("acme"), "email", "Mail System <MAILER-DAEMON@x.nl>", "Undelivered");
      assertThat(CLASSIFIER.classify(notice)).isEqualTo(new OtherAutomatic());
    }
  }

  @Nested
  class Absences {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "Automatic reply: Your offer",
          "Automatisch antwoord: Uw aanbod",
          "Automatische Antwort: Ihr Angebot",
          "Réponse automatique : Votre offre",
          "自动答复: 您的报价",
          "Out of Office"
        })
    void are_known_by_the_subject_alone(String line) {
      InboundMessage message = mail("I am away.").withSubjectLine(line);
      assertThat(CLASSIFIER.classify(message)).isEqualTo(new OutOfOffice(null));
      assertThat(
              CLASSIFIER.classify(message.withHeaders(Map.of("Auto-Submitted", "auto-generated"))))
          .isEqualTo(new OutOfOffice(null));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "Re: Automatic reply: Your offer",
          "Out of office space to let?",
          "Absence of a garden",
          "Automatic reply wanted"
        })
    void are_not_every_subject_with_such_words(String line) {
      assertThat(CLASSIFIER.classify(mail("Hello").withSubjectLine(line))).isEqualTo(new Human());
    }

    @Test
    void do_not_end_at_a_date_of_the_mail_they_answer() {
      InboundMessage message =
          mail("I am away.\n\n-----Original Message-----\nvalid until 2026-04-01")
              .withSubjectLine("Automatic reply: Offer valid until 2026-03-09");
      assertThat(CLASSIFIER.classify(message)).isEqualTo(new OutOfOffice(null));
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "I am out of office until 2026-03-09. | 2026-03-10T00:00:00Z",
          "I will be back on 2026-03-09. | 2026-03-09T00:00:00Z",
          "Ik ben afwezig t/m 9-3-2026 | 2026-03-10T00:00:00Z",
          "Ik ben terug op 9-3-2026 | 2026-03-09T00:00:00Z",
          "Ich bin bis 09.03.2026 nicht im Büro | 2026-03-10T00:00:00Z",
          "Ich bin bis zum 9.3.2026 verreist | 2026-03-10T00:00:00Z",
          "Je suis absent jusqu'au 9.3.2026 | 2026-03-10T00:00:00Z",
          "Estoy fuera hasta el 9.3.2026 | 2026-03-10T00:00:00Z",
          "Away until 03/09/2026 | ",
          "Away until 2026-13-45 | ",
          "Call 2026-03-09 | "
        })
    void end_when_they_say_so_clearly(String text, Instant until) {
      InboundMessage message = mail(text).withHeaders(Map.of("Auto-Submitted", "auto-replied"));
      assertThat(CLASSIFIER.classify(message)).isEqualTo(new OutOfOffice(until));
    }
  }

  @Nested
  class Reports {

    private Classification report(String fields) {
      return CLASSIFIER.classify(
          mail("--b\nContent-Type: message/delivery-status\n\n" + fields + "\n--b--")
              .withHeaders(
                  Map.of(
                      "Content-Type",
                      "multipart/report; boundary=b;\r\n report-type=\"delivery-status\"")));
    }

    @Test
    void name_everybody_who_failed_and_may_be_encoded() {
      String fields =
          "Reporting-MTA: dns; mx.nl\n\nFinal-Recipient: rfc822; ann@x.nl\nAction: failed\nStatus:"
              + " 5.1.1\n\nFinal-Recipient: rfc822; bob@x.nl\nAction: delivered\nStatus:"
              + " 2.0.0\n\nFinal-Recipient: rfc822; eve@x.nl\nAction: failed\nStatus: 4.2.2\n";
      Classification each =
          new Bounces(
              List.of(
                  new Bounce("ann@x.nl", true, "5.1.1", null, "<m-1@portal.nl>"),
                  new Bounce("eve@x.nl", false, "4.2.2", null, "<m-1@portal.nl>")));
      String head = "multipart/report; boundary=b; report-type=delivery-status";
      String base64 = Base64.getMimeEncoder().encodeToString(fields.getBytes(UTF_8));
      for (String part :
          List.of(
              "Content-Type: message/delivery-status\n\n" + fields,
              "Content-Type: message/global-delivery-status\nContent-Transfer-Encoding: Base64\n\n"
                  + base64)) {
        InboundMessage report =
            mail("--b\n"
                    + part
                    + "\n--b\nContent-Type: text/rfc822-headers\nContent-Transfer-Encoding:"
                    + " quoted-printable\n\nMessage-ID: <m=2D1@=\nportal.nl>\n--b--")
                .withHeaders(Map.of("Content-Type", head));
        assertThat(CLASSIFIER.classify(report)).isEqualTo(each);
      }
    }

    @Test
    void of_a_mailbox_that_is_not_there_are_hard_bounces() {
      assertThat(
              report(
                  """
                  Final-Recipient: rfc822; new@x.nl
                  Original-Recipient: RFC822;ann@x.nl
                  Action: Failed
                  Status: 5.1.1
                  Diagnostic-Code: smtp; 550 5.1.1 nobody here

                  --b
                  Content-Type: text/rfc822-headers

                  Message-ID: <1@portal.nl>\
                  """))
          .isEqualTo(
              new Bounce("ann@x.nl", true, "5.1.1", "550 5.1.1 nobody here", "<1@portal.nl>"));
    }

    @ParameterizedTest
    @CsvSource({
      "5.1.1,true",
      "5.1.2,true",
      "5.1.10,true",
      "5.1.0,false",
      "5.1.4,false",
      "5.1.5,false",
      "5.1.7,false",
      "5.1.8,false",
      "5.1.9,false",
      "5.0.0,false",
      "5.2.1,true",
      "5.2.2,false",
      "5.7.1,false",
      "4.4.7,false"
    })
    void are_hard_by_their_status(String status, boolean hard) {
      assertThat(report("Final-Recipient: rfc822; ann@x.nl\nAction: failed\nStatus: " + status))
          .isEqualTo(new Bounce("ann@x.nl", hard, status, null, null));
    }

    @Test
    void have_the_code_of_the_server_where_their_own_is_general() {
      assertThat(
              report(
                  """
                  Action: failed
                  Final-Recipient: rfc822;ann@x.nl
                  Status: 5.0.0
                  Diagnostic-Code: smtp; 550-5.1.1 The account does not exist.
                   550 5.1.1 more\
                  """))
          .isEqualTo(
              new Bounce(
                  "ann@x.nl",
                  true,
                  "5.1.1",
                  "550-5.1.1 The account does not exist. 550 5.1.1 more",
                  null));
      assertThat(report("Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.7.1 blocked"))
          .isEqualTo(new Bounce(null, false, "5.7.1", "550 5.7.1 blocked", null));
    }

    @Test
    void are_about_the_first_recipient_that_failed() {
      assertThat(
              report(
                  """
                  Reporting-MTA: dns; mx.nl

                  Final-Recipient: rfc822;ann@x.nl
                  Action: delivered
                  Status: 2.0.0

                  Final-Recipient: RFC822; <bob@x.nl>
                  Action: failed (for good)
                  Status: 5.1.1 (no mailbox)\
                  """))
          .isEqualTo(new Bounce("bob@x.nl", true, "5.1.1", null, null));
    }

    @Test
    void are_read_from_their_machine_part_alone() {
      String forged =
          """
          --b
          Content-Type: text/plain

          Final-Recipient: rfc822; eve@x.nl
          Action: failed
          Status: 5.1.1
          Message-ID: <9@portal.nl>

          --b
          Content-Type: message/delivery-status

          Reporting-MTA: dns; mx.nl

          Final-Recipient: rfc822; ann@x.nl
          Action: delayed
          Status: 4.4.1

          --b--
          """;
      assertThat(CLASSIFIER.classify(mail(forged).withHeaders(DELIVERY_STATUS)))
          .isEqualTo(new OtherAutomatic());
      assertThat(
              CLASSIFIER.classify(
                  mail(forged.replace("delayed", "failed")).withHeaders(DELIVERY_STATUS)))
          .isEqualTo(new Bounce("ann@x.nl", false, "4.4.1", null, null));
    }

    @Test
    void of_people_who_call_a_mail_spam_are_complaints() {
      String report =
          """
          --b
          Content-Type: text/plain

          This is an abuse report.
          --b
          Content-Type: message/feedback-report

          Feedback-Type: %s
          User-Agent: SomeGenerator/1.0
          Version: 1
          Original-Rcpt-To: <ann@x.nl>

          --b
          Content-Type: message/rfc822

          From: hello@portal.nl
          Message-ID: <1@portal.nl>

          Buy!
          --b--
          """;
      Map<String, String> head =
          Map.of("Content-Type", "multipart/report; report-type=feedback-report; boundary=\"b\"");
      assertThat(CLASSIFIER.classify(mail(report.formatted("abuse")).withHeaders(head)))
          .isEqualTo(new Complaint("ann@x.nl", "<1@portal.nl>"));
      assertThat(CLASSIFIER.classify(mail(report.formatted("not-spam")).withHeaders(head)))
          .isEqualTo(new OtherAutomatic());
    }

    @Test
    void of_what_was_read_say_nothing() {
      Map<String, String> head =
          Map.of(
              "Content-Type",
              "multipart/report; report-type=disposition-notification; boundary=b",
              "Auto-Submitted",
              "auto-replied");
      assertThat(CLASSIFIER.classify(mail("STOP").withHeaders(head)))
          .isEqualTo(new OtherAutomatic());
    }

    @Test
    void that_say_little_are_soft() {
      assertThat(report("Action: failed")).isEqualTo(new Bounce(null, false, null, null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"delayed", "delivered", "relayed", "expanded"})
    void that_are_no_failure_say_nothing(String action) {
      assertThat(report("Action: " + action + "\nStatus: 4.4.1")).isEqualTo(new OtherAutomatic());
    }
  }

  @Property
  void whatever_comes_in_is_something(@ForAll String line, @ForAll String text) {
    InboundMessage message = mail(text).withSubjectLine(line);
    assertThat(CLASSIFIER.classify(message)).isNotNull();
    Map<String, String> report =
        Map.of("Content-Type", "multipart/report; report-type=delivery-status");
    assertThat(CLASSIFIER.classify(message.withHeaders(report))).isNotNull();
    Map<String, String> away = Map.of("Auto-Submitted", "auto-replied");
    assertThat(CLASSIFIER.classify(message.withHeaders(away))).isInstanceOf(OutOfOffice.class);
  }
}
