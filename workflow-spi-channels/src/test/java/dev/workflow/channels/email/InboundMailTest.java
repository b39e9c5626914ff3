package dev.workflow.channels.email;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.workflow.TenantId;
import dev.workflow.messaging.InboundClassifier.Bounce;
import dev.workflow.messaging.InboundClassifier.OptOut;
import dev.workflow.messaging.InboundClassifier.OutOfOffice;
import dev.workflow.messaging.InboundMessage;
import dev.workflow.messaging.Suppressions.Scope;
import dev.workflow.messaging.internal.inbound.StandardClassifier;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    assertThat(read(html).text()).isEqualTo("Hello there");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "STOP\n\nOn Mon, Nov 3, 2026 at 9:00 AM Ann <a@x.nl> wrote:\n> valid until 2026-12-01\n",
        "STOP\n-- \nAnn Miller\nPortal\n",
        "STOP\n\nMet vriendelijke groet,\nAnn Miller\n"
      })
  void a_word_over_a_quoted_mail_or_a_signature_stands_alone(String text) {
    InboundMessage message = read("From: ann@x.nl\nSubject: Re: Offer\n\n" + text);
    assertThat(new StandardClassifier().classify(message)).isEqualTo(new OptOut(Scope.MARKETING));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<div dir=ltr>STOP</div><br><div class=\"gmail_quote gmail_quote_container\"><div class=gmail_attr>On Mon, Ann wrote:</div><blockquote>Hello</blockquote></div>",
        "<p>STOP</p><div id=\"appendonsend\"></div><hr><div id=divRplyFwdMsg><b>From:</b> Ann</div><div>Hello</div>",
        "STOP<blockquote type=cite><div>On 3 Nov 2026, Ann wrote: Hello</div></blockquote>",
        "<p>STOP</p><div style='border:none;border-top:solid #E1E1E1 1.0pt'><p><b>From:</b> Ann</p></div>",
        "<p>STOP</p><p>-- <br>Ann Miller</p>"
      })
  void html_without_what_it_quotes_is_what_was_written(String html) {
    InboundMessage message = read("From: ann@x.nl\nContent-Type: text/html\n\n" + html);
    assertThat(message.text()).startsWith("STOP");
    assertThat(message.text()).doesNotContain("Hello");
    assertThat(new StandardClassifier().classify(message)).isEqualTo(new OptOut(Scope.MARKETING));
  }

  @Test
  void an_address_in_any_form_and_a_text_that_is_cut_are_read() {
    assertThat(read("From: <@relay.nl:ann@x.nl>\n\nhi\n").from()).isEqualTo("ann@x.nl");
    assertThat(read("From: ann @ x.nl\n\nhi\n").from()).isEqualTo("ann@x.nl");
    assertThat(read("From: J\u00e4ne <j\u00e4ne@x.nl>\n\nhi\n").from()).isEqualTo("j\u00e4ne@x.nl");
    assertThat(read("From: ann@stra\u00dfe.nl\n\nhi\n").from()).isEqualTo("ann@stra\u00dfe.nl");
    String unfilled = "From: ann@x.nl\nContent-Transfer-Encoding: base64\n\nU1RPUA\n";
    assertThat(read(unfilled).text()).isEqualTo("STOP");
  }

  @Test
  void a_mail_that_is_only_quoted_keeps_its_text() {
    assertThat(read("From: ann@x.nl\n\n> Hello\n").text()).isEqualTo("> Hello\r\n");
    assertThat(
            read("From: ann@x.nl\nContent-Type: text/html\n\n<blockquote>Hi</blockquote>").text())
        .isEqualTo("Hi");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Doe, Jane <jane@example.com> | jane@example.com",
        "\"Doe, Jane\" <jane@example.com> | jane@example.com",
        "jane@home <jane@example.com> | jane@example.com",
        "Jane (at home) <jane@example.com> | jane@example.com",
        "jane@example.com (Jane) | jane@example.com",
        "Doe; Jane <jane@example.com> | jane@example.com",
        "a@example.com, b@example.com | a@example.com"
      })
  void the_sender_is_found_as_mail_programs_find_it(String from, String address) {
    assertThat(read("From: " + from + "\n\nHi\n").from()).isEqualTo(address);
  }

  @Test
  void what_is_not_as_it_should_be_is_read_all_the_same() {
    String head = "From: ann@x.nl\n";
    assertThat(read(head + "Content-Transfer-Encoding: x-none\n\nGrüße").text()).isEqualTo("Grüße");
    assertThat(read(head + "Content-Transfer-Encoding: 8 bit\n\nHi").text()).isEqualTo("Hi");
    assertThat(read(head + "Content-Type: multipart/mixed\n\nHi there").text())
        .isEqualTo("Hi there");
    assertThat(read(head + "Content-Type: multipart/mixed\n\n--b\n\nHi there\n--b--\n").text())
        .isEqualTo("Hi there");
    assertThat(read(head + "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nHi there").text())
        .isEqualTo("Hi there");
    assertThat(read(head + "Content-Type: ???\n\nHi there").text()).isEqualTo("Hi there");
  }

  @Test
  void an_invitation_beside_the_text_is_no_text() {
    String mail =
        """
        From: ann@x.nl
        Content-Type: multipart/alternative; boundary=a

        --a
        Content-Type: text/calendar; method=REQUEST

        BEGIN:VCALENDAR
        --a
        Content-Type: text/html

        <p>See you</p>
        --a--
        """;
    assertThat(read(mail).text()).isEqualTo("See you");
  }

  @Test
  void a_mail_without_an_id_has_the_same_one_each_time() {
    InboundMessage first = read("From: ann@x.nl\n\nYes\n");
    assertThat(first.conversation().id()).matches("<[0-9a-f]{40}@without-id\\.invalid>");
    assertThat(read("From: ann@x.nl\n\nYes\n")).isEqualTo(first);
    assertThat(read("From: ann@x.nl\n\nNo\n").conversation().id())
        .isNotEqualTo(first.conversation().id());
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
