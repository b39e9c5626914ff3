package dev.workflow.channels.email;

import dev.workflow.channels.email.SmtpSettings.Tls;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Properties;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Open connections to one server, so many and no more. One that was idle for too long is closed
 * when the next mail is sent or the sender closed. Thread-safe.
 */
final class SmtpConnections implements AutoCloseable {

  private static final int MOST_MAILS = 100;

  private record Idle(TrackedTransport transport, long since) {}

  private final SmtpSettings settings;
  private final Session session;
  private final Semaphore places;
  private final Deque<Idle> idle = new ArrayDeque<>();
  private boolean closed;

  SmtpConnections(SmtpSettings settings) {
    this.settings = settings;
    this.session = Session.getInstance(properties(settings));
    this.places = new Semaphore(settings.limits().maxConnections());
  }

  Session session() {
    return session;
  }

  private static Properties properties(SmtpSettings settings) {
    Properties properties = new Properties();
    String timeout = String.valueOf(settings.limits().timeout().toMillis());
    properties.setProperty(
        "mail.smtp.connectiontimeout",
        String.valueOf(settings.limits().connectTimeout().toMillis()));
    properties.setProperty("mail.smtp.timeout", timeout);
    properties.setProperty("mail.smtp.writetimeout", timeout);
    boolean login = settings.login() != null || settings.oauth2() != null;
    properties.setProperty("mail.smtp.auth", String.valueOf(login));
    if (settings.oauth2() != null) {
      properties.setProperty("mail.smtp.auth.mechanisms", "XOAUTH2");
    }
    if (settings.helloName() != null) {
      properties.setProperty("mail.smtp.localhost", settings.helloName());
    }
    properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    properties.setProperty("mail.smtp.quitwait", "false");
    boolean startTls = settings.tls() == Tls.STARTTLS;
    properties.setProperty("mail.smtp.starttls.enable", String.valueOf(startTls));
    properties.setProperty("mail.smtp.starttls.required", String.valueOf(startTls));
    properties.setProperty("mail.smtp.ssl.enable", String.valueOf(settings.tls() == Tls.IMPLICIT));
    if (settings.sslContext() != null) {
      properties.put("mail.smtp.ssl.socketFactory", settings.sslContext().getSocketFactory());
    }
    return properties;
  }

  /**
   * A connection that answers, or a new one that is not connected yet.
   *
   * @return null if all are in use and none became free in the time for connecting
   */
  @Nullable TrackedTransport take() throws InterruptedException {
    long wait = settings.limits().connectTimeout().toMillis();
    if (!places.tryAcquire(wait, TimeUnit.MILLISECONDS)) {
      return null;
    }
    for (TrackedTransport kept = kept(); kept != null; kept = kept()) {
      if (kept.isConnected()) {
        return kept;
      }
      discard(kept);
    }
    SmtpSettings.Login login = settings.login();
    return new TrackedTransport(
        session,
        new URLName(
            "smtp",
            settings.host(),
            settings.port(),
            null,
            login == null ? null : login.user(),
            login == null ? null : login.password()),
        settings.oauth2());
  }

  private @Nullable TrackedTransport kept() {
    long now = System.nanoTime();
    while (true) {
      Idle last;
      synchronized (idle) {
        if (closed) {
          throw new IllegalStateException("the sender is closed");
        }
        last = idle.pollLast();
      }
      if (last == null) {
        return null;
      }
      if (now - last.since() < settings.limits().keepIdle().toNanos()) {
        return last.transport();
      }
      discard(last.transport());
    }
  }

  /** Gives a connection back after a mail went through; it is kept for the next one. */
  void giveBack(TrackedTransport transport) {
    boolean kept;
    synchronized (idle) {
      kept = !closed && transport.mails() < MOST_MAILS;
      if (kept) {
        idle.addLast(new Idle(transport, System.nanoTime()));
      }
    }
    if (!kept) {
      discard(transport);
    }
    places.release();
  }

  /** Gives a connection back that is of no more use. */
  void drop(TrackedTransport transport) {
    discard(transport);
    places.release();
  }

  private static void discard(TrackedTransport transport) {
    try {
      transport.close();
    } catch (MessagingException e) {
      return; // it was broken already
    }
  }

  @Override
  public void close() {
    synchronized (idle) {
      closed = true;
      idle.forEach(each -> discard(each.transport()));
      idle.clear();
    }
  }
}
