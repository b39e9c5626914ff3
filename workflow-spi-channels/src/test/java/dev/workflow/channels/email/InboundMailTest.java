package dev.workflow.channels.email;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.workflow.InboundMessage;
import dev.workflow.TenantId;
import dev.workflow.message.StandardClassifier;
import dev.workflow.spi.InboundClassifier.Bounce;
import dev.workflow.spi.InboundClassifier.OutOfOffice;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class InboundMailTest {

  private static final TenantId ACME = TenantId.of("acme");

  private static InboundMessage read(String mail) {
    return InboundMail.read(ACME, mail.replace("\n", "\r\n").getBytes(UTF_8), null);
  }

  @Test
  void a_reply_tells_who_wrote_what_and_what_it_answers() {
    InboundMessage message =
        read(
            """
            From: =?UTF-8?Q?Ann_M=C3=BCller?= <ann@x.nl>
            To: Portal <hello@portal.nl>, other@portal.nl
            Subject: =?UTF-8?B?UmU6IEdyw7zDn2U=?=
            Message-ID: <2@x.nl>
            In-Reply-To: <1@portal.nl> (your mail)
            References: <0@portal.nl>
             <1@portal.nl>
            Content-Type: text/plain; charset=UTF-8

            Ja, graag: grüezi
            """);
    assertThat(message.from()).isEqualTo("ann@x.nl");
    assertThat(message.to()).isEqualTo("hello@portal.nl");
    assertThat(message.subjectLine()).isEqualTo("Re: Grüße");
    assertThat(message.text()).isEqualTo("Ja, graag: grüezi\r\n");
    assertThat(message.conversation())
        .isEqualTo(
            new InboundMessage.Conversation(
                "<2@x.nl>", "<1@portal.nl>", List.of("<0@portal.nl>", "<1@portal.nl>")));
    assertThat(message.header("message-id")).isEqualTo("<2@x.nl>");
  }

  @Test
  void of_several_forms_the_plain_one_counts() {
    String parts =
        """
        From: ann@x.nl
        Content-Type: multipart/mixed; boundary=m

        --m
        Content-Type: multipart/alternative; boundary=a

        --a
        Content-Type: text/html

        <p>Hello <b>there</b></p>
        --a
        Content-Type: text/plain

        Hello there
        --a--
        --m
        Content-Type: text/plain
        Content-Disposition: attachment; filename=a.txt

        secret
        --m--
        """;
    assertThat(read(parts).text()).isEqualTo("Hello there");
    String html = "From: ann@x.nl\nContent-Type: text/html\n\n<p>Hello <b>there</b></p>\n";
    assertThat(read(html).text()).isEqualTo("Hello  there");
  }

  @Test
  void a_delivery_report_is_kept_whole() {
    InboundMessage message =
        read(
            """
            From: Mail Delivery <mailer-daemon@mx.nl>
            To: hello@portal.nl
            Content-Type: multipart/report; report-type=delivery-status; boundary=b

            --b
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.nl

            Final-Recipient: rfc822; ann@x.nl
            Action: failed
            Status: 5.1.1

            --b
            Content-Type: text/rfc822-headers

            Message-ID: <1@portal.nl>

            --b--
            """);
    assertThat(new StandardClassifier().classify(message))
        .isEqualTo(new Bounce("ann@x.nl", true, "5.1.1", null, "<1@portal.nl>"));
  }

  @Test
  void an_absence_is_known_by_its_header() {
    InboundMessage message = read("From: ann@x.nl\nAuto-Submitted: auto-replied\n\nI am away.\n");
    assertThat(new StandardClassifier().classify(message)).isEqualTo(new OutOfOffice(null));
  }

  @Test
  void the_envelope_says_to_which_address_it_was_delivered() {
    byte[] mail = "From: ann@x.nl\nTo: list@x.nl\n\nHi\n".getBytes(UTF_8);
    assertThat(InboundMail.read(ACME, mail, "bounces+7@portal.nl").to())
        .isEqualTo("bounces+7@portal.nl");
    assertThat(read("From: ann@x.nl\n\nHi\n").to()).isNull();
  }

  @Test
  void a_character_set_that_nobody_knows_is_read_as_latin() {
    byte[] mail =
        "From: ann@x.nl\nContent-Type: text/plain; charset=x-none\n\nGrüße".getBytes(ISO_8859_1);
    assertThat(InboundMail.read(ACME, mail, null).text()).isEqualTo("Grüße");
  }

  @Test
  void a_mail_of_nobody_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read("To: ann@x.nl\n\nHi\n"))
        .withMessage("the mail has no From");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read("From: \n\nHi\n"))
        .withMessage("the mail's From is no address");
  }

  @Property(tries = 300)
  void whatever_comes_in_is_read_or_refused(@ForAll byte[] bytes, @ForAll String header) {
    byte[] start = ("From: ann@x.nl\r\nContent-Type: " + header + "\r\n\r\n").getBytes(UTF_8);
    byte[] mail = new byte[start.length + bytes.length];
    System.arraycopy(start, 0, mail, 0, start.length);
    System.arraycopy(bytes, 0, mail, start.length, bytes.length);
    for (byte[] one : List.of(bytes, mail)) {
      try {
        assertThat(InboundMail.read(ACME, one, null)).isNotNull();
      } catch (IllegalArgumentException e) {
        assertThat(e.getMessage()).startsWith("the mail");
      }
    }
  }
}
