package dev.workflow.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.InboundMessage;
import dev.workflow.Suppressions.Scope;
import dev.workflow.TenantId;
import dev.workflow.spi.InboundClassifier.Bounce;
import dev.workflow.spi.InboundClassifier.Classification;
import dev.workflow.spi.InboundClassifier.Human;
import dev.workflow.spi.InboundClassifier.OptIn;
import dev.workflow.spi.InboundClassifier.OptOut;
import dev.workflow.spi.InboundClassifier.OtherAutomatic;
import dev.workflow.spi.InboundClassifier.OutOfOffice;
import java.time.Instant;
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

  private static InboundMessage mail(String text) {
    return InboundMessage.of(TenantId.of("acme"), "email", "ann@x.nl", text);
  }

  private static Classification text(String text) {
    return CLASSIFIER.classify(InboundMessage.of(TenantId.of("acme"), "sms", "+31612345678", text));
  }

  private static Classification header(String name, String value) {
    return CLASSIFIER.classify(mail("I am away.").headers(Map.of(name, value)));
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
          "\"STOP\""
        })
    void that_stop_must_be_all_that_was_written(String word) {
      assertThat(text(word)).isEqualTo(new OptOut(Scope.EVERYTHING));
      assertThat(text("Please " + word + " by at ten o'clock")).isEqualTo(new Human());
    }

    @ParameterizedTest
    @ValueSource(strings = {"START", "unstop", "Aanmelden", "alta"})
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
      assertThat(CLASSIFIER.classify(mail("").subjectLine("unsubscribe"))).isEqualTo(marketing);
      assertThat(CLASSIFIER.classify(mail("I agree").subjectLine("Re: stop")))
          .isEqualTo(new Human());
    }
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
          "Precedence | list",
          "X-Auto-Response-Suppress | All"
        })
    void of_other_robots(String name, String value) {
      assertThat(header(name, value)).isEqualTo(new OtherAutomatic());
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {"Auto-Submitted | no", "Precedence | first-class", "X-Mailer | Outlook"})
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
      InboundMessage message = mail(text).headers(Map.of("Auto-Submitted", "auto-replied"));
      assertThat(CLASSIFIER.classify(message)).isEqualTo(new OutOfOffice(until));
    }
  }

  @Nested
  class Reports {

    private Classification report(String fields) {
      return CLASSIFIER.classify(
          mail("--b\nContent-Type: message/delivery-status\n\n" + fields + "\n--b--")
              .headers(
                  Map.of(
                      "Content-Type",
                      "multipart/report; boundary=b;\r\n report-type=\"delivery-status\"")));
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
                  Message-ID: <1@portal.nl>"""))
          .isEqualTo(
              new Bounce("ann@x.nl", true, "5.1.1", "550 5.1.1 nobody here", "<1@portal.nl>"));
    }

    @ParameterizedTest
    @CsvSource({
      "5.1.1,true",
      "5.1.10,true",
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
    InboundMessage message = mail(text).subjectLine(line);
    assertThat(CLASSIFIER.classify(message)).isNotNull();
    Map<String, String> report =
        Map.of("Content-Type", "multipart/report; report-type=delivery-status");
    assertThat(CLASSIFIER.classify(message.headers(report))).isNotNull();
    Map<String, String> away = Map.of("Auto-Submitted", "auto-replied");
    assertThat(CLASSIFIER.classify(message.headers(away))).isInstanceOf(OutOfOffice.class);
  }
}
