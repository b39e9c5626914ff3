package dev.workflow.channels.email;

import static dev.workflow.channels.email.Smtp.FROM;
import static dev.workflow.channels.email.Smtp.HELLO;
import static dev.workflow.channels.email.Smtp.mail;
import static dev.workflow.channels.email.Smtp.settings;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import dev.workflow.channels.TestMessages;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult.Sent;
import jakarta.mail.BodyPart;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a mail looks like when it arrives. */
class MailContentTest {

  private final GreenMail greenMail = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));

  @AfterEach
  void stop() {
    greenMail.stop();
  }

  private MimeMessage received(OutboundMessage message) throws Exception {
    greenMail.start();
    int port = greenMail.getSmtp().getPort();
    Instant now = Instant.parse("2026-01-05T09:00:00Z");
    try (SmtpSender sender = SmtpSender.create(settings(port).build(), () -> now)) {
      assertThat(sender.channel()).isEqualTo("email");
      assertThat(sender.send(message)).isInstanceOf(Sent.class);
    }
    return greenMail.getReceivedMessages()[0];
  }

  @Test
  void a_text_arrives_with_the_headers_of_an_automatic_mail() throws Exception {
    MimeMessage mail =
        received(
            TestMessages.of(
                "email",
                "Änne <ann@bücher.example>",
                """
                {"subject": "Grüße ✓", "text": "Hallo Jörg\\nbis bald",
                 "reply_to": "agent@portal.example"}"""));
    assertThat(mail.getSubject()).isEqualTo("Grüße ✓");
    assertThat(mail.getContent()).isEqualTo("Hallo Jörg\r\nbis bald");
    assertThat(mail.getContentType()).isEqualTo("text/plain; charset=UTF-8");
    assertThat(mail.getFrom()[0]).hasToString(FROM);
    assertThat(MimeUtility.decodeText(mail.getHeader("To", null)))
        .isEqualTo("Änne <ann@xn--bcher-kva.example>");
    assertThat(mail.getHeader("Reply-To", null)).isEqualTo("agent@portal.example");
    assertThat(mail.getHeader("Auto-Submitted", null)).isEqualTo("auto-generated");
    assertThat(mail.getSentDate()).isEqualTo(Instant.parse("2026-01-05T09:00:00Z"));
    assertThat(mail.getHeader("List-Unsubscribe")).isNull();
  }

  @Test
  void html_with_a_text_is_an_alternative_and_files_come_beside_it() throws Exception {
    MimeMessage mail =
        received(
            mail(
                """
                {"subject": "Offer", "text": "plain", "html": "<p>rich €</p>",
                 "attachments": [
                   {"name": "Angebot für Jörg.pdf", "type": "application/pdf",
                    "base64": "JVBERg=="},
                   {"name": "terms.txt", "text": "14 days"}]}"""));
    MimeMultipart mixed = (MimeMultipart) mail.getContent();
    assertThat(mixed.getContentType()).startsWith("multipart/mixed");
    MimeMultipart alternative = (MimeMultipart) mixed.getBodyPart(0).getContent();
    assertThat(alternative.getContentType()).startsWith("multipart/alternative");
    assertThat(alternative.getBodyPart(0).getContent()).isEqualTo("plain");
    assertThat(alternative.getBodyPart(1).getContent()).isEqualTo("<p>rich €</p>");
    assertThat(alternative.getBodyPart(1).getContentType()).isEqualTo("text/html; charset=UTF-8");
    BodyPart pdf = mixed.getBodyPart(1);
    assertThat(MimeUtility.decodeText(pdf.getFileName())).isEqualTo("Angebot für Jörg.pdf");
    assertThat(pdf.getContentType()).startsWith("application/pdf");
    assertThat(pdf.getInputStream().readAllBytes()).asString().isEqualTo("%PDF");
    assertThat(mixed.getBodyPart(2).getContent()).isEqualTo("14 days");
  }

  @Test
  void long_names_and_types_with_parameters_are_written_as_the_standards_say() throws Exception {
    String name =
        "Überprüfung der Unterlagen für das Grundstück an der Straße ".repeat(3) + "✓.ics";
    MimeMessage mail =
        received(
            mail(
                """
                {"text": "x", "attachments": [
                  {"name": "%s", "type": "text/calendar; method=REQUEST", "text": "BEGIN:VCALENDAR"}]}"""
                    .formatted(name)));
    BodyPart invitation = ((MimeMultipart) mail.getContent()).getBodyPart(1);
    assertThat(invitation.getFileName()).isEqualTo(name);
    ContentType type = new ContentType(invitation.getContentType());
    assertThat(type.getBaseType()).isEqualTo("text/calendar");
    assertThat(type.getParameter("method")).isEqualTo("REQUEST");
    assertThat(type.getParameter("charset")).isEqualTo("UTF-8");
    assertThat(invitation.getHeader("Content-Disposition")[0])
        .contains("filename*0*=UTF-8\'\'%C3%9Cberpr%C3%BCfung");
  }

  @Test
  void answers_may_go_to_several() throws Exception {
    MimeMessage mail =
        received(
            mail("{\"text\": \"x\", \"reply_to\": [\"a@portal.example\", \"b@portal.example\"]}"));
    assertThat(mail.getReplyTo())
        .extracting(Object::toString)
        .containsExactly("a@portal.example", "b@portal.example");
  }

  @Test
  void html_alone_and_html_with_text_need_no_more_parts() throws Exception {
    assertThat(received(mail("{\"html\": \"<p>x</p>\"}")).getContentType())
        .isEqualTo("text/html; charset=UTF-8");
    greenMail.reset();
    assertThat(received(mail("{\"html\": \"<p>x</p>\", \"text\": \"x\"}")).getContentType())
        .startsWith("multipart/alternative");
  }

  @Test
  void one_click_unsubscription_has_both_headers() throws Exception {
    MimeMessage mail =
        received(
            mail(
                """
                {"text": "x", "list_unsubscribe":
                  ["https://portal.example/u/8f2c", "mailto:u@portal.example?subject=8f2c"]}"""));
    assertThat(mail.getHeader("List-Unsubscribe", null))
        .isEqualTo("<https://portal.example/u/8f2c>,\r\n <mailto:u@portal.example?subject=8f2c>");
    assertThat(mail.getHeader("List-Unsubscribe-Post", null))
        .isEqualTo("List-Unsubscribe=One-Click");
  }

  @Test
  void copies_get_the_mail_and_blind_ones_are_not_named() throws Exception {
    received(
        mail(
            """
            {"text": "x", "cc": ["bob@example.com"], "bcc": "eve@example.com"}"""));
    MimeMessage[] all = greenMail.getReceivedMessages();
    assertThat(all).hasSize(3);
    for (MimeMessage each : all) {
      assertThat(each.getHeader("Cc", null)).isEqualTo("bob@example.com");
      assertThat(GreenMailUtil.getWholeMessage(each)).doesNotContain("eve@example.com");
    }
  }

  @Test
  void the_message_id_depends_on_the_tenant_and_the_idempotency_key_only() throws Exception {
    greenMail.start();
    Set<String> ids = new TreeSet<>();
    try (SmtpSender sender = SmtpSender.create(settings(greenMail.getSmtp().getPort()).build())) {
      OutboundMessage other =
          TestMessages.of("email", "ann@example.com", HELLO, "instance-1/second");
      for (OutboundMessage message : List.of(mail(HELLO), mail("{\"text\": \"2\"}"), other)) {
        ids.add(((Sent) sender.send(message)).providerId());
      }
    }
    assertThat(ids).hasSize(2).allMatch(id -> id.matches("<[0-9a-f]{40}@portal\\.example>"));
    Set<String> received = new TreeSet<>();
    for (MimeMessage message : greenMail.getReceivedMessages()) {
      received.add(message.getMessageID());
    }
    assertThat(received).isEqualTo(ids);
  }
}
