package dev.workflow.channels.email;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/** A connection that remembers how far a mail came and what the server said on the way. */
final class TrackedTransport extends SMTPTransport {

  /** How far a mail came. */
  enum Phase {
    CONNECT("connecting"),
    MAIL("MAIL"),
    RCPT("RCPT"),
    DATA("DATA"),
    /** The final dot went out: from here on the server may have the mail. */
    DOT("the end of the mail");

    final String label;

    Phase(String label) {
      this.label = label;
    }
  }

  private final List<SmtpReply> replies = new ArrayList<>();
  private Phase phase = Phase.CONNECT;
  private int mails;

  TrackedTransport(Session session, URLName url) {
    super(session, url);
  }

  Phase phase() {
    return phase;
  }

  /** What the server answered in this phase, in order. */
  List<SmtpReply> replies() {
    return List.copyOf(replies);
  }

  /** How many mails were begun on this connection. */
  int mails() {
    return mails;
  }

  private void enter(Phase next) {
    phase = next;
    replies.clear();
  }

  @Override
  protected void mailFrom() throws MessagingException {
    enter(Phase.MAIL);
    mails++;
    super.mailFrom();
  }

  @Override
  protected void rcptTo() throws MessagingException {
    enter(Phase.RCPT);
    super.rcptTo();
  }

  @Override
  protected OutputStream data() throws MessagingException {
    enter(Phase.DATA);
    return super.data();
  }

  @Override
  protected void finishData() throws IOException, MessagingException {
    enter(Phase.DOT);
    super.finishData();
  }

  @Override
  protected int readServerResponse() throws MessagingException {
    int code = super.readServerResponse();
    replies.add(new SmtpReply(code, String.valueOf(getLastServerResponse())));
    return code;
  }
}
