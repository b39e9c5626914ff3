package dev.workflow.channels.email;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

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

  private static final int FAILURE = 400;

  private final List<SmtpReply> replies = new ArrayList<>();
  private Phase phase = Phase.CONNECT;
  private int mails;

  private final SmtpSettings.@Nullable OAuth2 oauth2;

  TrackedTransport(Session session, URLName url, SmtpSettings.@Nullable OAuth2 oauth2) {
    super(session, url);
    this.oauth2 = oauth2;
  }

  /** Connects, with a fresh token where one is needed. */
  void open() throws MessagingException {
    if (oauth2 == null) {
      connect();
      return;
    }
    String token;
    try {
      token = Objects.requireNonNull(oauth2.token().get(), "no token was given");
    } catch (RuntimeException e) {
      throw new NoTokenException(String.valueOf(e.getMessage()), e);
    }
    connect(url.getHost(), url.getPort(), oauth2.user(), token);
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

  /**
   * Whether the server refuses mail from here to an address that it should take, and for the same
   * kind of reason as a refusal: asks for it with MAIL and RCPT, and sends no mail.
   */
  boolean alsoRefuses(String from, String to, SmtpReply refusal) {
    List<SmtpReply> before = replies();
    try {
      if (!isConnected()) {
        return true;
      }
      simpleCommand("RSET");
      replies.clear();
      int mail = simpleCommand("MAIL FROM:<" + from + ">");
      int rcpt = mail < FAILURE ? simpleCommand("RCPT TO:<" + to + ">") : mail;
      SmtpReply last = replies.get(replies.size() - 1);
      simpleCommand("RSET");
      boolean mailbox = last.enhanced() != null && last.enhanced().startsWith("5.1.");
      return rcpt < 0 || rcpt >= FAILURE && (!mailbox || last.text().equals(refusal.text()));
    } catch (MessagingException e) {
      return true; // it does not even answer
    } finally {
      replies.clear();
      replies.addAll(before);
    }
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
