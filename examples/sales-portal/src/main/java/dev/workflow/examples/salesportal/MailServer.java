package dev.workflow.examples.salesportal;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.workflow.channels.email.SmtpSender;
import dev.workflow.channels.email.SmtpSettings;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A mail server in this process, which keeps everything it is given. */
final class MailServer implements AutoCloseable {

  /**
   * A mail that arrived.
   *
   * @param html empty: it is plain text
   */
  record Mail(String from, String to, String subject, String text, String html) {}

  private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));

  private final Set<String> seen = new HashSet<>();

  static MailServer start() {
    MailServer mails = new MailServer();
    mails.server.start();
    return mails;
  }

  /** A sender that hands its mails to this server. */
  SmtpSender sender(String from) {
    return SmtpSender.create(
        SmtpSettings.builder("127.0.0.1", from)
            .port(server.getSmtp().getPort())
            .tls(SmtpSettings.Tls.NONE)
            .build());
  }

  /** What has arrived since the last call, by recipient. */
  List<Mail> fresh() {
    List<Mail> mails = new ArrayList<>();
    try {
      for (MimeMessage message : server.getReceivedMessages()) {
        if (!seen.add(message.getMessageID())) {
          continue;
        }
        mails.add(
            new Mail(
                message.getFrom()[0].toString(),
                message.getAllRecipients()[0].toString(),
                message.getSubject(),
                part(message, "text/plain"),
                part(message, "text/html")));
      }
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    mails.sort(Comparator.comparing(Mail::to));
    return mails;
  }

  private static String part(Part part, String type) throws MessagingException, IOException {
    if (part.isMimeType(type)) {
      return part.getContent().toString();
    }
    if (part.getContent() instanceof Multipart parts) {
      for (int i = 0; i < parts.getCount(); i++) {
        BodyPart inner = parts.getBodyPart(i);
        String found = part(inner, type);
        if (!found.isEmpty()) {
          return found;
        }
      }
    }
    return "";
  }

  @Override
  public void close() {
    server.stop();
  }
}
